"""The periods of an indicator: cut from the service period, and what their targets give together. Pure."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from linli.flow.s2_goals.results.states import MONTHS, Aggregation

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Period:
    """One period, counted from 1; both days belong to it."""

    number: int
    since: date
    until: date


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month: 31 January and one month give 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def cut(frequency: str, start: date | None, end: date | None) -> list[Period]:
    """The periods of a service period, without gap or overlap; the last may be shorter. None for what is measured once, or
    while the service period is unknown."""
    length = MONTHS.get(frequency)
    if length is None or start is None or end is None:
        return []
    found, number = [], 1
    while (since := later(start, (number - 1) * length)) <= end:
        until = min(later(start, number * length) - timedelta(days=1), end)
        found.append(Period(number, since, until))
        number += 1
    return found


def months_of(start: date | None, end: date | None) -> int:
    """How many months a service period has, the last begun one counted; 0 while it is unknown."""
    return len(cut("month", start, end))


def together(targets: Sequence[Decimal], aggregation: str) -> Decimal:
    """The target of the whole: sum, last or average of the periods' (two decimals, halves up). There is at least one."""
    if aggregation == Aggregation.SUM:
        return sum(targets, Decimal(0))
    if aggregation == Aggregation.LAST:
        return targets[-1]
    return (sum(targets, Decimal(0)) / len(targets)).quantize(CENT, ROUND_HALF_UP)
