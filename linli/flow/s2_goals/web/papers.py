"""The design of a project on paper (项目申报书), for whoever may see the design."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.states import DesignState
from linli.flow.s2_goals.web import summary
from linli.ui.documents import links
from linli.ui.documents.answers import answer
from linli.ui.documents.links import PaperLink
from linli.ui.documents.paper import Paper
from linli.ui.web.access import ActorRequest, needs, require

UNDECIDED = {
    DesignState.DRAFT: "草稿",
    DesignState.IN_APPROVAL: "审批中",
    DesignState.RETURNED: "退回补正",
    DesignState.REFUSED: "不予立项",
    DesignState.STOPPED: "已终止",
}
"""Why a design has no force, as its paper says beside the number."""


def of_design(design: Design) -> list[PaperLink]:
    return [links.link(_("项目申报书"), "goals:paper", design.project_id)]


@needs("goals.design:list")
def paper(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """What is bought for whom, at what cost and by which measures, as it stands now."""
    found = Design.objects.select_related("project__purchaser__place", "project__place", "source")
    design = get_object_or_404(found, project_id=pk)
    require(request.actor, "goals.design:view", design)
    project = design.project
    head = Paper(
        title=f"{project.title}项目申报书",
        ending="项目申报书",
        file_name=f"项目申报书 {project.number}",
        number=project.number,
        issuer=str(project.purchaser),
        day=design.submitted_at,
        draft=UNDECIDED.get(DesignState(design.state), ""),
        proof=links.proof(request, design, "goals.design:submit"),
    )
    with translation.override("zh-hans"):
        told = summary.of(design)
        method = summary.method_words(design)
    taken_up = project.adoptions.exclude(state="released").select_related("need__place").order_by("pk")
    more = {"links": taken_up, "source": design.source, "method": method}
    return answer(form, "goals/paper/design.html", head, told | more)
