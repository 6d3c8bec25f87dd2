"""When visits are due, and what they say together. Pure functions."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from linli.kernel.workdays import add_months


def visit_days(start: date, months: Sequence[int]) -> list[date]:
    """The days by which visits are due, in order; the last of a month where it is shorter. Raises ValueError for a month below 1 or named twice."""
    if not months or min(months) < 1 or len(set(months)) != len(months):
        raise ValueError("months must be positive and different")
    return [add_months(start, month) for month in sorted(months)]


def mean_satisfaction(answers: Sequence[tuple[int, int]]) -> Decimal | None:
    """The mean of (satisfaction 1–5, people visited), weighted by people, two places; None without visits."""
    people = sum(n for _score, n in answers)
    if not people:
        return None
    total = sum(score * n for score, n in answers)
    return (Decimal(total) / people).quantize(Decimal("0.01"), ROUND_HALF_UP)
