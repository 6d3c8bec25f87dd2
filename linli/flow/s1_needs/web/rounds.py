"""Rounds compared, needs by town and field, and how the index comes about."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.analysis import heat, rounds, sensitivity
from linli.flow.s1_needs.analysis.compare import Change
from linli.flow.s1_needs.models import NeedsList
from linli.flow.s1_needs.rules import CRITERIA
from linli.flow.s1_needs.states import Topic
from linli.flow.s1_needs.web.forms import SCORES
from linli.flow.s1_needs.web.pages import crumbs
from linli.flow.s1_needs.web.published import trail
from linli.flow.s1_needs.web.steady import weight_words
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel.errors import Text
from linli.ui import excel, formats, parts
from linli.ui.clauses import chip
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, needs

KINDS: dict[str, tuple[str, Text, str]] = {
    "new": ("active", gettext_lazy("新增"), "plus"),
    "up": ("active", gettext_lazy("上升"), "arrow-up"),
    "down": ("waiting", gettext_lazy("下降"), "arrow-down"),
    "same": ("none", gettext_lazy("不变"), "minus"),
    "met": ("done", gettext_lazy("已满足"), ""),
    "adopted": ("active", gettext_lazy("已立项办理"), ""),
    "gone": ("none", gettext_lazy("不再列入"), "x"),
}
"""How each change looks: family, word, icon."""
TOPICS = dict(Topic.choices)


@needs("needs.need:list")
def list_compare(request: ActorRequest, pk: int) -> HttpResponse:
    """A list beside an earlier one of its place (`?with=7`, by default the round before); `?export=xlsx` as a table."""
    found = get_object_or_404(NeedsList.objects.select_related("place"), pk=pk)
    offered = rounds.others(found)
    asked = request.GET.get("with", "")
    other = next((one for one in offered if str(one.pk) == asked), None) or rounds.before(found)
    made = rounds.changes(other, found) if other else []
    title = _("%(list)s与往轮比较") % {"list": found}
    if other and request.GET.get("export") == "xlsx":
        return excel.response(_sheet(made, other, found), title)
    context = {
        "crumbs": [*trail(), parts.Crumb(str(found), found.get_absolute_url()), parts.Crumb(_("比较"))],
        "head": {"title": title, "sub": [str(other)] if other else []},
        "found": found,
        "other": other,
        "offered": offered,
        "changes": shown(made),
        "figures": figures(made),
    }
    return render(request, "needs/compare.html", context)


def shown(made: list[Change]) -> list[tuple[Change, Status, Text]]:
    """Changes as the table shows them: the change, its badge, the field in words."""
    return [(one, Status(*KINDS[one.kind]), TOPICS[one.shown.topic]) for one in made]


def figures(made: list[Change]) -> list[parts.Figure]:
    """How many of each kind."""
    counts = {kind: sum(one.kind == kind for one in made) for kind in KINDS}
    return [parts.Figure(KINDS[kind][1], str(counts[kind]), _("项")) for kind in KINDS if counts[kind]]


def _sheet(made: list[Change], before: NeedsList, now: NeedsList) -> list[list[Any]]:
    heads = [_("变化"), _("需求"), _("区域"), _("类别"), str(before), str(now), _("升降"), _("上次指数"), _("本次指数")]
    rows = [
        [
            str(KINDS[one.kind][1]),
            one.shown.title,
            one.shown.place,
            str(TOPICS[one.shown.topic]),
            one.before.rank if one.before else None,
            one.now.rank if one.now else None,
            one.moved if one.before and one.now else None,
            one.before.priority if one.before else None,
            one.now.priority if one.now else None,
        ]
        for one in made
    ]
    return [heads, *rows]


@needs("needs.need:list")
def need_map(request: ActorRequest) -> HttpResponse:
    """Needs by town and field; each cell leads to its needs."""
    towns = [(place.code, place.name) for place in Place.objects.towns().order_by("code")]
    made = heat.lines(towns)
    base = reverse("needs:need_list")
    context = {
        "crumbs": crumbs(parts.Crumb(_("需求分布"))),
        "head": {"title": _("需求分布"), "sub": [_("按镇街和类别，已列入清单和已立项办理的需求")]},
        "lines": with_addresses(made, lambda code, topic: f"{base}?town={code}&topic={topic}"),
        "topics": Topic.choices,
        "total": sum(line.total for line in made),
    }
    return render(request, "needs/map.html", context)


def with_addresses(made: list[heat.Line], address: Any) -> list[tuple[heat.Line, list[tuple[heat.Cell, str]]]]:
    """Each line with its cells and where they lead."""
    return [
        (line, [(cell, address(line.code, cell.topic) if cell.count else "") for cell in line.cells]) for line in made
    ]


@needs("needs.need:list")
def index_page(request: ActorRequest) -> HttpResponse:
    """How the priority index comes about: scales, weights from their first day, ties, and the trial of the weights."""
    parameter = book.parameter("needs.weights")
    entries = sorted(parameter.entries, key=lambda entry: entry.since, reverse=True)
    context = {
        "crumbs": crumbs(parts.Crumb(_("优先指数"))),
        "head": {"title": _("优先指数怎样算出来"), "sub": []},
        "scales": [(label, SCORES[name][1]) for name, label in CRITERIA.items()],
        "entries": [(formats.day_full(entry.since), weight_words(entry.value)) for entry in entries],
        "clause": chip(book.citation("needs.weights")),
        "months": book.value("needs.gap_months"),
        "points": sensitivity.POINTS,
        "draws": sensitivity.DRAWS,
    }
    return render(request, "needs/index.html", context)
