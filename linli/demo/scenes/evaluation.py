"""Step 5: four instruments, the grade, a rectification where it is due, the last instalment."""

from decimal import Decimal

from linli.demo.plot import Plot, Story
from linli.demo.scenes.delivery import pay
from linli.flow.s4_delivery.actions import milestones
from linli.flow.s4_delivery.models import Milestone
from linli.flow.s5_evaluation.actions import rectifying, scoring, starting
from linli.flow.s5_evaluation.models import Evaluation, Instrument
from linli.flow.s5_evaluation.states import EvaluationState, InstrumentKind, InstrumentState
from linli.foundations.parties.models import Organisation
from linli.kernel import clock

FINDINGS: dict[str, str] = {
    InstrumentKind.ONSITE: "现场服务秩序良好，台账与公示一致。",
    InstrumentKind.EXPERT: "目标明确，专业方法运用得当，档案基本完整。",
    InstrumentKind.SATISFACTION: "随机抽样电话测评，服务对象总体满意。",
    InstrumentKind.ACCOUNTS: "专账核算，支出与预算相符。",
}
LOW = Decimal(54)


def told(plot: Plot) -> Story:
    """From the start of the evaluation to its published result and the last payment."""
    yield plot.after(3)
    evaluation = starting.start(actor=plot.clerk, project=plot.project)
    plot.stop_at("evaluation")
    yield from _measure(plot, evaluation, low="rectified" in plot.turns)
    evaluation = scoring.grade(evaluation, actor=plot.clerk, conclusion="综合四项结果评定。")
    if evaluation.state == EvaluationState.FAILING:
        yield from _mend(plot, evaluation)
        plot.stop_at("rectification")
    yield plot.after(2)
    evaluation.refresh_from_db()
    scoring.publish(evaluation, actor=plot.clerk)
    yield from _last_payment(plot)


def _measure(plot: Plot, evaluation: Evaluation, *, low: bool) -> Story:
    for instrument in list(Instrument.objects.filter(evaluation=evaluation, state=InstrumentState.WAITING)):
        yield plot.after(2)
        score = None if instrument.kind == InstrumentKind.SATISFACTION else Decimal(plot.rng.randint(78, 96))
        if low and instrument.kind == InstrumentKind.ONSITE:
            score = LOW
        counts = None if score is not None else [0, plot.rng.randint(0, 2), plot.rng.randint(2, 8), 32, 48]
        role = _role_in(plot, instrument.organisation_id)
        scoring.record_instrument(
            instrument,
            actor=plot.cast.who(instrument.organisation_id, role),
            findings=FINDINGS[instrument.kind] if score != LOW else "消防通道堆放杂物，签到表缺 6 次，须整改。",
            done_on=clock.today(),
            score=score,
            counts=counts,
        )
    evaluation.refresh_from_db()


def _role_in(plot: Plot, organisation_id: int) -> str:
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=organisation_id)
    return "expert" if kind == "expert_body" else "clerk"


def _mend(plot: Plot, evaluation: Evaluation) -> Story:
    yield plot.after(1)
    order = rectifying.order(evaluation, actor=plot.clerk, demands="清理消防通道，补齐签到资料，五日内复核。")
    plot.stop_at("rectification")
    yield plot.after(5)
    order = rectifying.report(order, actor=plot.provider(), text="通道已清理，签到资料已补齐，附照片。")
    yield plot.after(2)
    rectifying.accept(order, actor=plot.clerk, opinion="现场复核，整改到位。")


def _last_payment(plot: Plot) -> Story:
    last = Milestone.objects.filter(project=plot.project).order_by("-order").first()
    assert last is not None
    yield plot.after(3)
    milestones.report(last, actor=plot.provider(), text="服务全部完成，成果资料已移交。")
    yield plot.after(2)
    last.refresh_from_db()
    milestones.accept(last, actor=plot.clerk, statement="评估合格，同意验收。", served="服务对象代表 5 人参加验收")
    yield from pay(plot, last)
