"""What the purchaser's clerk answers: to each recommendation of an expert, and to each point of a return."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews.models import ExpertOpinion, ReturnPoint
from linli.flow.s2_goals.reviews.rounds import asked_for
from linli.flow.s2_goals.reviews.states import OpinionState, Taken
from linli.flow.s2_goals.states import EDITABLE
from linli.kernel import clock
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

OPEN = {str(state) for state in EDITABLE}


@dataclass(frozen=True, slots=True)
class Answer:
    """How one recommendation (by its number) is taken; whatever is not adopted whole has its reason."""

    order: int
    taken: str
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Whether one returned point (by its number) is settled, and how."""

    order: int
    settled: bool
    reply: str = ""


@action(
    "goals.opinion:answer",
    gettext_lazy("回应论证意见"),
    short=pgettext_lazy("待办", "回应"),
    subject=ExpertOpinion,
    moves=({str(OpinionState.GIVEN)}, OpinionState.ANSWERED),
    tells=gettext_lazy("采纳 %(adopted)s 条，部分采纳 %(partly)s 条，不采纳 %(rejected)s 条"),
)
def answer(opinion: ExpertOpinion, *, actor: Actor, answers: Sequence[Answer]) -> ExpertOpinion:
    """Answer every recommendation, once and for good."""
    given = {one.order: one for one in answers}
    points = list(opinion.points.all())
    for point in points:
        one = given.get(point.order)
        if one is None or one.taken not in Taken.values:
            raise Refusal(
                _("第 %(n)d 条建议没有回应。") % {"n": point.order},
                remedy=_("请选择采纳、部分采纳或不采纳。"),
                field=f"taken_{point.order}",
            )
        if one.taken != Taken.ADOPTED and not one.reply.strip():
            raise Refusal(
                _("第 %(n)d 条建议没有写理由。") % {"n": point.order},
                remedy=_("部分采纳或不采纳的，请写明理由。"),
                field=f"reply_{point.order}",
            )
        point.taken, point.reply = one.taken, one.reply.strip()
        point.save(update_fields=["taken", "reply"])
    opinion.answered_at = clock.now()
    taken = [point.taken for point in points]
    record(adopted=taken.count(Taken.ADOPTED), partly=taken.count(Taken.PARTLY), rejected=taken.count(Taken.NOT))
    return opinion


@action(
    "goals.design:settle",
    gettext_lazy("说明补正情况"),
    subject=Design,
    moves=(OPEN, None),
    tells=gettext_lazy("退回要点 %(points)s 条，已补正 %(settled)s 条"),
)
def settle(design: Design, *, actor: Actor, settlements: Sequence[Settlement]) -> Design:
    """Tick what the last return asked for, and write what was done; a tick may be taken back until submission."""
    given = {one.order: one for one in settlements}
    points = asked_for(design)
    for point in points:
        one = given.get(point.order)
        if one is None:
            continue
        if one.settled and not one.reply.strip():
            raise Refusal(
                _("第 %(n)d 条没有写明怎样补正。") % {"n": point.order},
                remedy=_("请写明改了什么、在哪里。"),
                field=f"reply_{point.order}",
            )
        point.settled, point.reply = one.settled, one.reply.strip()
        point.settled_at = clock.now() if one.settled else None
    ReturnPoint.objects.bulk_update(points, ["settled", "reply", "settled_at"])
    record(points=len(points), settled=sum(point.settled for point in points))
    return design
