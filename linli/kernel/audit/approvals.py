"""What must be so of approvals: one office after the other, each opinion by somebody, none by the applicant."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import hooks
from linli.kernel.audit import Check
from linli.kernel.models.approvals import Approval, ApprovalState, ApprovalStep, StepState
from linli.kernel.models.journal import Event

_ENDED_BY = {
    str(ApprovalState.RUNNING): StepState.CURRENT,
    str(ApprovalState.APPROVED): StepState.APPROVED,
    str(ApprovalState.RETURNED): StepState.RETURNED,
    str(ApprovalState.REFUSED): StepState.REFUSED,
}
_DECIDED = (StepState.APPROVED, StepState.RETURNED, StepState.REFUSED)
_VERBS = ["kernel.approval:approve", "kernel.approval:return", "kernel.approval:refuse"]


@hooks.on("audit.checks")
def checks() -> list[Check]:
    return [
        Check("approvals.order", gettext_lazy("审批逐环节进行，结果与各环节意见一致"), out_of_order),
        Check("approvals.persons", gettext_lazy("每个意见有审批人和时间，审批人不是申请人，留痕有其人"), unsigned),
    ]


def is_in_order(state: str, steps: list[str]) -> bool:
    """Whether the steps' states, in their order, are what a chain in this state can have come to."""
    deciding = _ENDED_BY[state]
    if state == ApprovalState.APPROVED:
        return bool(steps) and set(steps) == {str(StepState.APPROVED)}
    if deciding not in steps:
        return False
    at = steps.index(deciding)
    return set(steps[:at]) <= {str(StepState.APPROVED)} and set(steps[at + 1 :]) <= {str(StepState.WAITING)}


def out_of_order() -> Iterator[str]:
    for approval in Approval.objects.prefetch_related("steps").order_by("id"):
        steps = [str(step.state) for step in approval.steps.all()]
        if not is_in_order(approval.state, steps):
            words = _("审批 %(pk)s“%(title)s”的结果是 %(state)s，各环节却是 %(steps)s。")
            yield words % {"pk": approval.pk, "title": approval, "state": approval.state, "steps": "、".join(steps)}


def unsigned() -> Iterator[str]:
    """The journal is asked for the person, not for the number of opinions: it tells more than a count."""
    signed = set(
        Event.objects.filter(verb__in=_VERBS, outcome="done").order_by().values_list("subject_id", "person_id")
    )
    for step in ApprovalStep.objects.filter(state__in=_DECIDED).select_related("approval").order_by("id"):
        person = step.decided_by_id
        if person is None or step.decided_at is None:
            fault = _("没有审批人或时间")
        elif person == step.approval.applicant_id:
            fault = _("审批人就是申请人")
        elif (step.approval_id, person) not in signed:
            fault = _("留痕中没有这个人的审批")
        else:
            continue
        yield _("审批 %(pk)s 的“%(office)s”：%(fault)s。") % {
            "pk": step.approval_id, "office": step.title, "fault": fault,
        }  # fmt: skip
