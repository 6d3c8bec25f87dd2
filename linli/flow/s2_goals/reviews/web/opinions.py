"""The desk of a feasibility review for the purchaser's side: whom to ask, who has answered, all opinions side by side."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import actions, checks, experts
from linli.flow.s2_goals.reviews.models import ExpertOpinion
from linli.flow.s2_goals.reviews.states import (
    CONCLUSION_FAMILY,
    COUNTING,
    OPINION_FAMILY,
    Criterion,
    OpinionState,
)
from linli.flow.s2_goals.reviews.web import papers, seeing
from linli.flow.s2_goals.reviews.web.forms import AskForm
from linli.flow.s2_goals.web import pages
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.ui.clauses import chip
from linli.ui.parts import Crumb, Figure
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, submit
from linli.ui.web.verb_page import may_now


@needs("goals.opinion:list")
@require_http_methods(["GET", "POST"])
def desk(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask experts, and read what they said."""
    design = seeing.design_inside(request, pk)
    may_ask = may_now(actions.ask, request.actor, design)
    every = seeing.opinions_shown(design, request.actor)
    free, tied = _candidates(design, every) if may_ask or request.method == "POST" else ([], [])
    form = AskForm(posted(request), version=design.version, free=free)
    if request.method == "POST":
        gone = submit(
            request,
            form,
            lambda data: act(request, actions.ask, design, people=list(data["people"]), question=data["question"]),
            done=_("已邀请专家论证"),
            then=request.path,
        )
        if gone is not None:
            return gone
    context = {
        "crumbs": seeing.way(design, Crumb(_("可行性论证"))),
        "head": seeing.head(design, _("可行性论证")),
        "design": design,
        "figures": _figures(design, every),
        "opinions": [shown(one, request.actor) for one in every],
        "table": side_by_side(every),
        "may_ask": may_ask,
        "form": form,
        "free": free,
        "tied": tied,
        "checks": pages.checks(checks.of_opinions(design)) if design.is_editable else [],
        "papers": papers.of_opinions(design),
        "clause": chip(book.citation("feasibility.experts")),
    }
    return render(request, "reviews/opinions.html", context, status=422 if form.is_bound and form.errors else 200)


def _candidates(design: Design, every: list[ExpertOpinion]) -> tuple[list[Any], list[tuple[Any, str]]]:
    """Experts who may be asked, and those who may not with the reason; who is asked already stands in neither."""
    asked = {one.person_id for one in every if one.state in COUNTING}
    near = experts.partners(design)
    judged = [(one, experts.conflict(design, one, near)) for one in experts.experts() if one.person_id not in asked]
    return [one for one, why in judged if not why], [(one, why) for one, why in judged if why]


def shown(opinion: ExpertOpinion, actor: Actor) -> dict[str, Any]:
    """One opinion with its badges and the buttons that the actor may press now."""
    late = opinion.state == OpinionState.ASKED and opinion.due_at < clock.now()
    return {
        "record": opinion,
        "status": Status("danger", _("已逾期"))
        if late
        else Status(OPINION_FAMILY[opinion.state], opinion.get_state_display()),
        "conclusion": Status(CONCLUSION_FAMILY[opinion.conclusion], opinion.get_conclusion_display())
        if opinion.conclusion
        else None,
        "may_remind": may_now(actions.remind, actor, opinion),
        "may_cancel": may_now(actions.cancel, actor, opinion),
        "may_answer": may_now(actions.answer, actor, opinion) and bool(opinion.points.all()),
        "remind_url": reverse("goals:opinion_remind", args=[opinion.pk]),
        "cancel_url": reverse("goals:opinion_cancel", args=[opinion.pk]),
        "answer_url": reverse("goals:opinion_answer", args=[opinion.pk]),
    }


def side_by_side(every: list[ExpertOpinion]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Each criterion with what every expert who handed in said of it: (name, mark, words)."""
    given = [one for one in every if one.is_handed_in]
    marks = {(mark.opinion_id, mark.criterion): mark for one in given for mark in one.marks.all()}
    return [
        (
            str(criterion.label),
            [
                (one.person.name, str(mark.get_grade_display()), mark.words)
                for one in given
                if (mark := marks.get((one.pk, criterion.value))) is not None
            ],
        )
        for criterion in Criterion
        if given
    ]


def _figures(design: Design, every: list[ExpertOpinion]) -> list[Figure]:
    given = [one for one in every if one.is_handed_in]
    needed = int(book.value("feasibility.experts")) if checks.is_required(design.budget) else 0
    count = Counter(one.get_conclusion_display() for one in given)
    least = _("至少 %(n)d 份") % {"n": needed} if needed else _("本预算不要求论证")
    return [
        Figure(_("已邀请"), str(sum(one.state in COUNTING for one in every)), _("人")),
        Figure(_("已提交意见"), str(len(given)), _("份"), least),
        Figure(_("结论"), "，".join(f"{name} {n}" for name, n in count.items()) or "—"),
    ]
