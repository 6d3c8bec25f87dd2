"""Asking experts, and what each of them does: hand in an opinion, or decline."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import experts
from linli.flow.s2_goals.reviews.models import ExpertOpinion, OpinionMark, OpinionPoint
from linli.flow.s2_goals.reviews.states import Conclusion, Criterion, OpinionState
from linli.flow.s2_goals.states import EDITABLE
from linli.foundations.parties.models import Person
from linli.foundations.parties.roles import Role
from linli.foundations.rulebook import book
from linli.kernel import clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

OPEN = {str(state) for state in EDITABLE}
ASKED = {str(OpinionState.ASKED)}
GIVE = "goals.opinion:give"
MOST_ASKED, MOST_POINTS = 15, 20


@dataclass(frozen=True, slots=True)
class Mark:
    """How one criterion is marked."""

    criterion: str
    grade: str
    words: str = ""


@action(
    "goals.opinion:ask",
    gettext_lazy("邀请专家论证"),
    short=pgettext_lazy("待办", "邀请"),
    subject=Design,
    moves=(OPEN, None),
    tells=gettext_lazy("%(experts)s 位专家，意见期限 %(due)s"),
)
def ask(design: Design, *, actor: Actor, people: Sequence[Person], question: str = "") -> Design:
    """Ask experts for their opinions, each by himself. Who has a tie to the purchaser or a likely bidder is refused."""
    if not 0 < len({one.pk for one in people}) <= MOST_ASKED:
        raise Refusal(
            _("选了 %(n)d 位专家。") % {"n": len(people)},
            remedy=_("请选择 1 至 %(most)d 位。") % {"most": MOST_ASKED},
            field="people",
        )
    now = clock.now()
    due = book.due("feasibility.days", now)
    for person in people:
        membership = experts.choose(design, person.pk)
        opinion = ExpertOpinion.objects.create(
            design=design,
            project_id=design.project_id,
            person_id=membership.person_id,
            organisation=membership.organisation,
            question=question.strip(),
            asked_at=now,
            due_at=due,
        )
        ask_for(opinion)
    record(experts=len(people), due=due)
    return design


def ask_for(opinion: ExpertOpinion, note: str = "") -> None:
    """Put the duty into the expert's inbox, or renew it with a note."""
    inbox.open_task(
        opinion,
        GIVE,
        title=_("论证项目方案：%(project)s") % {"project": opinion.project.title},
        context=note or opinion.question,
        organisation_id=opinion.organisation_id,
        role=Role.EXPERT,
        person_id=opinion.person_id,
        due_at=opinion.due_at,
        due_basis=_("邀请后 %(period)s内") % {"period": book.words("feasibility.days")},
        clause=book.citation("feasibility.days"),
    )


@action(
    GIVE,
    gettext_lazy("提交论证意见"),
    short=pgettext_lazy("待办", "论证"),
    subject=ExpertOpinion,
    moves=(ASKED, OpinionState.GIVEN),
    tells=gettext_lazy("论证结论：%(conclusion)s"),
)
def give(
    opinion: ExpertOpinion,
    *,
    actor: Actor,
    marks: Sequence[Mark],
    conclusion: str,
    summary: str,
    points: Sequence[str] = (),
    untied: bool = False,
) -> ExpertOpinion:
    """Hand in an opinion, once and for good, with the declaration that no tie binds to purchaser or bidders."""
    wanted = [text.strip() for text in points if text.strip()]
    _check_design(opinion)
    _check_opinion(marks, conclusion, summary, wanted, untied)
    now = clock.now()
    opinion.conclusion, opinion.summary = conclusion, summary.strip()
    opinion.given_at = opinion.declared_at = now
    order = list(Criterion.values)
    OpinionMark.objects.bulk_create(
        OpinionMark(
            opinion=opinion, order=order.index(one.criterion) + 1, criterion=one.criterion, grade=one.grade,
            words=one.words.strip(),
        )
        for one in marks
    )  # fmt: skip
    OpinionPoint.objects.bulk_create(
        OpinionPoint(opinion=opinion, order=number, text=text) for number, text in enumerate(wanted, start=1)
    )
    if wanted:
        inbox.open_task(
            opinion,
            "goals.opinion:answer",
            title=_("回应论证意见：%(project)s") % {"project": opinion.project.title},
            context=_("逐条写明是否采纳及理由"),
            organisation_id=opinion.project.purchaser_id,
            role=Role.CLERK,
        )
    record(conclusion=opinion.get_conclusion_display(), points=len(wanted), late=opinion.is_late)
    return opinion


