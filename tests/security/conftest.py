"""One small district for each file of tests; what a test does in it is undone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.security import personas, world


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    personas.forget()
    with django_db_blocker.unblock(), world.told():
        yield


@pytest.fixture
def undone(district: None) -> Iterator[None]:
    """Nothing that one test does is there for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
