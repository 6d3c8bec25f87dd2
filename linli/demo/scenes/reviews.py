"""Step 2: what experts say of a design, what the purchaser answers, and how a returned design is corrected."""

from dataclasses import replace
from datetime import timedelta

from linli.demo.plot import Plot
from linli.flow.s2_goals.actions import design as write
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import saved
from linli.flow.s2_goals.reviews import actions as review
from linli.flow.s2_goals.reviews import experts, rounds
from linli.flow.s2_goals.reviews.models import ExpertOpinion, ShortNotice
from linli.flow.s2_goals.reviews.states import Conclusion, Criterion, Grade, Taken
from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership
from linli.foundations.rulebook import book

SHOWN_EXPERT = "zhuanjia"
POINTS = (
    ("lines", "人员经费只写总数，请按岗位写明人数、月数和单价来源。"),
    ("targets", "服务人次没有写明按人还是按次统计，请补充口径和验证方式。"),
)
ADVICE = "建议写明人员配置与服务量的对应关系，便于验收时核对。"
SAID = (
    (Conclusion.FEASIBLE, "需求依据充分，目标明确，具备实施条件。", ()),
    (Conclusion.AMENDED, "总体可行，测算依据还应细化。", (ADVICE, "建议在指标中增加服务对象满意度。")),
    (Conclusion.FEASIBLE, "预算与服务量基本匹配，风险可控。", ()),
)


def argued(plot: Plot, design: Design) -> Design:
    """Three experts are asked, each hands in his opinion, and the purchaser answers point by point."""
    chosen = _chosen(plot, 3)
    design = review.ask(
        design, actor=plot.clerk, people=[one.person for one in chosen], question="请着重看测算依据和指标口径。"
    )
    for membership, (conclusion, summary, points) in zip(chosen, SAID, strict=True):
        opinion = ExpertOpinion.objects.get(design=design, person=membership.person)
        opinion = review.give(
            opinion, actor=actor_for(membership), marks=_marks(conclusion), conclusion=conclusion, summary=summary,
            points=points, untied=True,
        )  # fmt: skip
        if points:
            review.answer(
                opinion,
                actor=plot.clerk,
                answers=[
                    review.Answer(1, Taken.ADOPTED, "已补充人员配置表。"),
                    review.Answer(2, Taken.PARTLY, "满意度由评估机构统一测评，指标中写明目标值。"),
                ],
            )
    return design


def asked_again(plot: Plot, design: Design) -> None:
    """After the return experts are asked, and have not answered yet; one is the shown account."""
    shown = Membership.objects.current().filter(person__username=SHOWN_EXPERT, role="expert").select_related("person")
    people = [one.person for one in (*shown[:1], *_chosen(plot, 1)) if one.person.is_active]
    review.ask(design, actor=plot.clerk, people=list({one.pk: one for one in people}.values()))


def settled(plot: Plot, design: Design) -> Design:
    """The clerk corrects the design, and says of each point how."""
    lines = saved.lines(design)
    lines[0] = replace(lines[0], basis="社工 2 名，按服务月数和区级指导标准")
    design = write.save_budget(
        design, actor=plot.clerk, budget=design.budget, lines=lines, source=design.source, pool=design.pool,
        method=design.method, method_reason=design.method_reason, price_reason=design.price_reason,
    )  # fmt: skip
    said = [review.Settlement(one.order, True, "已按要求补充，见预算明细和指标。") for one in rounds.asked_for(design)]
    return review.settle(design, actor=plot.clerk, settlements=said)


def hastened(plot: Plot, design: Design) -> ShortNotice:
    """What could not be foreseen lets the purchase begin before the intention has stood for its days."""
    assert design.intention_at is not None
    review.shorten(
        design,
        actor=plot.clerk,
        event="连日强降雨造成小区活动室进水，原有服务中断。",
        reason="灾情事先无法预见，推迟一个月服务对象无处接受服务。",
        earliest=book.last_day("intention.urgent_days", design.intention_at) + timedelta(days=5),
    )
    return ShortNotice.objects.get(design=design)


def _chosen(plot: Plot, count: int) -> list[Membership]:
    free = [one for one in experts.experts() if one.person.username != SHOWN_EXPERT]
    return plot.rng.sample(free, count)


def _marks(conclusion: str) -> list[review.Mark]:
    fair = Grade.FAIR if conclusion == Conclusion.AMENDED else Grade.GOOD
    return [review.Mark(one.value, fair if one == Criterion.BUDGET else Grade.GOOD) for one in Criterion]
