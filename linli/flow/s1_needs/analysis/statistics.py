"""Needs that figures show: a place's yearly figure on the wrong side of a limit of the rule book."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import yaml

from linli.flow.s1_needs.analysis.gap import floor_of
from linli.flow.s1_needs.analysis.mapping import FOLDER, STATISTICS
from linli.foundations.places.models import PlaceYear
from linli.foundations.rulebook import book

FIGURES: dict[str, Callable[[PlaceYear], Decimal | None]] = {"floor_per_100_households": floor_of}
"""What can be measured of a place's year, unrounded."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """`figure` is one of FIGURES, `parameter` the least it should be."""

    key: str
    figure: str
    parameter: str
    title: str
    topic: str
    catalogue_code: str
    urgency: int
    vulnerability: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A place's figure below its limit."""

    rule: Threshold
    year: PlaceYear
    value: Decimal
    limit: Decimal
    clause: str

    @property
    def share_missing(self) -> Decimal:
        """Percent of the limit that is missing."""
        return (self.limit - self.value) * 100 / self.limit


@cache
def thresholds() -> list[Threshold]:
    """The rules, as shipped."""
    text: dict[str, Any] = yaml.safe_load((FOLDER / f"{STATISTICS}.yaml").read_text("utf-8"))
    return [
        Threshold(key, catalogue_code=row.pop("catalogue", ""), **row)
        for key, row in ((key, dict(row)) for key, row in text["rules"].items())
    ]


def shortfalls(place_code: str, until_year: int) -> list[Shortfall]:
    """Communities of a place whose latest figures up to a year fall short of a limit; worst first."""
    found: list[Shortfall] = []
    latest = _latest(place_code, until_year)
    for rule in thresholds():
        for year in latest:
            value = FIGURES[rule.figure](year)
            limit = Decimal(str(book.value(rule.parameter, place=year.place.code)))
            if value is not None and value < limit:
                found.append(Shortfall(rule, year, value, limit, str(book.clause_words(rule.parameter))))
    return sorted(found, key=lambda one: (-one.share_missing, one.year.place.code))


def _latest(place_code: str, until_year: int) -> list[PlaceYear]:
    """Of each community the newest figures."""
    rows = PlaceYear.objects.filter(place__code__startswith=place_code, place__level="community", year__lte=until_year)
    return list(rows.select_related("place").order_by("place_id", "-year").distinct("place_id"))
