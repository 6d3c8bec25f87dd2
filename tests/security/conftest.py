"""One small district for each file of tests; what a test does in it is undone.

The district is never committed, but for its file it is all there is: calendar and rule book are kept as if it were.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from linli.kernel import stamped
from tests.security import personas, world


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    _forget()
    with django_db_blocker.unblock(), world.told():
        stamped.forget_uncommitted()
        yield
    _forget()


def _forget() -> None:
    """What the process keeps in memory is of a world that was never committed."""
    personas.forget()
    for kept in stamped._every:
        kept.forget()


@pytest.fixture
def undone(district: None) -> Iterator[None]:
    """Nothing that one test does is there for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
