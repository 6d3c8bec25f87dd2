"""One mechanism for every approval: project, award, payment, admission.

A room starts a chain for its record and says with `when_ended` what follows when it has ended.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import OperationalError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.kernel import clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, WrongState
from linli.kernel.models.approvals import Approval, ApprovalState, ApprovalStep, StepState
from linli.kernel.permissions import grant, predicate


@dataclass(frozen=True, slots=True)
class Office:
    """One step of a chain, resolved: which organisation's which role decides."""

    title: str
    organisation_id: int
    role: str


Ending = Callable[[Any, Approval, Actor], None]
_endings: dict[tuple[str, str], Ending] = {}


def on_end(chain: str, outcome: str) -> Callable[[Ending], Ending]:
    """Register what follows when a chain ends `approved`, `returned` or `refused`: called with (record, approval, actor)."""

    def register(function: Ending) -> Ending:
        _endings[chain, outcome] = function
        return function

    return register


def when_ended(
    chain: str, *, approved: Callable[..., Any], returned: Callable[..., Any], refused: Callable[..., Any]
) -> None:
    """The verbs that the system does on a record when its chain has ended. The latter two are told the `office` and the
    `opinion` that ended it."""
    on_end(chain, ApprovalState.APPROVED)(lambda subject, _approval, _actor: approved(subject, actor=Actor.system()))
    on_end(chain, ApprovalState.RETURNED)(_with_last_word(returned))
    on_end(chain, ApprovalState.REFUSED)(_with_last_word(refused))


def _with_last_word(verb: Callable[..., Any]) -> Ending:
    def ending(subject: Any, approval: Approval, _actor: Actor) -> None:
        step = approval.steps.filter(decided_at__isnull=False).order_by("-order")[0]
        verb(subject, actor=Actor.system(), office=step.title, opinion=step.opinion)

    return ending


def ask_again(subject: Any, verb: str, title: str, *, organisation_id: int | None, office: str, opinion: str) -> None:
    """Inside the verb that returns a record: who sent it in is asked to correct it, with the office's opinion."""
    inbox.open_task(
        subject,
        verb,
        title=title,
        context=_("%(office)s退回：%(opinion)s") % {"office": office, "opinion": opinion},
        organisation_id=organisation_id,
        role="clerk",
    )
    record(office=office, opinion=opinion)


def start(subject: models.Model, chain: str, offices: Sequence[Office], *, title: str, actor: Actor) -> Approval:
    """Start a chain for a record, inside the action that submits it. A second running chain is refused by constraint."""
    if not offices:
        raise Refusal(_("审批链没有设置审批环节。"), remedy=_("请由区民政局在规则库中设置审批链。"))
    approval = Approval.objects.create(
        chain=chain,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        title=title,
        path=subject.get_absolute_url(),  # type: ignore[attr-defined]
        step=getattr(apps.get_app_config(subject._meta.app_label), "step", None),
        project_key=getattr(subject, "thread_key", None),
        applicant_id=actor.person_id,
        organisation_id=actor.organisation_id,
    )
    steps = [
        ApprovalStep(
            approval=approval,
            order=order,
            title=office.title,
            organisation_id=office.organisation_id,
            role=office.role,
            state=StepState.CURRENT if order == 1 else StepState.WAITING,
        )
        for order, office in enumerate(offices, start=1)
    ]
    ApprovalStep.objects.bulk_create(steps)
    _ask(approval, steps[0])
    return approval


def withdraw(subject: models.Model) -> None:
    """Take a record's running chain back, inside the applicant's own action: nobody is asked any more.

    Raises WrongState when an office is deciding at this moment, for that office locks the chain first.
    """
    chain = _of(subject).filter(state=ApprovalState.RUNNING).select_for_update(no_key=True, nowait=True, of=("self",))
    try:
        with transaction.atomic():
            approval = chain.first()
    except OperationalError:
        raise WrongState(_("审批单位正在办理这件申请。"), remedy=_("请稍后刷新页面，查看审批结果。")) from None
    if approval is None:
        return
    approval.steps.filter(state__in=[StepState.CURRENT, StepState.WAITING]).update(
        state=StepState.RETURNED, opinion=_("申请人撤回。")
    )
    approval.state, approval.closed_at = ApprovalState.WITHDRAWN, clock.now()
    approval.version += 1
    approval.save()
    inbox.cancel(approval)


