"""Notices."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Query

from linli.openness.portal import timeline
from linli.openness.portal.api.answers import answer, encode, paged
from linli.openness.portal.api.shapes import NoticeDetail, NoticePage
from linli.openness.portal.notices import listing
from linli.openness.portal.remembered import position_of

router = Router(tags=["notices"])
Kind = Literal[
    "",
    "needs",
    "plan",
    "intention",
    "intention_changed",
    "tender",
    "award",
    "contract",
    "evaluation",
    "ended",
    "consultation",
    "rules",
    "repeal",
]


@router.get("", response=NoticePage, summary="Notices, newest first")
def list_notices(
    request: HttpRequest,
    kind: Kind = "",
    q: str = Query("", max_length=60),
    town: str = Query("", pattern=r"^[0-9]{0,12}$"),
    page: int = Query(1, ge=1),
    size: int = Query(20, ge=1, le=100),
) -> HttpResponse:
    """Of all kinds or one."""
    wanted = listing.Wanted(kind=kind, text=q, town=town, page=str(page))
    shown = listing.page(wanted, position_of(request), size)
    return paged(shown, size, [encode(_row(line)) for line in shown.rows])


@router.get("/{int:position}", response=NoticeDetail, summary="One notice with its exact record")
def read_notice(request: HttpRequest, position: int) -> HttpResponse:
    """404 where the journal has no public notice at this position."""
    event = listing.at(position)
    entry = timeline.entry(event, position)
    more: dict[str, Any] = {
        "project_number": listing.project_number(event),
        "text": entry["text"],
        "clauses": entry["clauses"],
        "leaf": bytes(event.leaf).decode(),
        "fingerprint": entry["fingerprint"],
    }
    return answer(_row(listing.lines([event.pk])[0]) | more)


def _row(line: listing.Line) -> dict[str, Any]:
    return {
        "position": line.position,
        "kind": line.kind.key,
        "kind_label": str(line.kind.label),
        "title": line.title,
        "organisation": line.organisation,
        "published_at": line.at,
    }
