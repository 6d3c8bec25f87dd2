"""A milestone: reported by the provider, accepted or sent back by the purchaser, with the people served."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s4_delivery.actions.finals import ask_for_request, ask_to_finish
from linli.flow.s4_delivery.actions.opening import ask_for_report
from linli.flow.s4_delivery.evidence import Upload, attach
from linli.flow.s4_delivery.guards import PAYABLE, UNDER_WAY, expect, required
from linli.flow.s4_delivery.models import Milestone, ProgressReport, ReportValue
from linli.flow.s4_delivery.states import DeliveryState, MilestoneState, ReportState
from linli.foundations.parties.roles import Role
from linli.foundations.rulebook import book
from linli.kernel import clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


class Value(TypedDict):
    """An indicator's value as reported; `target` and `unit` repeat the design's."""

    code: str
    name: str
    unit: str
    target: Decimal | None
    value: Decimal


@action(
    "delivery.milestone:report",
    gettext_lazy("报告进展"),
    short=pgettext_lazy("待办", "报告"),
    subject=Milestone,
    moves=({MilestoneState.PLANNED, MilestoneState.RETURNED}, MilestoneState.REPORTED),
    tells=gettext_lazy("%(title)s，%(values)s 项指标"),
)
def report(
    milestone: Milestone, *, actor: Actor, text: str, values: Sequence[Value] = (), evidence: Sequence[Upload] = ()
) -> Milestone:
    """Report a milestone with the values of the design's indicators. Earlier milestones must be accepted first."""
    project = milestone.project
    expect(project, UNDER_WAY, _("报告进展"))
    if project.delivery.state == DeliveryState.PREPARING:
        raise Refusal(_("还没有报送工作计划。"), remedy=_("请先报送工作计划，再报告进展。"))
    earlier = project.milestones.filter(order__lt=milestone.order).unaccepted().first()
    if earlier is not None:
        raise Refusal(
            _("前一节点“%(title)s”还没有验收。") % {"title": earlier.title},
            remedy=_("请等采购人验收前一节点后再报告。"),
        )
    made = ProgressReport.objects.create(
        project=project,
        milestone=milestone,
        text=required(text, "text", _("进展情况"), least=8),
        reported_on=clock.today(),
    )
    ReportValue.objects.bulk_create(ReportValue(report=made, **value) for value in values)
    attach(made, evidence, actor=actor, label=_("进展报告"))
    record(title=milestone.title, values=len(values))
    inbox.open_task(
        milestone,
        "delivery.milestone:accept",
        title=_("验收：%(milestone)s") % {"milestone": milestone},
        context=_("须有服务对象参与，验收结果公开"),
        organisation_id=project.purchaser_id,
        role=Role.CLERK,
        clause=book.citation("acceptance.served_take_part"),
    )
    return milestone


@action(
    "delivery.milestone:accept",
    gettext_lazy("验收通过"),
    short=pgettext_lazy("待办", "验收"),
    subject=Milestone,
    moves=({MilestoneState.REPORTED}, MilestoneState.ACCEPTED),
    tells=gettext_lazy("%(title)s，服务对象参与：%(served)s"),
    public=True,
)
def accept(milestone: Milestone, *, actor: Actor, statement: str, served: str) -> Milestone:
    """Accept a milestone and publish the result. `served` says how those served took part (实施条例 45), without names."""
    expect(milestone.project, PAYABLE, _("验收"))
    book.value("acceptance.served_take_part")
    book.value("acceptance.publish")
    milestone.statement = required(statement, "statement", _("验收意见"))
    milestone.served_statement = required(served, "served", _("服务对象参与情况"))
    milestone.accepted_at = clock.now()
    _close_report(milestone, ReportState.ACCEPTED, milestone.statement)
    record(title=milestone.title, served=milestone.served_statement, amount=milestone.amount)
    if not milestone.is_last:
        ask_for_request(milestone)
        ask_to_finish(milestone)
    return milestone


@action(
    "delivery.milestone:return",
    gettext_lazy("退回进展报告"),
    subject=Milestone,
    moves=({MilestoneState.REPORTED}, MilestoneState.RETURNED),
    tells=gettext_lazy("%(title)s：%(reason)s"),
)
def send_back(milestone: Milestone, *, actor: Actor, reason: str) -> Milestone:
    """Send a report back with what has to be mended."""
    reason = required(reason, "reason", _("退回理由"))
    _close_report(milestone, ReportState.RETURNED, reason)
    inbox.cancel(milestone, "delivery.milestone:accept")
    ask_for_report(milestone, milestone.project.delivery.provider_id)
    record(title=milestone.title, reason=reason)
    return milestone


def _close_report(milestone: Milestone, state: str, opinion: str) -> None:
    ProgressReport.objects.filter(milestone=milestone, state=ReportState.SUBMITTED).update(state=state, opinion=opinion)
