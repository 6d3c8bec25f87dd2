"""Needs lists."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.params.functions import Query

from linli.flow.s1_needs.models import NeedsList
from linli.openness.portal.api.answers import answer, encode, paged
from linli.openness.portal.api.shapes import NeedsListDetail, NeedsListPage
from linli.openness.portal.remembered import position_of
from linli.openness.portal.windows import counted, window

router = Router(tags=["needs"])
FIELDS = ("pk", "place_code", "place__name", "year", "round", "edition", "count", "published_at", "organisation__name")
KEYS = ("id", "place_code", "place", "year", "round", "edition", "count", "published_at", "organisation")
ROW = (
    "rank",
    "title",
    "topic",
    "place_name",
    "beneficiaries",
    "breadth",
    "urgency",
    "vulnerability",
    "gap",
    "priority",
)


@router.get("", response=NeedsListPage, summary="Needs lists in force, newest first")
def list_needs_lists(
    request: HttpRequest,
    town: str = Query("", pattern=r"^[0-9]{0,12}$", description="Division code of a town or community"),
    page: int = Query(1, ge=1),
    size: int = Query(20, ge=1, le=100),
) -> HttpResponse:
    """Of each place, year and round the latest edition."""
    found = NeedsList.objects.published().latest_editions().filter(place_code__startswith=town)
    ordered = found.order_by("-published_at", "-pk")
    total = counted(position_of(request), ("needs", town), ordered)
    shown = window(ordered, str(page), total, fields=FIELDS, size=size)
    return paged(shown, size, [encode(dict(zip(KEYS, row, strict=True))) for row in shown.rows])


@router.get("/{int:pk}", response=NeedsListDetail, summary="One needs list as it was published")
def read_needs_list(request: HttpRequest, pk: int) -> HttpResponse:
    """With its rows in their order; earlier editions stay readable."""
    values = NeedsList.objects.published().filter(pk=pk).values_list(*FIELDS, "note", "weights")
    *head, note, weights = get_object_or_404(values)
    rows = NeedsList.objects.get(pk=pk).rows.order_by("rank").values(*ROW)
    made: dict[str, Any] = dict(zip(KEYS, head, strict=True))
    return answer(made | {"note": note, "weights": weights, "rows": list(rows)})
