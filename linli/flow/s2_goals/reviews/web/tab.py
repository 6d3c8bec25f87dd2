"""What the project's tab shows of the review: countdown, notice, points of the last return, links to opinions and rounds."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import actions, checks, rounds
from linli.flow.s2_goals.reviews.models import DesignVersion, ExpertOpinion
from linli.flow.s2_goals.reviews.states import COUNTING
from linli.flow.s2_goals.reviews.topics import label_of
from linli.flow.s2_goals.reviews.web import intentions, papers
from linli.flow.thread.web import approvals
from linli.foundations.rulebook import book
from linli.kernel import approvals as chains
from linli.kernel.actor import Actor
from linli.ui.documents.links import PaperLink
from linli.ui.web.verb_page import may_now

Link = tuple[str, str, str]


def context(design: Design, actor: Actor) -> dict[str, Any]:
    """For whoever sees the design; what is inside work is left out for others."""
    made = intentions.context(design, actor)
    if not actor.may("goals.review:read", design.project):
        return {**made, "short_notices": []}
    for notice in made["short_notices"]:
        notice.panel = approvals.panel(notice, actor)
    last = rounds.asked_for(design)
    return {
        **made,
        "return_points": [(one, label_of(one.about)) for one in last],
        "review_links": [*_opinions(design), *_rounds(design)],
        "may_settle": bool(last) and may_now(actions.settle, actor, design),
        "may_withdraw": may_now(actions.withdraw, actor, design) and not _decided(design),
    }


def of_papers(design: Design, actor: Actor) -> list[PaperLink]:
    """The review's own documents, for whoever is inside the project."""
    if not actor.may("goals.review:read", design.project):
        return []
    return [*papers.of_opinions(design), *(papers.of_rounds(design) if _versions(design) > 1 else [])]


def _opinions(design: Design) -> list[Link]:
    every = list(ExpertOpinion.objects.filter(design=design, state__in=COUNTING))
    needed = int(book.value("feasibility.experts")) if checks.is_required(design.budget) else 0
    if not every and not needed and not design.is_editable:
        return []
    given = sum(one.is_handed_in for one in every)
    note = _("已提交 %(given)d 份") % {"given": given} if every or needed else _("可以邀请专家")
    if needed:
        note += _("，至少 %(n)d 份") % {"n": needed}
    return [(_("可行性论证"), note, reverse("goals:opinions", args=[design.project_id]))]


def _rounds(design: Design) -> list[Link]:
    count = _versions(design)
    if not count:
        return []
    note = _("送审 %(n)d 次") % {"n": count}
    return [(_("修改对照"), note, reverse("goals:compare", args=[design.project_id]))]


def _versions(design: Design) -> int:
    return DesignVersion.objects.filter(design=design).count()


def _decided(design: Design) -> bool:
    chain = chains.latest(design)
    return chain is not None and any(step.decided_at is not None for step in chain.steps.all())
