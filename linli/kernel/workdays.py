"""Working days: weekends and holidays are free, swapped weekends (调休) are worked.

The bureau's calendar (CalendarYear, CalendarDay) counts where a year has been taken into it; any other year comes from
the `holidays` library. A year whose swaps the State Council has not announced is known only by its statutory holidays:
`unannounced` names it, and whatever deadline rests on it says so.

In a period the first day does not count: the fifth working day after Friday is the next Friday.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.utils import timezone

from linli.kernel import clock
from linli.kernel.year_cache import Year, year

DAY = timedelta(days=1)
END_OF_DAY = time(23, 59, 59)


def is_working_day(day: date) -> bool:
    """Whether offices work on that day."""
    known: Year = year(day.year)
    if day in known.worked:
        return True
    return day.weekday() < 5 and day not in known.free


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after `day` (before it when n is negative); `day` itself for 0."""
    step = DAY if n > 0 else -DAY
    for _count in range(abs(n)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`; negative when `end` is earlier.

    Adding the answer to `start` gives `end` again whenever `end` is a working day.
    """
    if end >= start:
        return sum(is_working_day(day) for day in _days(start + DAY, end))
    return -sum(is_working_day(day) for day in _days(end, start - DAY))


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def add_months(day: date, n: int) -> date:
    """The same day n months on, or the last of that month where it is shorter."""
    months = day.year * 12 + day.month - 1 + n
    y, m = divmod(months, 12)
    return date(y, m + 1, min(day.day, calendar.monthrange(y, m + 1)[1]))


def due_end(day: date) -> datetime:
    """The last second of a day in the district's time zone: the law counts whole days."""
    return timezone.make_aware(datetime.combine(day, END_OF_DAY))


def unannounced(start: date, end: date) -> list[int]:
    """The years between two days whose swaps are not announced: a deadline counted over them may still move."""
    first, last = sorted((start, end))
    return [y for y in range(first.year, last.year + 1) if not year(y).announced]


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left to a deadline. `days` is 0 on the day itself and negative afterwards, counted in `kind`.

    `hours` are whole hours left, negative when overdue; `unannounced` warns that the day may move.
    """

    due_at: datetime
    kind: Literal["workday", "day"]
    days: int
    hours: int
    overdue: bool
    unannounced: bool


def remaining(due_at: datetime, now: datetime | None = None, *, in_days: bool = False) -> Remaining:
    """What is left to `due_at`, in working days, or in calendar days with `in_days`.

    A deadline on a day off has no working day of its own and is counted in calendar days.
    """
    moment = now or clock.now()
    today, last = timezone.localdate(moment), timezone.localdate(due_at)
    kind: Literal["workday", "day"] = "day" if in_days or not is_working_day(last) else "workday"
    days = (last - today).days
    if kind == "workday" and days:
        counted = working_days_between(today, last) if days > 0 else -working_days_between(last, today)
        days = max(1, counted) if days > 0 else min(-1, counted)
    return Remaining(
        due_at=due_at,
        kind=kind,
        days=days,
        hours=int((due_at - moment).total_seconds() / 3600),
        overdue=moment > due_at,
        unannounced=bool(unannounced(today, last)),
    )
