from typing import Any

import pytest

from linli.flow.s3_tenders.tests.world import World


@pytest.fixture
def world(db: Any) -> World:
    return World()
