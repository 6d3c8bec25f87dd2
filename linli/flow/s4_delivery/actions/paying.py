"""After the approval chain: pay, or undo a payment by a reversal. Two different people for every yuan."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s4_delivery import offices, purse
from linli.flow.s4_delivery.actions.requests import CHAIN, ask_to_resubmit, lock_milestone
from linli.flow.s4_delivery.guards import PAYABLE, expect, required
from linli.flow.s4_delivery.models import Milestone, Payment
from linli.flow.s4_delivery.states import PaymentState
from linli.foundations.parties.roles import OrganisationKind, Role
from linli.foundations.rulebook import book
from linli.kernel import approvals, clock, hooks, inbox, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import Approval, ApprovalStep

IN_APPROVAL: set[str] = {PaymentState.IN_APPROVAL}


@action(
    "delivery.payment:clear",
    gettext_lazy("支付审批通过"),
    subject=Payment,
    moves=(IN_APPROVAL, PaymentState.APPROVED),
    tells=gettext_lazy("%(number)s，%(amount)s 元，待支付"),
)
def clear(payment: Payment, *, actor: Actor) -> Payment:
    """The chain has agreed: finance is asked to pay in time."""
    inbox.open_task(
        payment,
        "delivery.payment:pay",
        title=_("支付：%(payment)s") % {"payment": payment},
        context=_("%(amount)s 元") % {"amount": f"{payment.amount:,.2f}"},
        organisation_id=offices.organisation_of(payment.project, OrganisationKind.FINANCE),
        role=Role.CLERK,
        due_at=payment.due_at,
        due_basis=_("收到发票后应付款的期限"),
        clause=book.citation("payment.pay_days"),
    )
    record(number=payment.number, amount=payment.amount)
    return payment


@action(
    "delivery.payment:hand_back",
    gettext_lazy("支付申请退回补正"),
    subject=Payment,
    moves=(IN_APPROVAL, PaymentState.RETURNED),
    tells=gettext_lazy("%(number)s：%(opinion)s"),
)
def hand_back(payment: Payment, *, actor: Actor, office: str, opinion: str) -> Payment:
    """The chain wants a correction."""
    payment.opinion = opinion
    ask_to_resubmit(payment)
    record(number=payment.number, office=office, opinion=opinion)
    return payment


@action(
    "delivery.payment:drop",
    gettext_lazy("支付审批不通过"),
    subject=Payment,
    moves=(IN_APPROVAL, PaymentState.REFUSED),
    tells=gettext_lazy("%(number)s：%(opinion)s"),
)
def drop(payment: Payment, *, actor: Actor, office: str, opinion: str) -> Payment:
    """The chain has refused: the amount may be requested again."""
    milestone = lock_milestone(payment.milestone_id)
    milestone.claimed_amount -= payment.amount
    milestone.save(update_fields=["claimed_amount"])
    payment.opinion = opinion
    record(number=payment.number, office=office, opinion=opinion)
    return payment


approvals.when_ended(CHAIN, approved=clear, returned=hand_back, refused=drop)


@action(
    "delivery.payment:pay",
    gettext_lazy("支付"),
    short=pgettext_lazy("待办", "支付"),
    subject=Payment,
    moves=({PaymentState.APPROVED}, PaymentState.PAID),
    tells=gettext_lazy("%(title)s %(amount)s 元，累计已支付 %(total)s 元"),
    public=True,
)
def pay(payment: Payment, *, actor: Actor, voucher: str) -> Payment:
    """Note that the treasury has paid, with the number of its voucher. Who checked or approved may not pay."""
    payment.milestone = milestone = _locked(payment.milestone_id)
    payment.project = milestone.project
    expect(payment.project, PAYABLE, _("支付"))
    if actor.person_id in _signers(payment) | {payment.checked_by_id}:
        raise Refusal(
            _("您核对或审批过这笔支付，不能再办理支付。"),
            remedy=_("请由另一位经办人支付：核对、审批和支付须由不同的人办理。"),
        )
    payment.voucher = required(voucher, "voucher", _("支付凭证号"), least=4)
    payment.paid_at, payment.paid_by_id = clock.now(), actor.person_id
    _book(payment, milestone, actor)
    return payment


def _locked(milestone: int) -> Milestone:
    """The instalment with its project, both rows locked in this order in one statement."""
    rows = Milestone.objects.select_for_update(no_key=True, of=("self", "project")).select_related("project")
    return rows.get(pk=milestone)


def _signers(payment: Payment) -> set[int]:
    """Who decided in the payment's last chain; one statement."""
    chains = Approval.objects.filter(subject_type=Payment._meta.label_lower, subject_id=payment.pk)
    steps = ApprovalStep.objects.filter(approval_id=chains.order_by("-id").values("id")[:1])
    return set(steps.order_by().values_list("decided_by_id", flat=True)) - {None}


