"""The tests live on one day within the service period, unless they travel further."""

from collections.abc import Iterator
from typing import Any

import pytest

from linli.flow.s4_delivery.tests.world import World, at
from linli.kernel import clock


@pytest.fixture
def world(db: Any) -> Iterator[World]:
    with clock.travelled(at(2026, 6, 1)):
        yield World()
