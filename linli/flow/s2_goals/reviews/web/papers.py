"""On paper: the table of experts' opinions (可行性论证意见汇总表), and what changed between two rounds (修改对照表)."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews.models import DesignVersion, ExpertOpinion
from linli.flow.s2_goals.reviews.web import seeing
from linli.flow.s2_goals.reviews.web.sides import asked_of, compared
from linli.flow.s2_goals.web import paper_head
from linli.foundations.rulebook.law import article
from linli.ui.documents import links
from linli.ui.documents.answers import answer
from linli.ui.documents.links import PaperLink
from linli.ui.web.access import ActorRequest, needs

T = TypeVar("T")


def of_opinions(design: Design) -> list[PaperLink]:
    if not ExpertOpinion.objects.filter(design=design).handed_in().exists():
        return []
    return [links.link(_("可行性论证意见汇总表"), "goals:opinions_paper", design.project_id)]


def of_rounds(design: Design) -> list[PaperLink]:
    if not DesignVersion.objects.filter(design=design).exists():
        return []
    return [links.link(_("项目方案修改对照表"), "goals:compare_paper", design.project_id)]


def numbered(items: Sequence[T]) -> list[tuple[str, T]]:
    """Each with its number in Chinese, as second heads have it: （一）."""
    return [(article(number)[1:-1], one) for number, one in enumerate(items, start=1)]


@needs("goals.design:list")
def opinions(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Every opinion with marks, conclusion, recommendations and answers."""
    design = seeing.design_inside(request, pk)
    given = [one for one in ExpertOpinion.objects.of_design(design.pk) if one.is_handed_in]
    head = paper_head.of(
        design,
        "可行性论证意见汇总表",
        day=max((one.answered_at or one.given_at for one in given if one.given_at), default=None),
    )
    return answer(form, "reviews/paper/opinions.html", head, {"design": design, "opinions": numbered(given)})


@needs("goals.design:list")
def rounds(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """What changed between two rounds, and what the return had asked for."""
    design = seeing.design_inside(request, pk)
    with translation.override("zh-hans"):
        found = compared(design, request.GET.get("old", ""), request.GET.get("new", ""))
        if found is None:
            raise Http404
        old, new, differences = found
        points = asked_of(design, old)
    head = paper_head.of(
        design,
        "项目方案修改对照表",
        day=design.submitted_at if not design.is_editable else None,
        draft="草稿" if design.is_editable else "",
        proof=links.proof(request, design, "goals.design:submit"),
    )
    context: dict[str, Any] = {
        "design": design,
        "old": old,
        "new": new,
        "points": points,
        "differences": numbered([one for one in differences if one.changes]),
    }
    return answer(form, "reviews/paper/compare.html", head, context)
