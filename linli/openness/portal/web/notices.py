"""Notices: the list, one notice as a document, and its exact record."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.openness.portal import towns
from linli.openness.portal.notices import document, listing
from linli.openness.portal.notices.kinds import KINDS
from linli.openness.portal.remembered import position_of
from linli.openness.portal.web.frame import page
from linli.ui.parts import Crumb, Tab
from linli.ui.web.access import public_page


@public_page
def notices(request: HttpRequest) -> HttpResponse:
    """All notices, by kind, town and words."""
    wanted = listing.Wanted.from_query(request.GET)
    position = position_of(request)
    shown = listing.page(wanted, position)
    query = request.GET.copy()
    query.pop("page", None)
    kinds = [Tab(_("全部"), _with(query, ""), not wanted.kind)]
    kinds += [Tab(kind.label, _with(query, kind.key), wanted.kind == kind.key) for kind in KINDS]
    context = {"wanted": wanted, "shown": shown, "kinds": kinds, "towns": towns.towns(position)}
    return page(request, "portal/notices.html", context)


@public_page
def notice(request: HttpRequest, position: int) -> HttpResponse:
    """One notice in the layout of an official document, with the line by which anybody can verify it."""
    event = listing.at(position)
    made = document.of(event, position)
    crumbs = [Crumb(_("首页"), "/"), Crumb(_("公示公告"), "../"), Crumb(made.kind.label)]
    return page(request, "portal/notice.html", {"notice": made, "crumbs": crumbs})


@public_page
def record(request: HttpRequest, position: int) -> HttpResponse:
    """The exact bytes of which the notice's fingerprint is the SHA-256."""
    event = listing.at(position)
    response = HttpResponse(bytes(event.leaf), content_type="application/json; charset=utf-8")
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


def _with(query: object, kind: str) -> str:
    changed = query.copy()  # type: ignore[attr-defined]
    changed["kind"] = kind
    if not kind:
        changed.pop("kind")
    return f"?{changed.urlencode()}"
