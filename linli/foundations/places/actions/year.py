"""A year's figures of a place: households, population, floor space of its service centre."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from linli.foundations.places.models import Place, PlaceYear
from linli.foundations.places.years import Figures, figures_from
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor


@action(
    "places.place:record_year",
    _("登记年度数据"),
    subject=Place,
    tells=_("%(year)s 年：%(households)s 户，%(population)s 人，服务用房 %(floor_space)s 平方米"),
)
def record_year(
    place: Place, *, year: int, households: int, population: int, floor_space: Decimal, actor: Actor
) -> Place:
    """Register or correct a year's figures; floor space in square metres."""
    PlaceYear.objects.update_or_create(
        place=place,
        year=year,
        defaults={"households": households, "population": population, "floor_space": floor_space},
    )
    record(year=year, households=households, population=population, floor_space=floor_space)
    return place


@action("places.year:import", _("导入年度数据"), tells=_("%(rows)s 行"))
def import_years(*, file: str, rows: Sequence[Sequence[str]], actor: Actor) -> list[Figures]:
    """Register the rows of a table (head first), all of them or none. Raises BadFile naming each bad row."""
    figures = figures_from(file, rows, actor)
    PlaceYear.objects.bulk_create(
        [
            PlaceYear(
                place_id=each.place_id,
                year=each.year,
                households=each.households,
                population=each.population,
                floor_space=each.floor_space,
            )
            for each in figures
        ],
        update_conflicts=True,
        unique_fields=["place", "year"],
        update_fields=["households", "population", "floor_space"],
    )
    record(file=file, rows=len(figures))
    return figures
