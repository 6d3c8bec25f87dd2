"""The last page of a design: everything to check, who will decide, and the one button that submits."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.flow.s2_goals import actions, checks
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.offices import chain_for
from linli.flow.s2_goals.web import pages, summary
from linli.foundations.parties.models import Organisation
from linli.kernel.errors import Refusal, Refusals
from linli.ui import forms
from linli.ui.parts import Problem
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence, submit


@needs("goals.design:list")
def review(request: ActorRequest, pk: int) -> HttpResponse:
    design = pages.editing(request, pk)
    form = forms.Form(request.POST if request.method == "POST" else None, version=design.version)
    findings = checks.of_design(design)
    problems: list[Problem] = []
    if request.method == "POST":
        gone = submit(request, form, lambda data: act(request, actions.submit, design), done=_("方案已提交审批"))
        if gone is not None:
            return gone
        problems = _problems(design, form)
    context = {
        **pages.frame(design, "review", _("核对提交")),
        **summary.of(design, change=True),
        "form": form,
        "problems": problems,
        "problems_title": _("方案有 %(n)d 处需要修改，未能提交") % {"n": len(problems)},
        "checks": pages.checks(findings),
        "offices": _offices(design),
    }
    return render(request, "goals/review.html", context)


def _problems(design: Design, form: Any) -> list[Problem]:
    """Findings with their links; another refusal in its own words."""
    refusal = getattr(form, "refusal", None)
    if isinstance(refusal, Refusals):
        return [pages.problem(one, design) for one in checks.of_design(design) if one.level == "stop"]
    return [Problem(sentence(refusal))] if refusal is not None else form.problems


def _offices(design: Design) -> list[tuple[str, str]]:
    """The offices that will decide, in order; empty while the budget is unknown."""
    if design.budget is None:
        return []
    try:
        offices = chain_for(design.project, design.budget)
    except Refusal as refusal:
        return [(str(refusal.message), str(refusal.remedy))]
    names = dict(Organisation.objects.filter(pk__in=[o.organisation_id for o in offices]).values_list("pk", "name"))
    return [(office.title, names[office.organisation_id]) for office in offices]
