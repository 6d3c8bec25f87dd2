"""Days of visits and their mean."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.flow.s6_followup import rules


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.sets(st.integers(1, 60), min_size=1, max_size=6))
def test_visits_come_in_order_after_the_start(start: date, months: set[int]) -> None:
    days = rules.visit_days(start, list(months))
    assert days == sorted(days)
    assert len(set(days)) == len(months)
    assert all(day > start and day.day <= start.day for day in days)


def test_the_end_of_a_short_month() -> None:
    assert rules.visit_days(date(2026, 12, 31), [1, 2, 6]) == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 6, 30)]


@pytest.mark.parametrize("months", [[], [0, 1], [1, 1]])
def test_months_that_make_no_schedule(months: list[int]) -> None:
    with pytest.raises(ValueError, match="positive and different"):
        rules.visit_days(date(2026, 1, 1), months)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 500)), min_size=1, max_size=9))
def test_the_mean_lies_on_the_scale(answers: list[tuple[int, int]]) -> None:
    mean = rules.mean_satisfaction(answers)
    assert mean is not None
    assert min(s for s, _n in answers) <= mean <= max(s for s, _n in answers)


def test_no_visit_no_mean() -> None:
    assert rules.mean_satisfaction([]) is None
    assert rules.mean_satisfaction([(5, 3), (2, 1)]) == Decimal("4.25")
