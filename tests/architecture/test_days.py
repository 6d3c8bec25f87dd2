"""A day is a day in the district: moments are kept in UTC, so `.date()` on one is yesterday's until eight in the morning."""

import re

import pytest

from tests.security import source

DAY_OF_A_MOMENT = re.compile(r"(?:_at|\bat|now\(\))\.date\(\)")


@pytest.mark.parametrize("bad", ["event.at.date()", "task.due_at.date()", "clock.now().date()"])
def test_the_day_of_a_moment_is_found(bad: str) -> None:
    assert DAY_OF_A_MOMENT.search(bad)


def test_a_day_is_asked_for_in_the_districts_time_zone() -> None:
    assert [name for name, text in source.modules() if DAY_OF_A_MOMENT.search(text)] == []