def _check_design(opinion: ExpertOpinion) -> None:
    if not opinion.design.is_editable:
        raise Refusal(_("方案已经提交审批，不再征求论证意见。"), remedy=_("方案退回补正时，采购人可以再次邀请。"))


def _check_opinion(marks: Sequence[Mark], conclusion: str, summary: str, points: Sequence[str], untied: bool) -> None:
    if not untied:
        raise Refusal(
            _("没有声明与采购人和可能参加采购的单位无利害关系。"),
            remedy=_("有利害关系的，请谢绝论证。"),
            field="untied",
        )
    missing = [str(one.label) for one in Criterion if one not in {mark.criterion for mark in marks}]
    if missing:
        raise Refusal(_("没有评价：%(names)s。") % {"names": "、".join(missing)}, remedy=_("请逐项评价。"))
    if conclusion not in Conclusion.values:
        raise Refusal(_("没有选择论证结论。"), remedy=_("请选择一项。"), field="conclusion")
    if not summary.strip():
        raise Refusal(_("没有写总体意见。"), remedy=_("请写明结论的理由。"), field="summary")
    if conclusion != Conclusion.FEASIBLE and not points:
        raise Refusal(
            _("结论不是“可行”，但没有提出建议。"), remedy=_("请至少写一条，采购人据此逐条回应。"), field="points"
        )
    if len(points) > MOST_POINTS:
        raise Refusal(_("建议最多 %(most)d 条。") % {"most": MOST_POINTS}, remedy=_("请合并同类建议。"), field="points")


@action(
    "goals.opinion:decline",
    gettext_lazy("谢绝论证"),
    subject=ExpertOpinion,
    moves=(ASKED, OpinionState.DECLINED),
)
def decline(opinion: ExpertOpinion, *, actor: Actor, reason: str) -> ExpertOpinion:
    """Say no, or recuse oneself, with the reason; the purchaser's clerk is told to ask somebody else."""
    _out(opinion, reason)
    inbox.close(opinion, GIVE, actor)
    inbox.open_task(
        opinion.design,
        "goals.opinion:ask",
        title=_("另请专家论证：%(project)s") % {"project": opinion.project.title},
        context=_("一位专家谢绝：%(reason)s") % {"reason": opinion.reason},
        organisation_id=opinion.project.purchaser_id,
        role=Role.CLERK,
        path=_desk(opinion),
    )
    return opinion


@action(
    "goals.opinion:cancel",
    gettext_lazy("取消论证邀请"),
    subject=ExpertOpinion,
    moves=(ASKED, OpinionState.CANCELLED),
)
def cancel(opinion: ExpertOpinion, *, actor: Actor, reason: str) -> ExpertOpinion:
    """The purchaser no longer waits for this expert."""
    _out(opinion, reason)
    inbox.cancel(opinion)
    return opinion


@action("goals.opinion:remind", gettext_lazy("催办论证意见"), subject=ExpertOpinion, moves=(ASKED, None))
def remind(opinion: ExpertOpinion, *, actor: Actor) -> ExpertOpinion:
    """Ask again, once a day at most."""
    now = clock.now()
    if opinion.reminded_at is not None and (now - opinion.reminded_at).days < 1:
        raise Refusal(_("一天之内已经催办过。"), remedy=_("请明天再催，或另请专家。"))
    opinion.reminded_at = now
    ask_for(opinion, _("采购人催办，请尽快提交意见"))
    record(overdue=now > opinion.due_at)
    return opinion


def _out(opinion: ExpertOpinion, reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("没有填写理由。"), remedy=_("请写明理由。"), field="reason")
    opinion.reason = reason.strip()


def _desk(opinion: ExpertOpinion) -> str:
    return reverse("goals:opinions", args=[opinion.project_id])
