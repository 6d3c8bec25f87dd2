"""Needs lists (需求清单): what residents lack, as published, place by place."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from linli.flow.s1_needs.analysis import heat, rounds
from linli.flow.s1_needs.models import Need, NeedProject, NeedsList
from linli.flow.s1_needs.states import AdoptionState, Topic
from linli.flow.s1_needs.web.rounds import figures, shown, with_addresses
from linli.flow.s1_needs.web.steady import ranged
from linli.openness.portal import towns
from linli.openness.portal.remembered import position_of
from linli.openness.portal.web.frame import page
from linli.openness.portal.windows import counted, window
from linli.ui.parts import Crumb
from linli.ui.web.access import public_page

FIELDS = ("pk", "place__name", "year", "round", "edition", "count", "published_at", "organisation__name")


@public_page
def lists(request: HttpRequest) -> HttpResponse:
    """The lists in force, newest first, of all places or of one town and what lies in it."""
    position = position_of(request)
    town = request.GET.get("town", "")
    town = town if town in {area.code for area in towns.towns(position)} else ""
    found = in_force().filter(place_code__startswith=town)
    shown = window(found, request.GET.get("page", "1"), counted(position, ("needs", town), found), fields=FIELDS)
    context = {"town": town, "shown": shown, "towns": towns.towns(position)}
    return page(request, "portal/needs.html", context)


@public_page
def needs_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list as it was published, and what became of each need since."""
    found = get_object_or_404(NeedsList.objects.published().select_related("place", "organisation"), pk=pk)
    rows = ranged(found)
    needs = Need.objects.published().in_bulk([row.need_id for row in rows])
    links = NeedProject.objects.filter(need__in=needs, project__public_since__isnull=False)
    links = links.exclude(state=AdoptionState.RELEASED).order_by("-pk")
    numbers = dict(links.values_list("need_id", "project__number"))
    context = {
        "list": found,
        "earlier": rounds.before(found),
        "rows": [(row, needs.get(row.need_id), numbers.get(row.need_id)) for row in rows],
        "crumbs": [Crumb(_("首页"), "/"), Crumb(_("需求清单"), "../"), Crumb(str(found.place))],
    }
    return page(request, "portal/needs_list.html", context)


@public_page
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """A list beside the round before it: what is new, what is gone or met, what moved."""
    found = get_object_or_404(NeedsList.objects.published().select_related("place"), pk=pk)
    before = rounds.before(found)
    made = rounds.changes(before, found) if before else []
    context = {
        "list": found,
        "before": before,
        "changes": shown(made),
        "figures": figures(made),
        "crumbs": [Crumb(_("首页"), "/"), Crumb(_("需求清单"), "../../"), Crumb(str(found), "../"), Crumb(_("比较"))],
    }
    return page(request, "portal/needs_compare.html", context)


@public_page
def need_map(request: HttpRequest) -> HttpResponse:
    """Needs by town and field; each cell leads to the town's lists."""
    position = position_of(request)
    made = heat.lines([(town.code, town.name) for town in towns.towns(position)])
    context = {
        "lines": with_addresses(made, lambda code, _topic: f"../?town={code}"),
        "topics": Topic.choices,
        "total": sum(line.total for line in made),
        "crumbs": [Crumb(_("首页"), "/"), Crumb(_("需求清单"), "../"), Crumb(_("需求分布"))],
    }
    return page(request, "portal/needs_map.html", context)


def in_force() -> QuerySet[NeedsList]:
    """Of every place, year and round the latest edition."""
    return NeedsList.objects.published().latest_editions().order_by("-published_at", "-pk")
