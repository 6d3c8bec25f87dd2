"""Putting right what the evaluation found: ordered, reported, accepted or sent back; then published or evaluated again."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s4_delivery.guards import required
from linli.flow.s5_evaluation import rules
from linli.flow.s5_evaluation.actions.scoring import ask_to_publish
from linli.flow.s5_evaluation.actions.starting import assign
from linli.flow.s5_evaluation.models import Evaluation, Rectification
from linli.flow.s5_evaluation.states import EvaluationState, InstrumentState, RectificationState
from linli.flow.thread import spine
from linli.flow.thread.states import State
from linli.foundations.parties.roles import Role
from linli.foundations.rulebook import book, deadlines
from linli.kernel import clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor


@action(
    "evaluation.rectification:order",
    gettext_lazy("下达整改要求"),
    short=pgettext_lazy("待办", "下达"),
    subject=Evaluation,
    moves=({EvaluationState.FAILING}, EvaluationState.RECTIFYING),
    tells=gettext_lazy("整改期限 %(due_at)s"),
    public=True,
)
def order(evaluation: Evaluation, *, actor: Actor, demands: str) -> Rectification:
    """Order the provider to put right what was found, within rectification.days. Answers with the order."""
    made = Rectification.objects.create(
        project=evaluation.project,
        evaluation=evaluation,
        demands=required(demands, "demands", _("整改要求")),
        due_at=book.due("rectification.days", clock.today()),
    )
    record(due_at=made.due_at, grade=evaluation.grade)
    _ask_to_report(made)
    return made


def _ask_to_report(rectification: Rectification) -> None:
    inbox.open_task(
        rectification,
        "evaluation.rectification:report",
        title=_("报送整改情况：%(project)s") % {"project": rectification.project},
        context=rectification.opinion or rectification.demands,
        organisation_id=rectification.project.provider_id,
        role=Role.MANAGER,
        due_at=rectification.due_at,
        due_basis=_("整改要求下达后的期限"),
        clause=book.citation("rectification.days"),
    )


@action(
    "evaluation.rectification:report",
    gettext_lazy("报送整改情况"),
    short=pgettext_lazy("待办", "报送"),
    subject=Rectification,
    moves=({RectificationState.ORDERED, RectificationState.RETURNED}, RectificationState.REPORTED),
    tells=gettext_lazy("%(late)s"),
)
def report(rectification: Rectification, *, actor: Actor, text: str) -> Rectification:
    """Report what was put right. A late report is taken, and said to be late."""
    late = rectification.is_overdue
    rectification.report = required(text, "text", _("整改情况"))
    rectification.reported_at = clock.now()
    record(late=_("逾期报送") if late else _("按期报送"))
    inbox.open_task(
        rectification,
        "evaluation.rectification:accept",
        title=_("复核整改：%(project)s") % {"project": rectification.project},
        organisation_id=rectification.project.purchaser_id,
        role=Role.CLERK,
    )
    return rectification


@action(
    "evaluation.rectification:return",
    gettext_lazy("退回整改情况"),
    subject=Rectification,
    moves=({RectificationState.REPORTED}, RectificationState.RETURNED),
    tells=gettext_lazy("%(reason)s"),
)
def send_back(rectification: Rectification, *, actor: Actor, reason: str) -> Rectification:
    """Not yet right: the provider reports again, within the same term."""
    rectification.opinion = required(reason, "reason", _("退回理由"))
    inbox.cancel(rectification, "evaluation.rectification:accept")
    _ask_to_report(rectification)
    record(reason=rectification.opinion)
    return rectification


@action(
    "evaluation.rectification:accept",
    gettext_lazy("认可整改"),
    short=pgettext_lazy("待办", "复核"),
    subject=Rectification,
    moves=({RectificationState.REPORTED}, RectificationState.ACCEPTED),
    tells=gettext_lazy("%(opinion)s"),
    public=True,
)
def accept(rectification: Rectification, *, actor: Actor, opinion: str) -> Rectification:
    """It is put right: after 差 what failed is evaluated again, otherwise the result may be published."""
    rectification.opinion = required(opinion, "opinion", _("复核意见"))
    record(opinion=rectification.opinion)
    resume(rectification.evaluation, actor=Actor.system())
    return rectification


@action(
    "evaluation.evaluation:resume",
    gettext_lazy("整改后继续评估"),
    subject=Evaluation,
    moves=({EvaluationState.RECTIFYING}, None),
    tells=gettext_lazy("%(next)s"),
)
def resume(evaluation: Evaluation, *, actor: Actor) -> Evaluation:
    """What follows an accepted rectification. The final payment needs 中 at least, so 差 is evaluated again (复评)."""
    spine.move(evaluation.project_id, State.EVALUATING)
    if evaluation.grade != rules.LOWEST:
        evaluation.state = EvaluationState.GRADED
        record(next=_("等级%(grade)s，待公布") % {"grade": evaluation.grade})
        ask_to_publish(evaluation)
        return evaluation
    evaluation.state, evaluation.round = EvaluationState.SCORING, evaluation.round + 1
    failed = evaluation.instruments.filter(state=InstrumentState.RECORDED, score__lt=rules.PASS)
    for instrument in list(failed):
        failed.filter(pk=instrument.pk).update(state=InstrumentState.SUPERSEDED)
        assign(evaluation, instrument.kind, instrument.organisation_id)
    record(next=_("第 %(round)d 轮复评") % {"round": evaluation.round})
    return evaluation


deadlines.keep(
    "evaluation.rectification", "due_at", parameter="rectification.days", start="created_at",
    tell="project.provider_id", open=Q(state__in=[RectificationState.ORDERED, RectificationState.RETURNED]),
)  # fmt: skip
