"""The page of a design's indicators."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.flow.s2_goals import actions, rules
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import measures, saved
from linli.flow.s2_goals.results.web.target_form import TargetFormSet, initial_of
from linli.flow.s2_goals.rules import Target
from linli.flow.s2_goals.web import pages, rows
from linli.kernel.errors import Refusal
from linli.ui import forms
from linli.ui.parts import Problem
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence, terms


@needs("goals.design:list")
def targets(request: ActorRequest, pk: int) -> HttpResponse:
    design = pages.editing(request, pk)
    if request.method != "POST":
        return _show(request, design, _formset(design, initial=initial(design)))
    do = request.POST.get("do", "")
    if rows.changes(do) or do == "list":
        return _show(
            request, design, _formset(design, initial=rows.changed(request.POST, "targets", do, blank(design)))
        )
    formset = _formset(design, request.POST)
    if not formset.is_valid():
        return _show(request, design, formset, rows.problems(formset))
    found = [form.value() for form in formset.forms]
    stops = [one for one in _findings(design, found) if one.level == "stop"]
    if do == "next" and stops:
        return _show(request, design, formset, [pages.problem(one) for one in stops])
    try:
        act(request, actions.set_targets, design, targets=found)
    except Refusal as refusal:
        return _show(request, design, formset, [Problem(sentence(refusal))])
    messages.success(request, _("指标已保存"))
    return redirect(request.path if do == "draft" else pages.following(design, "targets"))


def _findings(design: Design, found: list[Target]) -> list[rules.Finding]:
    return [
        *rules.check_targets(found, design.service_from, design.service_to),
        *measures.check(found, design.service_from, design.service_to),
    ]


def _formset(design: Design, data: Any = None, initial: list[dict[str, Any]] | None = None) -> Any:
    return TargetFormSet(data, prefix="targets", form_kwargs={"design": design}, initial=initial)


def blank(design: Design) -> dict[str, Any]:
    return {"due": design.service_to}


def initial(design: Design) -> list[dict[str, Any]]:
    """The saved indicators, or one empty row to begin with."""
    return [initial_of(one) for one in saved.targets(design)] or [blank(design)]


def _show(request: ActorRequest, design: Design, formset: Any, problems: list[Problem] | None = None) -> HttpResponse:
    version = terms(request).version or design.version
    context = {
        **pages.frame(design, "targets", _("填写指标")),
        "form": forms.Form(version=version),
        "formset": formset,
        "problems": problems or [],
        "checks": pages.checks(_findings(design, saved.targets(design))),
        "service_to": design.service_to or date.max,
    }
    return render(request, "goals/results/targets.html", context)


def typed(request: ActorRequest, design: Design) -> dict[str, list[Target]] | None:
    """What a draft would save; None while something is not yet whole."""
    formset = _formset(design, request.POST)
    return {"targets": [form.value() for form in formset.forms]} if formset.is_valid() else None
