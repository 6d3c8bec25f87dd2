"""The calendar years in memory: read once a process, read again after an edit.

An edit is seen at once in the process that made it, and in the others because it touches a stamp file under VAR_DIR;
processes that do not share VAR_DIR see it after CALENDAR_SECONDS. Within the editing transaction nothing is kept, so that a
rollback leaves no trace.
"""

import time
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from linli.kernel.models.calendar import CalendarDay, CalendarYear, DayKind

CALENDAR_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Year:
    """One year: the weekdays that are free, the weekends that are worked, and whether the arrangement is announced."""

    free: frozenset[date]
    worked: frozenset[date]
    announced: bool


@dataclass(slots=True)
class _Kept:
    years: dict[int, Year]
    stamp: int
    read_at: float


_kept: _Kept | None = None
_editing: ContextVar[bool] = ContextVar("linli_calendar_editing", default=False)


def year(number: int) -> Year:
    """A year as the bureau's calendar has it, else as the library knows it."""
    return _years().get(number) or library_year(number)


def _years() -> dict[int, Year]:
    global _kept
    if _editing.get():
        if connection.in_atomic_block:
            return _read()
        _editing.set(False)
        _kept = None
    stamp, now = _stamp(), time.monotonic()
    if _kept is None or _kept.stamp != stamp or now - _kept.read_at > CALENDAR_SECONDS:
        _kept = _Kept(_read(), stamp, now)
    return _kept.years


def _read() -> dict[int, Year]:
    days: dict[int, list[CalendarDay]] = {}
    for day in CalendarDay.objects.all():
        days.setdefault(day.day.year, []).append(day)
    return {
        row.year: Year(
            frozenset(d.day for d in days.get(row.year, []) if d.kind == DayKind.HOLIDAY),
            frozenset(d.day for d in days.get(row.year, []) if d.kind == DayKind.WORKDAY),
            row.announced,
        )
        for row in CalendarYear.objects.all()
    }


@cache
def library_year(number: int) -> Year:
    """A year as the `holidays` library knows it; one without swaps is not announced yet."""
    import holidays

    china = holidays.country_holidays("CN", years=number)
    worked = frozenset(day for day in china.weekend_workdays if day.year == number)
    return Year(frozenset(day for day in china if day.year == number), worked, bool(worked))


def library_names(number: int) -> dict[date, str]:
    """The names of a year's holidays in Chinese."""
    import holidays

    found = holidays.country_holidays("CN", years=number, language="zh_CN")
    return {day: name for day, name in found.items() if day.year == number}


def edited() -> None:
    """Called by every action that changes the calendar, inside its transaction."""
    _editing.set(True)
    transaction.on_commit(_announce)


def _announce() -> None:
    global _kept
    _kept = None
    _editing.set(False)
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(time.time_ns()))


def _path() -> Path:
    return Path(settings.VAR_DIR) / "calendar.stamp"


def _stamp() -> int:
    try:
        return _path().stat().st_mtime_ns
    except FileNotFoundError:
        return 0