@action(
    "delivery.payment:reverse",
    gettext_lazy("冲销支付"),
    subject=Payment,
    moves=({PaymentState.PAID}, PaymentState.REVERSED),
    tells=gettext_lazy("%(reversed)s，冲销 %(amount)s 元，累计已支付 %(total)s 元；理由：%(reason)s"),
    public=True,
)
def reverse(payment: Payment, *, actor: Actor, voucher: str, reason: str) -> Payment:
    """Undo a payment by one of its own below zero; somebody other than the payer. Answers with the reversal."""
    if payment.reverses_id is not None:
        raise Refusal(_("这笔本身就是冲销，不能再冲销。"), remedy=_("如需重新支付，请由承接主体重新申请。"))
    if actor.person_id == payment.paid_by_id:
        raise Refusal(_("您办理了这笔支付，不能自己冲销。"), remedy=_("请由另一位经办人冲销。"))
    now = clock.now()
    reversal = Payment(
        project_id=payment.project_id,
        milestone_id=payment.milestone_id,
        provider_id=payment.provider_id,
        number=f"ZF-{now.year}-{numbering.next_number('payment', now.year):05d}",
        state=PaymentState.PAID,
        amount=-payment.amount,
        invoice_number=payment.invoice_number,
        invoice_amount=-payment.invoice_amount,
        invoice_on=payment.invoice_on,
        requested_at=now,
        paid_at=now,
        paid_by_id=actor.person_id,
        voucher=required(voucher, "voucher", _("支付凭证号"), least=4),
        opinion=required(reason, "reason", _("冲销理由")),
        reverses=payment,
    )
    reversal.save()
    record(reversed=payment.number, reason=reversal.opinion)
    _book(reversal, _locked(payment.milestone_id), actor)
    return reversal


_SUMS = (
    "WITH instalment AS (UPDATE delivery_milestone SET paid_amount = %s, claimed_amount = %s WHERE id = %s)"
    " UPDATE thread_project SET paid_amount = %s, version = %s WHERE id = %s"
)


def _book(payment: Payment, milestone: Milestone, actor: Actor) -> None:
    """Add the amount to instalment and project, locked before, in one statement, then to the ledger of the pooled funds; the
    database refuses what goes over."""
    project = milestone.project
    milestone.paid_amount += payment.amount
    if payment.reverses_id is not None:
        milestone.claimed_amount += payment.amount
    project.paid_amount += payment.amount
    project.version += 1
    sums: list[Any] = [milestone.paid_amount, milestone.claimed_amount, milestone.pk]
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [*sums, project.paid_amount, project.version, project.pk])
    facts: dict[str, Any] = {"title": milestone.title, "amount": abs(payment.amount), "total": project.paid_amount}
    record(number=payment.number, voucher=payment.voucher, **facts)
    purse.move(project, payment.amount, actor)
    hooks.call("payment.booked", payment=payment, project=project, actor=actor)
