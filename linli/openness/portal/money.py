"""Where the money of published projects goes: sums by year, town and purpose, in yuan."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Sum
from django.db.models.functions import Left

from linli.flow.thread.models import Project
from linli.foundations.funds.models import Reservation, SourceKind
from linli.openness.portal import remembered, towns

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """How many projects, what was planned for them, what was contracted, what was paid (yuan)."""

    count: int = 0
    budget: Decimal = ZERO
    contract: Decimal = ZERO
    paid: Decimal = ZERO

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.count + other.count,
            self.budget + other.budget,
            self.contract + other.contract,
            self.paid + other.paid,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the money page: a town or a purpose."""

    key: str
    name: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class Cell:
    """The finest sums that are kept: one year, one town (nine digits, or six for the district), one purpose."""

    year: int
    town: str
    purpose: str
    sums: Sums


def cells(position: int | None) -> list[Cell]:
    """All sums, in one statement; every view of the money page adds these up."""

    def read() -> list[Cell]:
        rows = Project.objects.published().annotate(town=Left("place_code", 9)).order_by()
        sums = rows.values_list("year", "town", "catalogue_name").annotate(
            Count("id"),
            Sum("budget"),
            Sum("contract_amount"),
            net=Sum(F("paid_amount") - F("refunded_amount")),
        )
        return [
            Cell(year, town, purpose, Sums(count, budget or ZERO, contract or ZERO, paid or ZERO))
            for year, town, purpose, count, budget, contract, paid in sums
        ]

    return remembered.at(position, "money", read)


def by_source(year: int, position: int | None) -> list[Line]:
    """What sources of money give to published projects; reserved counts as planned. One statement."""

    def read() -> list[tuple[int, str, Sums]]:
        published = Project.objects.published().values("pk")
        rows = (
            Reservation.objects.filter(project_key__in=published).order_by().values_list("source__year", "source__kind")
        )
        sums = rows.annotate(Count("project_key", distinct=True), Sum("reserved"), Sum("committed"), Sum("spent"))
        return [
            (when, kind, Sums(n, reserved + signed + spent, signed + spent, spent))
            for when, kind, n, reserved, signed, spent in sums
        ]

    found = remembered.at(position, "sources", read)
    return _lines((kind, str(SourceKind(kind).label), sums) for when, kind, sums in found if not year or when == year)


def years(position: int | None) -> list[int]:
    """Years with published projects, the latest first."""
    return sorted({cell.year for cell in cells(position)}, reverse=True)


def total(found: Iterable[Cell]) -> Sums:
    """All of it added up."""
    return sum((cell.sums for cell in found), Sums())


def of_year(year: int, position: int | None) -> list[Cell]:
    """The cells of one year; of all years for 0."""
    return [cell for cell in cells(position) if not year or cell.year == year]


def by_town(found: list[Cell], position: int | None) -> list[Line]:
    """One line for the district itself, if it has projects, and each town, the most money first."""
    names = {area.code: area.name for area in (towns.district(position), *towns.towns(position))}
    return _lines((cell.town, names.get(cell.town, cell.town), cell.sums) for cell in found)


def by_purpose(found: list[Cell], none: str) -> list[Line]:
    """One line for each catalogue name; `none` names those without."""
    return _lines((cell.purpose, cell.purpose or none, cell.sums) for cell in found)


def _lines(parts: Iterable[tuple[str, str, Sums]]) -> list[Line]:
    made: dict[str, Line] = {}
    for key, name, sums in parts:
        made[key] = Line(key, name, made[key].sums + sums if key in made else sums)
    return sorted(made.values(), key=lambda line: (-line.sums.contract, -line.sums.budget, line.key))
