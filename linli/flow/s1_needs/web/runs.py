"""Pages of runs and deliberations: ordering a search, what it read and found, recording a meeting."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.analysis import finding
from linli.flow.s1_needs.models import AnalysisRun, Deliberation, NeedSuggestion
from linli.flow.s1_needs.states import Source
from linli.flow.s1_needs.web import badges
from linli.flow.s1_needs.web.analysis_forms import DeliberationForm, RunForm
from linli.flow.s1_needs.web.suggestions import trail
from linli.ui import formats, parts
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act
from linli.ui.web.form_page import form_page

RECENT = 10


@needs("needs.run:prepare")
def run_new(request: ActorRequest) -> HttpResponse:
    """Order a search; earlier ones stand beside the form."""
    form = RunForm(request.POST or None, actor=request.actor)
    recent = AnalysisRun.objects.visible_to(request.actor).select_related("place")[:RECENT]
    return form_page(
        request,
        form,
        lambda data: act(request, actions.order, **data),
        title=_("归并需求"),
        button=_("开始归并"),
        done=_("归并已提交"),
        cancel_url=reverse("needs:suggestion_list"),
        crumbs=trail(),
        template="needs/run_new.html",
        recent=[(run, badges.of_run(run)) for run in recent],
    )


@needs("needs.suggestion:list")
def run_page(request: ActorRequest, pk: int) -> HttpResponse:
    """What a search read and found."""
    run = get_object_or_404(AnalysisRun.objects.select_related("place", "organisation"), pk=pk)
    require(request.actor, "needs.run:view", run)
    found = run.suggestions.select_related("place").order_by("-beneficiaries", "pk")
    context = {
        "crumbs": trail(parts.Crumb(str(run))),
        "head": {
            "title": str(run),
            "sub": [f"{formats.day(run.since)}—{formats.day(run.until)}", str(run.organisation)],
        },
        "run": run,
        "facts": _facts(run),
        "found": [(one, badges.of_suggestion(one)) for one in found],
        "unread": finding.forms_without_rules(run) if Source.ANSWERS in run.sources else [],
        "may_write": request.actor.may("needs.mapping:write"),
    }
    return render(request, "needs/run.html", context)


def _facts(run: AnalysisRun) -> list[parts.Fact]:
    made = [
        parts.Fact(_("状态"), status=badges.of_run(run)),
        parts.Fact(_("新建议"), f"{run.found:,}", _("条")),
        parts.Fact(_("完成时间"), formats.moment(run.done_at) if run.done_at else _("未完成")),
    ]
    units = {Source.VOICES: _("条"), Source.ANSWERS: _("份"), Source.STATISTICS: _("项指标")}
    for source in run.sources:
        if source in run.looked_at:
            made.append(parts.Fact(Source(source).label, f"{run.looked_at[source]:,}", units[Source(source)]))
    return made


@needs("needs.run:prepare")
def deliberation_new(request: ActorRequest) -> HttpResponse:
    """Record a meeting and the need it voiced."""
    form = DeliberationForm(request.POST or None, actor=request.actor)

    def do(data: dict[str, Any]) -> NeedSuggestion:
        return act(request, actions.record_deliberation, **data)  # type: ignore[no-any-return]

    return form_page(
        request,
        form,
        do,
        title=_("登记议事记录"),
        button=_("登记议事记录"),
        done=_("议事记录已登记，请确认需求"),
        cancel_url=reverse("needs:suggestion_list"),
        crumbs=trail(),
        template="ui/pages/verb.html",
    )


@needs("needs.suggestion:list")
def deliberation_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One record of a meeting, with what came of it."""
    kept = get_object_or_404(Deliberation.objects.select_related("place", "organisation"), pk=pk)
    require(request.actor, "needs.deliberation:view", kept)
    context = {
        "crumbs": trail(parts.Crumb(str(kept))),
        "head": {"title": str(kept), "sub": [formats.day(kept.held_on), str(kept.organisation)]},
        "kept": kept,
        "facts": [
            parts.Fact(_("议事日期"), formats.day(kept.held_on)),
            parts.Fact(_("参加人数"), f"{kept.participants:,}", _("人")),
            parts.Fact(_("赞成人数"), f"{kept.supporters:,}", _("人")),
        ],
        "found": [(one, badges.of_suggestion(one)) for one in kept.suggestions.select_related("place")],
    }
    return render(request, "needs/deliberation.html", context)