def running(subject: models.Model) -> Approval | None:
    """The chain that runs for a record now."""
    return _of(subject).filter(state=ApprovalState.RUNNING).first()


def latest(subject: models.Model) -> Approval | None:
    """The last chain of a record, running or ended."""
    return _of(subject).order_by("-id").first()


def _of(subject: models.Model) -> "models.QuerySet[Approval]":
    rows = Approval.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return rows.prefetch_related("steps__organisation", "steps__decided_by")


@predicate
def is_at_turn(actor: Actor, approval: Approval) -> bool:
    """The actor holds the office whose turn it is and did not apply himself."""
    step = approval.current_step if isinstance(approval, Approval) else None
    return (
        step is not None
        and actor.person_id is not None
        and (step.organisation_id, step.role) == (actor.organisation_id, actor.role)
        and approval.applicant_id != actor.person_id
    )


RUNNING = {str(ApprovalState.RUNNING)}
for _verb in ("approve", "return", "refuse"):
    grant(f"kernel.approval:{_verb}", is_at_turn)


@action(
    "kernel.approval:approve",
    gettext_lazy("审批同意"),
    short=pgettext_lazy("待办", "审批"),
    subject=Approval,
    moves=(RUNNING, None),
)
def approve(approval: Approval, *, actor: Actor, opinion: str = "") -> Approval:
    """Agree at the current step; the last agreement ends the chain."""
    _decide(approval, StepState.APPROVED, opinion or _("同意。"), actor)
    following = next((step for step in approval.steps.all() if step.state == StepState.WAITING), None)
    if following is None:
        _end(approval, ApprovalState.APPROVED, actor)
    else:
        following.state = StepState.CURRENT
        following.save(update_fields=["state"])
        _ask(approval, following)
    return approval


@action("kernel.approval:return", gettext_lazy("退回补正"), subject=Approval, moves=(RUNNING, None))
def send_back(approval: Approval, *, actor: Actor, opinion: str, points: Sequence[tuple[str, str]] = ()) -> Approval:
    """Return for correction (退回补正): the record goes back to its applicant with the opinion, and with `points`, each
    (what it is about, what to correct), that he answers one by one."""
    _decide(approval, StepState.RETURNED, _required(opinion), actor, points)
    inbox.close(approval, "kernel.approval:approve", actor)
    _end(approval, ApprovalState.RETURNED, actor)
    return approval


@action("kernel.approval:refuse", gettext_lazy("审批不同意"), subject=Approval, moves=(RUNNING, None))
def refuse(approval: Approval, *, actor: Actor, opinion: str) -> Approval:
    """Refuse for good, with reasons."""
    _decide(approval, StepState.REFUSED, _required(opinion), actor)
    inbox.close(approval, "kernel.approval:approve", actor)
    _end(approval, ApprovalState.REFUSED, actor)
    return approval


def _required(opinion: str) -> str:
    if not opinion.strip():
        raise Refusal(_("没有填写意见。"), remedy=_("退回或不同意必须写明理由，申请人据此补正。"), field="opinion")
    return opinion


def _decide(approval: Approval, state: str, opinion: str, actor: Actor, points: Sequence[tuple[str, str]] = ()) -> None:
    step = approval.current_step
    assert step is not None
    step.state, step.opinion = state, opinion
    step.decided_by_id, step.decided_at = actor.person_id, clock.now()
    step.points = [{"about": about, "text": text.strip()} for about, text in points if text.strip()]
    step.save(update_fields=["state", "opinion", "points", "decided_by", "decided_at"])
    record(office=step.title, approval=approval.title)


def _ask(approval: Approval, step: ApprovalStep) -> None:
    inbox.open_task(
        approval,
        "kernel.approval:approve",
        title=_("审批：%(title)s") % {"title": approval.title},
        context=step.title,
        organisation_id=step.organisation_id,
        role=step.role,
        path=approval.path,
        step=approval.step,
    )


def _end(approval: Approval, state: str, actor: Actor) -> None:
    approval.state, approval.closed_at = state, clock.now()
    subject = apps.get_model(approval.subject_type)._default_manager.get(pk=approval.subject_id)
    ending = _endings.get((approval.chain, state))
    if ending is not None:
        ending(subject, approval, actor)
