"""Each test begins with nothing kept: its journal starts again, so positions mean something else."""

from collections.abc import Iterator

import pytest

from linli.openness.portal import middleware, remembered


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    middleware.store.clear()
    remembered.forget()
    yield
    middleware.store.clear()
    remembered.forget()
