"""The page of the groups of beneficiaries, held against the number that counts each person once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.flow.s2_goals import actions, checks, integration
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import people as rules
from linli.flow.s2_goals.results.values import People
from linli.flow.s2_goals.results.web import tables
from linli.flow.s2_goals.results.web.forms import GroupFormSet
from linli.flow.s2_goals.rules import Finding
from linli.flow.s2_goals.web import pages, parsing, rows
from linli.foundations.catalogue.states import Served
from linli.kernel.errors import Refusal
from linli.ui import forms
from linli.ui.parts import Problem
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence, terms

BLANK = {"is_direct": "1"}


@needs("goals.design:list")
def people(request: ActorRequest, pk: int) -> HttpResponse:
    design = pages.editing(request, pk)
    if request.method != "POST":
        return _show(request, design, GroupFormSet(prefix="groups", initial=initial(design)))
    do = request.POST.get("do", "")
    if rows.changes(do) or do == "check":
        again = rows.changed(request.POST, "groups", do, BLANK)
        return _show(request, design, GroupFormSet(prefix="groups", initial=again))
    formset = GroupFormSet(request.POST, prefix="groups")
    if not formset.is_valid():
        return _show(request, design, formset, rows.problems(formset))
    found = _values(formset)
    stops = [one for one in findings(design, found) if one.level == "stop" and one.field.startswith("groups-")]
    if do == "next" and stops:
        return _show(request, design, formset, [pages.problem(one) for one in stops])
    try:
        act(request, actions.set_people, design, groups=found)
    except Refusal as refusal:
        return _show(request, design, formset, [Problem(sentence(refusal))])
    messages.success(request, _("服务对象已保存"))
    return redirect(request.path if do == "draft" else pages.following(design, "people"))


def findings(design: Design, groups: list[People]) -> list[Finding]:
    return [
        *rules.check_groups(groups, design.beneficiaries),
        *checks.of_beneficiaries(design),
        *integration.of_served(design, groups),
    ]


def _values(formset: Any) -> list[People]:
    return [
        People(row["served"], row["name"], row["people"], bool(row["is_direct"]), row["basis"])
        for row in tables.cleaned(formset)
    ]


def as_typed(formset: Any) -> list[People]:
    """The rows as they stand in the form, whatever their state; those without a number of people count nobody."""
    made = []
    for form in formset.forms:
        get = {name: str(form[name].value() or "") for name in ("served", "name", "people", "is_direct", "basis")}
        served = get["served"] if get["served"] in Served.values else Served.EVERYONE
        made.append(
            People(served, get["name"], int(parsing.number(get["people"])), bool(get["is_direct"]), get["basis"])
        )
    return made


def initial(design: Design) -> list[dict[str, Any]]:
    found = design.groups.values("served", "name", "people", "is_direct", "basis")
    return [row | {"is_direct": "1" if row["is_direct"] else ""} for row in found]


def _show(request: ActorRequest, design: Design, formset: Any, problems: list[Problem] | None = None) -> HttpResponse:
    context = {
        **pages.frame(design, "people", _("填写服务对象")),
        "form": forms.Form(version=terms(request).version or design.version),
        "formset": formset,
        "rows": tables.named(formset),
        "problems": problems or [],
        **pages.told(pages.checks(findings(design, as_typed(formset)))),
    }
    return render(request, "goals/results/people.html", context)


def typed(request: ActorRequest, design: Design) -> dict[str, Any] | None:
    """What a draft would save; None while something is not yet whole."""
    formset = GroupFormSet(request.POST, prefix="groups")
    return {"groups": _values(formset)} if formset.is_valid() else None
