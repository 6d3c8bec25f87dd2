"""Pages that are text: accessibility, privacy, site map, open data, the rules in force."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.rulebook import book
from linli.foundations.rulebook.words import in_words
from linli.kernel import clock
from linli.openness.portal import towns
from linli.openness.portal.notices.kinds import KINDS
from linli.openness.portal.remembered import position_of
from linli.openness.portal.web.frame import menu, page
from linli.ui.nav import resolve
from linli.ui.parts import Crumb
from linli.ui.web.access import public_page


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, what does not yet, whom to tell."""
    return page(request, "portal/accessibility.html", {"crumbs": crumbs(_("无障碍说明"))})


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored of a visitor and of a resident who speaks, and his rights."""
    return page(request, "portal/privacy.html", {"crumbs": crumbs(_("隐私说明"))})


@public_page
def site_map(request: HttpRequest) -> HttpResponse:
    """Every public page."""
    position = position_of(request)
    context = {"menu": menu(request), "kinds": KINDS, "follow": resolve("needs:follow"), "towns": towns.towns(position)}
    return page(request, "portal/sitemap.html", context | {"crumbs": crumbs(_("网站地图"))})


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    """How to fetch the data, under which licence, and its description for machines."""
    here = request.build_absolute_uri(reverse("public-api:api-root"))
    return page(request, "portal/open_data.html", {"api": here, "crumbs": crumbs(_("开放数据"))})


@public_page
def rules(request: HttpRequest) -> HttpResponse:
    """What the platform applies today: each rule with its value, its clause, and whether the clause was verified."""
    today = clock.today()
    law = book.law()
    groups: dict[str, list[dict[str, Any]]] = {}
    for parameter in law.parameters.values():
        if parameter.first_day > today:
            continue
        entry = parameter.entry(today)
        row = {"title": parameter.title, "value": in_words(parameter, entry.value), "entry": entry}
        groups.setdefault(entry.clause.document.key, []).append(row)
    documents = [(rows[0]["entry"].clause.document, rows) for rows in groups.values()]
    documents.sort(key=lambda pair: (pair[0].level != "district", -pair[0].effective.toordinal()))
    context = {"documents": documents, "version": law.latest(today), "crumbs": crumbs(_("政策规则"))}
    return page(request, "portal/rules.html", context)


def crumbs(last: str) -> list[Crumb]:
    """Home, then the page itself."""
    return [Crumb(_("首页"), reverse("portal:home")), Crumb(last)]
