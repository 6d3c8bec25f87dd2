"""Search from the home page: communities, services, projects."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.openness.portal import projects, towns
from linli.openness.portal.notices import listing
from linli.openness.portal.remembered import position_of
from linli.openness.portal.web.frame import page
from linli.openness.portal.web.texts import crumbs
from linli.ui.web.access import public_page

MOST = 10


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Communities by name, projects by words, their notices; the first of each, with the way to all."""
    position = position_of(request)
    wanted = projects.Wanted.from_query(request.GET)
    context: dict[str, Any] = {"text": wanted.text, "crumbs": crumbs(_("搜索"))}
    if wanted.text:
        shown = projects.page(projects.Wanted(text=wanted.text), position, MOST)
        notices = listing.page(listing.Wanted(text=wanted.text), position, MOST)
        places = [
            (area, town) for town in towns.towns(position) for area in (town, *town.within) if wanted.text in area.name
        ]
        context |= {
            "places": places[:MOST],
            "rows": shown.rows,
            "total": shown.total,
            "lines": notices.rows,
            "notices": notices.total,
        }
    return page(request, "portal/search.html", context)
