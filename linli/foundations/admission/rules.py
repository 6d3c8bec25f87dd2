"""Pure rules of admission: what an application lacks, and whether an admission carries a project. No database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SHORTEST = 5


@dataclass(frozen=True, slots=True)
class ShareLine:
    """What goes to one community in one year: money in yuan, staff, hours of work."""

    place_id: int
    year: int
    money: Decimal
    staff: int
    hours: int


def years(since: date, until: date) -> list[int]:
    """The calendar years that a term touches."""
    return list(range(since.year, until.year + 1))


def unfunded(lines: Iterable[ShareLine], places: Mapping[int, str], of_years: list[int]) -> list[str]:
    """Communities and years without money or hours (费随事转): 示例社区 2026 年. Places by id with their names."""
    funded = {(one.place_id, one.year) for one in lines if one.money > 0 and one.hours > 0}
    return [f"{name} {year}" for pk, name in places.items() for year in of_years if (pk, year) not in funded]


def next_reminder(days_left: int, marks: Iterable[int], reminded: int | None) -> int | None:
    """The reminder that is due with so many days left, None when it was sent already or none is near."""
    reached = [mark for mark in marks if days_left <= mark]
    nearest = min(reached, default=None)
    return nearest if nearest is not None and (reminded is None or nearest < reminded) else None
