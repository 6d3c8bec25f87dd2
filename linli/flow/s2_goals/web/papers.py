"""The design of a project on paper (项目申报书), for whoever may see the design."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _

from linli.flow.s1_needs.states import AdoptionState
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import chain, editions
from linli.flow.s2_goals.reviews.models import ExpertOpinion
from linli.flow.s2_goals.states import DesignState
from linli.flow.s2_goals.web import paper_head, summary
from linli.kernel.models import Approval
from linli.ui.documents import links
from linli.ui.documents.answers import answer
from linli.ui.documents.links import PaperLink
from linli.ui.web.access import ActorRequest, needs, require

UNDECIDED = {
    DesignState.DRAFT: "草稿",
    DesignState.IN_APPROVAL: "审批中",
    DesignState.RETURNED: "退回补正",
    DesignState.REFUSED: "不予立项",
    DesignState.STOPPED: "已终止",
}
"""Why a design has no force, as its paper says beside the number."""

SECTIONS = ("branches", "budget", "posts", "risks", "links", "opinions", "intention", "boxes", "records")
ALWAYS = ("budget", "posts", "risks", "links")
NUMBERS = ("四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def of_design(design: Design) -> list[PaperLink]:
    return [links.link(_("项目申报书"), "goals:paper", design.project_id)]


def _heads(told: Mapping[str, Any]) -> dict[str, str]:
    """The numbers of the sections that the paper has today, behind the three that it begins with."""
    there = [name for name in SECTIONS if name in ALWAYS or told.get(name)]
    return dict(zip(there, NUMBERS, strict=False))


def _inside(design: Design) -> dict[str, Any]:
    """What only those inside the project read: experts' opinions, the record of every round, boxes still to be signed."""
    every = Approval.objects.filter(subject_type=design._meta.label_lower, subject_id=design.pk).order_by("pk")
    chains = list(every.prefetch_related("steps__organisation", "steps__decided_by"))
    return {
        "opinions": [one for one in ExpertOpinion.objects.of_design(design.pk) if one.is_handed_in],
        "records": [step for chain in chains for step in chain.steps.all() if step.decided_at is not None],
        "boxes": _boxes(design, chains[-1] if chains and not design.is_editable else None),
    }


def _boxes(design: Design, running: Approval | None) -> list[dict[str, Any]]:
    """One box for each office of the chain: signed where it has decided, blank where it has not."""
    if running is not None:
        return [{"title": step.title, "office": step.organisation, "step": step} for step in running.steps.all()]
    needed = [one for one in chain.stages(design.project, design.budget) if one.needed]
    return [{"title": one.title, "office": one.office, "step": None} for one in needed]


@needs("goals.design:list")
def paper(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """What is bought for whom, at what cost and by which measures, as it stands now."""
    found = Design.objects.select_related("project__purchaser__place", "project__place", "source", "pool")
    design = get_object_or_404(found, project_id=pk)
    require(request.actor, "goals.design:view", design)
    project = design.project
    head = paper_head.of(
        design,
        "项目申报书",
        day=design.submitted_at,
        draft=UNDECIDED.get(DesignState(design.state), ""),
        proof=links.proof(request, design, "goals.design:submit"),
    )
    with translation.override("zh-hans"):
        told = summary.of(design)
        method = summary.method_words(design)
        clause = summary.method_clause(design)
        inside = _inside(design) if request.actor.may("goals.review:read", project) else {}
    more = {
        "links": project.adoptions.exclude(state=AdoptionState.RELEASED).select_related("need__place").order_by("pk"),
        "source": design.purse,
        "method": method,
        "method_clause": clause,
        "intention": editions.newest(design) if design.intention_at else None,
        **inside,
    }
    whole = told | more
    return answer(form, "goals/paper/design.html", head, whole | {"heads": _heads(whole)})
