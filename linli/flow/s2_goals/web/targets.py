"""The second page of a design: its indicators."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.flow.s2_goals import actions, rules
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.rules import Target
from linli.flow.s2_goals.web import pages, rows
from linli.flow.s2_goals.web.forms import TargetFormSet
from linli.flow.s2_goals.web.parsing import cleaned_targets
from linli.kernel.errors import Refusal
from linli.ui import forms
from linli.ui.parts import Problem
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence, terms

FIELDS = ("level", "name", "direction", "unit", "baseline", "target", "means", "due")


@needs("goals.design:list")
def targets(request: ActorRequest, pk: int) -> HttpResponse:
    design = pages.editing(request, pk)
    if request.method != "POST":
        return _show(request, design, TargetFormSet(prefix="targets", initial=saved(design)))
    do = request.POST.get("do", "")
    if rows.changes(do):
        blank = {"due": design.service_to}
        return _show(
            request,
            design,
            TargetFormSet(prefix="targets", initial=rows.changed(request.POST, "targets", FIELDS, do, blank)),
        )
    formset = TargetFormSet(request.POST, prefix="targets")
    if not formset.is_valid():
        return _show(request, design, formset, rows.problems(formset))
    found = cleaned_targets(formset.cleaned_data)
    stops = [one for one in rules.check_targets(found, design.service_from, design.service_to) if one.level == "stop"]
    if do == "next" and stops:
        return _show(request, design, formset, [pages.problem(one) for one in stops])
    try:
        act(request, actions.set_targets, design, targets=found)
    except Refusal as refusal:
        return _show(request, design, formset, [Problem(sentence(refusal))])
    messages.success(request, _("目标与指标已保存"))
    return redirect(request.path if do == "draft" else pages.following(design, "targets"))


def saved(design: Design) -> list[dict[str, Any]]:
    """The saved indicators, or one empty row to begin with."""
    found = [
        {**row, "baseline": f"{row['baseline'].normalize():f}", "target": f"{row['target'].normalize():f}"}
        for row in design.indicators.values(*FIELDS)
    ]
    return found or [{"due": design.service_to}]


def _show(request: ActorRequest, design: Design, formset: Any, problems: list[Problem] | None = None) -> HttpResponse:
    version = terms(request).version or design.version
    context = {
        **pages.frame(design, "targets", _("填写目标与指标")),
        "form": forms.Form(version=version),
        "formset": formset,
        "problems": problems or [],
        "service_to": design.service_to or date.max,
    }
    return render(request, "goals/targets.html", context)


def typed(request: ActorRequest, design: Design) -> dict[str, list[Target]] | None:
    """What a draft would save; None while something is not yet whole."""
    formset = TargetFormSet(request.POST, prefix="targets")
    return {"targets": cleaned_targets(formset.cleaned_data)} if formset.is_valid() else None
