"""The first page of a design: why, what for, for whom, when."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.flow.s2_goals import actions, checks, integration
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.web import pages
from linli.flow.s2_goals.web.forms import BasicsForm
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.catalogue.web import chosen
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, submit

FIELDS = (
    "problem",
    "goal",
    "beneficiaries",
    "beneficiaries_basis",
    "catalogue_code",
    "service_from",
    "service_to",
    "is_stable",
    "task_from",
    "admission",
    "negative_mark",
    "negative_reason",
)


@needs("goals.design:list")
def basics(request: ActorRequest, pk: int) -> HttpResponse:
    design = pages.editing(request, pk)
    initial = {name: getattr(design, name) for name in FIELDS}
    form = BasicsForm(request.POST or None, initial=initial, version=design.version, design=design)
    if request.method == "POST":
        stay = request.POST.get("do") == "draft"
        gone = submit(
            request,
            form,
            lambda data: act(request, actions.describe, design, **{name: data[name] for name in FIELDS}),
            done=_("基本情况已保存"),
            then=request.path if stay else pages.following(design, "basics"),
        )
        if gone is not None:
            return gone
    context = {
        **pages.frame(design, "basics", _("填写基本情况")),
        "form": form,
        **chosen.of(form["catalogue_code"].value(), design.project.purchaser.kind),
        "needs": _needs(design),
        "supplement_url": integration.supplement_url(design),
        "checks": pages.checks(checks.of_basics(design)),
    }
    return render(request, "goals/basics.html", context)


def _needs(design: Design) -> list[tuple[Any, Any, str]]:
    """(need, the item that it was classified under, why this purchaser may not buy that) of each need."""
    buyer = design.project.purchaser.kind
    return [
        (
            need,
            catalogue.item(code) if (code := need.catalogue_code) else None,
            chosen.why_not(code, buyer) if code else "",
        )
        for need in design.project.needs.all()
    ]


def typed(request: ActorRequest, design: Design) -> dict[str, Any] | None:
    """What a draft would save; None while something is not yet whole."""
    form = BasicsForm(request.POST, design=design)
    return {name: form.cleaned_data[name] for name in FIELDS} if form.is_valid() else None
