"""A page for each parameter: what applies, its time line and layers, where it is applied, how often it stopped something."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.places.models import Place
from linli.foundations.rulebook import applied, book, resting, shown, uses
from linli.foundations.rulebook.law import LawError
from linli.foundations.rulebook.layers import Entry, Parameter
from linli.foundations.rulebook.models import Proposal, ProposalState
from linli.foundations.rulebook.words import in_words, table_lines
from linli.kernel import clock
from linli.kernel.actions import registry
from linli.kernel.actor import Actor
from linli.ui import charts, formats
from linli.ui.parts import Action, Crumb, Fact
from linli.ui.web.access import ActorRequest, needs

NUMBERS = {"days", "working_days", "months", "years", "minutes", "percent", "yuan", "count", "square_metres"}


def found(name: str) -> Parameter:
    """The parameter, or 404."""
    try:
        return book.parameter(name)
    except LawError as error:
        raise Http404 from error


@needs("rulebook.parameter:list")
def parameter(request: ActorRequest, name: str) -> HttpResponse:
    """One parameter with all that is known of it."""
    one, today = found(name), clock.today()
    now = one.entry(today) if one.first_day <= today else None
    stopped = applied.stopped(name)
    months = applied.by_month(stopped)
    context = {
        "crumbs": [Crumb(_("规则库"), reverse("rulebook:parameters")), Crumb(shown.title_of(one))],
        "head": {"title": shown.title_of(one), "sub": [one.name], "actions": _actions(request, one)},
        "facts": _facts(one, shown.Row(one, now)) if now else [],
        "chip": shown.chip(now, one) if now else None,
        "groundless": _groundless(now, today) if now else "",
        "table": [Fact(a, b) for a, b in table_lines(one, now.value)] if now and one.unit == "table" else [],
        "entries": _entries(one, today, now),
        "chart": _chart(one, today),
        "layers": _layers(one, today),
        "overtaken": [_overtaken(one, *pair) for pair in one.overtaken()],
        "running": _running(one, request.actor),
        "cited": applied.cited(name),
        "uses": [(_room(use.room), use.file, [_verb(verb) for verb in use.verbs]) for use in uses.uses(name)],
        "stops": sum(count for _month, count in months),
        "months": [(month, count, max(n for _m, n in months)) for month, count in months],
        "refusals": list(applied.listed(stopped, request.actor)),
    }
    return render(request, "rulebook/parameter.html", context)


def _groundless(now: Entry, today: date) -> str:
    """That the document of the value that applies is no longer in force; empty while it is."""
    ended = resting.ground_ended(now, today)
    if ended is None:
        return ""
    words = {"document": ended[0], "day": formats.day_full(ended[1])}
    return (
        _("现行值所依据的“%(document)s”已废止或试行期已满（%(day)s）。新值施行前现行值仍适用，请提议改引现行条款。")
        % words
    )


def _actions(request: ActorRequest, one: Parameter) -> list[Action]:
    if not request.actor.may("rulebook.proposal:offer"):
        return []
    return [Action(_("提议修改"), reverse("rulebook:propose", args=[one.name]), "pencil", "primary")]


def _facts(one: Parameter, row: shown.Row) -> list[Fact]:
    ways = {
        "min": _("下限：下级规定只能更高"),
        "max": _("上限：下级规定只能更低"),
        "exact": _("固定：下级规定不得改变"),
    }
    way = _("上位规定允许另定") if one.free else ways[one.direction]
    return [
        Fact(_("现行值"), row.value, strong=True),
        Fact(_("适用自"), formats.day_full(row.entry.since)),
        Fact(_("层级"), row.level),
        Fact(_("从严方向"), way if one.has_upper else _("本区自行规定")),
        Fact(_("核对"), status=row.status),
        Fact(_("计量"), shown.unit_words(one.unit)),
    ]


def _entries(one: Parameter, today: date, now: Entry | None) -> list[dict[str, Any]]:
    proposals = {p.entry_id: p for p in Proposal.objects.filter(parameter=one.name, state=ProposalState.DECIDED)}
    return [
        {
            "entry": entry,
            "value": in_words(one, entry.value),
            "chip": shown.chip(entry, one),
            "status": shown.standing(entry),
            "level": level_words(entry.place, entry.level),
            "current": entry is now,
            "coming": entry.since > today,
            "proposal": proposals.get(entry.decided) if entry.decided else None,
        }
        for entry in one.entries
    ]


def level_words(code: str, level: str) -> str:
    """The layer in words; a street by its name."""
    if level != "street":
        return str(shown.LEVELS[level])
    place = Place.objects.filter(code=code).first()
    return str(place) if place else code


def _layers(one: Parameter, today: date) -> list[dict[str, Any]]:
    """What each layer says today, from the top down, and whether it counts."""
    made = []
    for code in sorted(one.layers, key=lambda c: (len(c), c)):
        standing = [entry for entry in one.layers[code] if entry.since <= today]
        if standing:
            entry = standing[-1]
            made.append(
                {
                    "level": level_words(code, entry.level),
                    "value": in_words(one, entry.value),
                    "since": entry.since,
                    "counts": one.entry(today, code if len(code) > 6 else "") is entry,
                    "chip": shown.chip(entry, one),
                }
            )
    return made


def _overtaken(one: Parameter, own: Entry, upper: Entry) -> str:
    return _("%(place)s的 %(own)s 宽于%(day)s起的上位规定 %(upper)s，自该日让位。") % {
        "place": level_words(own.place, own.level),
        "own": in_words(one, own.value),
        "day": formats.day_full(upper.since),
        "upper": in_words(one, upper.value),
    }


def _chart(one: Parameter, today: date) -> charts.Chart | None:
    """The district's line of values; only where there is more than one number."""
    line = one.line()
    if one.unit not in NUMBERS or len(line.days) < 2:
        return None
    values = [float(entry.value) if isinstance(entry.value, Decimal) else entry.value for entry in line.applied]
    title = _("%(title)s怎样变动") % {"title": shown.title_of(one)}
    sentence = "；".join(
        _("%(day)s起 %(value)s") % {"day": formats.day_full(day), "value": in_words(one, entry.value)}
        for day, entry in zip(line.days, line.applied, strict=True)
    )
    labels = [day.isoformat() for day in line.days]
    made = charts.lines(
        "values", title, labels, {_("取值"): values}, unit=shown.unit_words(one.unit), at=formats.day_full(today),
        sentence=sentence, size="small",
    )  # fmt: skip
    made.option["series"][0]["step"] = "end"  # a value stays until the day of the next
    return made


def _running(one: Parameter, actor: Actor) -> list[Proposal]:
    """Changes under way, as far as the actor may know of them."""
    if not actor.may("rulebook.proposal:list"):
        return []
    found = Proposal.objects.visible_to(actor).filter(parameter=one.name)
    return list(found.filter(state__in=[ProposalState.IN_APPROVAL, ProposalState.RETURNED]))


def _room(label: str) -> str:
    return str(apps.get_app_config(label).verbose_name)


def _verb(name: str) -> str:
    known = registry.get(name)
    return str(known.label) if known else name
