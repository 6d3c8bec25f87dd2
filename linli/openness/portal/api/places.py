"""Divisions."""

from typing import Literal

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Query

from linli.foundations.places.models import Place
from linli.openness.portal.api.answers import answer
from linli.openness.portal.api.shapes import PlacePage

router = Router(tags=["places"])


@router.get("", response=PlacePage, summary="Divisions of the district")
def list_places(
    request: HttpRequest,
    level: Literal["district", "town", "zone", "community"] | None = None,
    within: str = Query("", pattern=r"^[0-9]{0,12}$", description="Code of the division to look in"),
) -> HttpResponse:
    """All divisions, or those of one level or within one division, by code."""
    rows = Place.objects.within(settings.DISTRICT).within(within).order_by("code")
    if level:
        rows = rows.filter(level=level)
    return answer({"items": list(rows.values("code", "name", "level", "is_pilot", parent_code=F("parent__code")))})
