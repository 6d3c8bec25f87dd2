"""Recording the instruments, grading, publishing."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s4_delivery.guards import not_future, required
from linli.flow.s5_evaluation import rules
from linli.flow.s5_evaluation.models import Evaluation, Instrument
from linli.flow.s5_evaluation.states import EvaluationState, InstrumentKind, InstrumentState
from linli.flow.thread import spine
from linli.flow.thread.states import State
from linli.foundations.parties.models import Membership
from linli.foundations.parties.roles import Role
from linli.foundations.rulebook import book
from linli.kernel import clock, hooks, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "evaluation.instrument:record",
    gettext_lazy("填报评估"),
    short=pgettext_lazy("待办", "填报"),
    subject=Instrument,
    moves=({InstrumentState.WAITING, InstrumentState.RECORDED}, InstrumentState.RECORDED),
    tells=gettext_lazy("%(kind)s %(score)s 分"),
)
def record_instrument(
    instrument: Instrument,
    *,
    actor: Actor,
    findings: str,
    done_on: date,
    score: Decimal | None = None,
    counts: Sequence[int] | None = None,
) -> Instrument:
    """Record one instrument, or mend it before the grade. The satisfaction survey gives `counts` (answers 1 to 5), from
    which its score follows; the others give a `score` 0–100."""
    evaluation = Evaluation.objects.select_for_update(no_key=True, of=("self",)).get(pk=instrument.evaluation_id)
    if evaluation.state != EvaluationState.SCORING:
        raise Refusal(_("评估已经评定，不能再改填报。"), remedy=_("如有异议，请在复评时重新填报。"), status=409)
    _independent(instrument, actor)
    not_future(done_on, "done_on", _("评估日期"))
    if instrument.kind == InstrumentKind.SATISFACTION:
        score = _survey(instrument, counts)
    if score is None or not 0 <= score <= 100:
        raise Refusal(
            _("得分 %(score)s 不在 0 到 100 之间。") % {"score": "—" if score is None else score},
            remedy=_("请填 0 到 100 的分数，可有两位小数。"),
            field="score",
        )
    instrument.score, instrument.done_on = score, done_on
    instrument.findings = required(findings, "findings", _("发现的情况"))
    instrument.evaluator_id = actor.person_id
    record(kind=str(InstrumentKind(instrument.kind).label), score=score, answers=instrument.answers)
    _ask_to_grade(instrument)
    return instrument


def _independent(instrument: Instrument, actor: Actor) -> None:
    """Whoever has belonged to the provider within three years does not evaluate it."""
    since = clock.today().replace(day=1)
    since = since.replace(year=since.year - int(book.value("panel.recusal_years")))
    ties = Membership.objects.filter(
        person_id=actor.person_id or 0, organisation_id=instrument.project.provider_id or 0
    )
    if ties.exclude(until__lt=since).exists():
        raise Refusal(
            _("您在承接主体任职或三年内曾任职，应当回避。"),
            remedy=_("请由评估单位的其他人员填报。"),
            status=403,
        )


def _survey(instrument: Instrument, counts: Sequence[int] | None) -> Decimal:
    try:
        found = rules.satisfaction(counts or [])
    except ValueError:
        raise Refusal(
            _("没有填写各档人数。"), remedy=_("请填写很不满意到很满意五档的回答人数，至少 1 人。"), field="counts"
        ) from None
    instrument.counts = list(counts or [])
    instrument.mean, instrument.low, instrument.high = found.mean, found.low, found.high
    return found.score


def _ask_to_grade(instrument: Instrument) -> None:
    evaluation = instrument.evaluation
    waiting = evaluation.instruments.current().filter(state=InstrumentState.WAITING).exclude(pk=instrument.pk)
    if not waiting.exists():
        inbox.open_task(
            evaluation,
            "evaluation.evaluation:grade",
            title=_("评定等级：%(project)s") % {"project": evaluation.project},
            context=_("四项评估都已填报"),
            organisation_id=evaluation.project.purchaser_id,
            role=Role.CLERK,
            clause=book.citation("grade.bounds"),
        )


@action(
    "evaluation.evaluation:grade",
    gettext_lazy("评定等级"),
    short=pgettext_lazy("待办", "评级"),
    subject=Evaluation,
    moves=({EvaluationState.SCORING}, None),
    tells=gettext_lazy("综合得分 %(score)s，等级%(grade)s"),
)
def grade(evaluation: Evaluation, *, actor: Actor, conclusion: str) -> Evaluation:
    """Combine the four scores by the weights, and grade by the bounds. 差, or an instrument below 60, leads to a
    rectification order before the result can be published."""
    book.value("grade.bounds")
    book.value("evaluation.weights")
    scores = evaluation.instruments.current().scores()
    left = [str(InstrumentKind(kind).label) for kind in evaluation.weights if kind not in scores]
    if left:
        raise Refusal(
            _("%(count)d 项评估还没有填报：%(left)s。") % {"count": len(left), "left": "、".join(left)},
            remedy=_("四项都填报后才能评定等级。"),
        )
    weights = {kind: Decimal(str(weight)) for kind, weight in evaluation.weights.items()}
    bounds = {name: Decimal(str(bound)) for name, bound in evaluation.bounds.items()}
    evaluation.score = rules.weighted_score(scores, weights)
    evaluation.grade = rules.grade(evaluation.score, bounds)
    evaluation.conclusion = required(conclusion, "conclusion", _("评估结论"))
    evaluation.graded_at = clock.now()
    low = rules.failing(scores)
    record(score=evaluation.score, grade=evaluation.grade, failing=low, round=evaluation.round)
    if low or evaluation.grade == rules.LOWEST:
        evaluation.state = EvaluationState.FAILING
        _ask_to_order(evaluation, low)
    else:
        evaluation.state = EvaluationState.GRADED
        ask_to_publish(evaluation)
    return evaluation


def _ask_to_order(evaluation: Evaluation, low: list[str]) -> None:
    spine.move(evaluation.project_id, State.RECTIFYING)
    inbox.open_task(
        evaluation,
        "evaluation.rectification:order",
        title=_("下达整改要求：%(project)s") % {"project": evaluation.project},
        context=_("低于 60 分：%(low)s") % {"low": "、".join(str(InstrumentKind(kind).label) for kind in low)},
        organisation_id=evaluation.project.purchaser_id,
        role=Role.CLERK,
    )


def ask_to_publish(evaluation: Evaluation) -> None:
    inbox.open_task(
        evaluation,
        "evaluation.evaluation:publish",
        title=_("公布评估结果：%(project)s") % {"project": evaluation.project},
        context=_("公布后进入服务跟踪，尾款可以申请"),
        organisation_id=evaluation.project.purchaser_id,
        role=Role.CLERK,
    )


@action(
    "evaluation.evaluation:publish",
    gettext_lazy("公布评估结果"),
    short=pgettext_lazy("待办", "公布"),
    subject=Evaluation,
    moves=({EvaluationState.GRADED}, EvaluationState.PUBLISHED),
    tells=gettext_lazy("综合得分 %(score)s，等级%(grade)s"),
    public=True,
)
def publish(evaluation: Evaluation, *, actor: Actor) -> Evaluation:
    """Publish score and grade: the follow-up begins and the last instalment is open."""
    evaluation.published_at = clock.now()
    record(score=evaluation.score, grade=evaluation.grade)
    project = spine.move(evaluation.project_id, State.FOLLOWING, grade=evaluation.grade)
    hooks.call("evaluation.published", project=project, actor=actor)
    return evaluation
