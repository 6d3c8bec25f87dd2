"""The calendar years in memory: read once a process, read again after an edit (linli/kernel/stamped.py)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from linli.kernel.models.calendar import CalendarDay, CalendarYear, DayKind
from linli.kernel.stamped import Stamped


@dataclass(frozen=True, slots=True)
class Year:
    """One year: the weekdays that are free, the weekends that are worked, and whether the arrangement is announced."""

    free: frozenset[date]
    worked: frozenset[date]
    announced: bool


def year(number: int) -> Year:
    """A year as the bureau's calendar has it, else as the library knows it."""
    return years.value().get(number) or library_year(number)


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


years = Stamped("calendar", _read)


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
