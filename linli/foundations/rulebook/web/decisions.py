"""A page for each decision: which rules, which values, that day, and what would apply today.

Inside, for whoever may open the event; outside, for events that are public anyway.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from linli.foundations.rulebook import applied, book, shown
from linli.foundations.rulebook.law import LawError
from linli.foundations.rulebook.words import in_words
from linli.kernel import clock, journal
from linli.kernel.actions import registry
from linli.kernel.models import Event
from linli.kernel.models.journal import Outcome
from linli.ui import formats
from linli.ui.clauses import UNITS
from linli.ui.parts import Crumb, Fact
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, public_page, signed_in_page


@dataclass(frozen=True, slots=True)
class Applied:
    """One rule of a decision: its value that day, its standing then, and its value today."""

    title: str
    name: str
    value: str
    since: str
    clause: str
    clause_url: str
    status: Status
    today: str
    changed: bool
    url: str


def rules_of(event: Event) -> list[Applied]:
    """The rules that an event cites, in the order in which they were consulted."""
    return [_applied(citation) for citation in event.law if citation.get("parameter")]


def _applied(citation: dict[str, Any]) -> Applied:
    name = str(citation["parameter"])
    try:
        one = book.parameter(name)
        now = one.entry(clock.today())
        today, changed = in_words(one, now.value), book.jsonable(now.value) != citation.get("value")
        title = shown.title_of(one)
        then = _then(citation) if changed else today
    except LawError:
        today, changed, title, then = _("已不再规定"), True, str(citation.get("title", name)), _then(citation)
    return Applied(
        title=title,
        name=name,
        value=then,
        since=str(citation.get("from", "")),
        clause=f"{citation.get('document', '')} {citation.get('clause', '')}".strip(),
        clause_url=_clause_url(str(citation.get("address", ""))),
        status=_standing(citation),
        today=today,
        changed=changed,
        url=reverse("rulebook:parameter", args=[name]),
    )


def _then(citation: dict[str, Any]) -> str:
    """The value of that day in words: in those of the parameter where the rule book still has it."""
    value, unit = citation.get("value"), str(citation.get("unit", ""))
    name = str(citation["parameter"])
    known = book.law().parameters.get(name)
    for entry in known.entries if known else []:
        if book.jsonable(entry.value) == value and known is not None:
            return in_words(known, entry.value)
    return f"{value} {UNITS.get(unit, '')}".strip()


def _clause_url(address: str) -> str:
    document, _slash, clause = address.partition("/")
    try:
        return reverse("rulebook:clause", args=[document, clause])
    except NoReverseMatch:
        return ""


def _standing(citation: dict[str, Any]) -> Status:
    if citation.get("assumed"):
        return Status("attention", _("暂定，待区确定"))
    return Status("done", _("已核对原文")) if citation.get("verified") else Status("none", _("待核对"))


@signed_in_page
def decision(request: ActorRequest, pk: int) -> HttpResponse:
    """An event's rules, for whoever may open it; else 404, as for one that is not there."""
    event = get_object_or_404(journal.disclosed().select_related("organisation", "person"), pk=pk)
    if not applied.seen_by(request.actor, event):
        raise Http404
    crumbs = [Crumb(_("规则库"), reverse("rulebook:parameters")), Crumb(_("办理依据"))]
    return render(request, "rulebook/parameter_decision.html", _context(event, crumbs, names=True))


@public_page
def public_decision(request: HttpRequest, position: int) -> HttpResponse:
    """A public event's rules, without people's names."""
    found = journal.disclosed().select_related("organisation")
    event = get_object_or_404(found, journal_position__position=position, public=True)
    crumbs = [Crumb(_("首页"), "/"), Crumb(_("政策文件"), reverse("rulebook:documents")), Crumb(_("办理依据"))]
    response = render(request, "rulebook/parameter_decision_public.html", _context(event, crumbs, names=False))
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


def _context(event: Event, crumbs: list[Crumb], *, names: bool) -> dict[str, Any]:
    known = registry.get(event.verb)
    refused = event.outcome == Outcome.REFUSED
    who = [str(one) for one in (event.person if names else None, event.organisation) if one]
    facts = [
        Fact(_("事项"), event.subject_text or "—"),
        Fact(_("办理"), " · ".join(who) or (_("系统自动记录") if event.actor_kind == "system" else _("居民"))),
        Fact(_("时间"), formats.moment(event.at)),
        Fact(_("结果"), status=Status("danger", _("被拒绝")) if refused else Status("done", _("已办"))),
    ]
    if refused and names:
        facts.append(Fact(_("原因"), str(event.facts.get("message", ""))))
    verb = str(known.label) if known else event.verb
    return {
        "crumbs": crumbs,
        "head": {"title": _("办理依据：%(verb)s") % {"verb": verb}, "sub": [formats.day_full(event.at)]},
        "facts": facts,
        "day": event.at,
        "rules": rules_of(event),
        "linked": names,
    }
