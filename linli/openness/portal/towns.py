"""The district's towns and communities, as the public pages list them."""

from dataclasses import dataclass

from django.conf import settings

from linli.foundations.places.models import Level, Place
from linli.openness.portal import remembered


@dataclass(frozen=True, slots=True)
class Area:
    """A division: code, name, and what lies in it (communities of a town)."""

    code: str
    name: str
    within: tuple["Area", ...] = ()


def district(position: int | None) -> Area:
    """The district that this deployment serves."""

    def read() -> Area:
        row = Place.objects.filter(code=settings.DISTRICT).values_list("code", "name").first()
        return Area(*row) if row else Area(settings.DISTRICT, "")

    return remembered.at(position, "district", read)


def towns(position: int | None) -> list[Area]:
    """Towns, streets and zones with their communities, by code; one statement."""
    return remembered.at(position, "towns", _read)


def community(code: str, position: int | None) -> tuple[Area, Area] | None:
    """A community and its town by the community's code."""
    for town in towns(position):
        if code.startswith(town.code):
            return next(((one, town) for one in town.within if one.code == code), None)
    return None


def names(position: int | None) -> dict[str, str]:
    """Names of the district and everything in it, by code; one statement."""
    places = Place.objects.within(settings.DISTRICT).order_by().values_list("code", "name")
    return remembered.at(position, "names", lambda: dict(places))


def _read() -> list[Area]:
    rows = Place.objects.within(settings.DISTRICT).exclude(level=Level.DISTRICT).order_by("code")
    inside: dict[str, list[Area]] = {}
    heads: dict[str, str] = {}
    for code, name, level in rows.values_list("code", "name", "level"):
        if level == Level.COMMUNITY:
            inside.setdefault(code[:9], []).append(Area(code, name))
        else:
            heads[code] = name
    return [Area(code, name, tuple(inside.get(code, ()))) for code, name in heads.items()]
