"""Asking for an instalment: request, correction, and the purchaser's check before the approval chain."""

from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals.offices import chain_for
from linli.flow.s4_delivery import rules
from linli.flow.s4_delivery.evidence import Upload, attach
from linli.flow.s4_delivery.guards import GRADED, PAYABLE, expect, not_future, required
from linli.flow.s4_delivery.models import Milestone, Payment
from linli.flow.s4_delivery.states import MilestoneState, PaymentState
from linli.foundations.parties.roles import Role
from linli.foundations.rulebook import book, deadlines
from linli.kernel import approvals, clock, inbox, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

CHAIN = "payment"


@action(
    "delivery.payment:request",
    gettext_lazy("申请支付"),
    short=pgettext_lazy("待办", "申请"),
    subject=Milestone,
    moves=({MilestoneState.ACCEPTED}, None),
    tells=gettext_lazy("%(title)s %(amount)s 元"),
)
def request(
    milestone: Milestone,
    *,
    actor: Actor,
    amount: Decimal,
    invoice_number: str,
    invoice_on: date,
    invoice_amount: Decimal | None = None,
    invoice_file: Upload | None = None,
) -> Payment:
    """Ask for (a part of) an accepted instalment, yuan, against an invoice (by default of the same amount). The last
    instalment waits for the published grade. Answers with the payment."""
    project = milestone.project
    expect(project, PAYABLE, _("申请支付"))
    if milestone.is_last and project.state not in GRADED:
        raise Refusal(
            _("尾款要等评估结果公布、等级为中以上后才能申请。"),
            remedy=_("项目现在是“%(state)s”，评估结果公布后系统会提醒。") % {"state": project.get_state_display()},
            clauses=[str(book.citation("grade.bounds").get("clause", ""))],
        )
    now = clock.now()
    payment = Payment(
        project=project,
        milestone=milestone,
        provider_id=project.delivery.provider_id,
        number=f"ZF-{now.year}-{numbering.next_number('payment', now.year):05d}",
        requested_at=now,
    )
    _claim(payment, milestone, amount, invoice_number, invoice_on, invoice_amount)
    payment.save()
    attach(payment, [invoice_file] if invoice_file else [], actor=actor, label=_("发票"))
    record(title=milestone.title, amount=amount, number=payment.number)
    _ask_to_check(payment)
    return payment


@action(
    "delivery.payment:resubmit",
    gettext_lazy("补正支付申请"),
    short=pgettext_lazy("待办", "补正"),
    subject=Payment,
    moves=({PaymentState.RETURNED}, PaymentState.REQUESTED),
    tells=gettext_lazy("%(number)s，%(amount)s 元"),
)
def resubmit(
    payment: Payment,
    *,
    actor: Actor,
    amount: Decimal,
    invoice_number: str,
    invoice_on: date,
    invoice_amount: Decimal | None = None,
    invoice_file: Upload | None = None,
) -> Payment:
    """Hand a returned request in again, corrected. The term of payment begins anew."""
    milestone = lock_milestone(payment.milestone_id)
    milestone.claimed_amount -= payment.amount
    payment.requested_at, payment.opinion = clock.now(), ""
    _claim(payment, milestone, amount, invoice_number, invoice_on, invoice_amount)
    milestone.save(update_fields=["claimed_amount"])
    attach(payment, [invoice_file] if invoice_file else [], actor=actor, label=_("发票"))
    record(number=payment.number, amount=amount)
    _ask_to_check(payment)
    return payment


@action(
    "delivery.payment:check",
    gettext_lazy("核对支付申请"),
    short=pgettext_lazy("待办", "核对"),
    subject=Payment,
    moves=({PaymentState.REQUESTED}, PaymentState.IN_APPROVAL),
    tells=gettext_lazy("%(number)s，%(amount)s 元，送审批"),
)
def check(payment: Payment, *, actor: Actor, opinion: str = "") -> Payment:
    """The purchaser's clerk has compared invoice, acceptance and contract; the request goes to the approval chain."""
    chain = chain_for(payment.project, payment.amount, "approvals.payment")
    payment.checked_by_id, payment.opinion = actor.person_id, opinion.strip()
    title = _("%(milestone)s %(amount)s 元") % {"milestone": payment.milestone, "amount": f"{payment.amount:,.2f}"}
    approvals.start(payment, CHAIN, chain, title=title, actor=actor)
    record(number=payment.number, amount=payment.amount)
    return payment


@action(
    "delivery.payment:return",
    gettext_lazy("退回支付申请"),
    subject=Payment,
    moves=({PaymentState.REQUESTED}, PaymentState.RETURNED),
    tells=gettext_lazy("%(number)s：%(reason)s"),
)
def send_back(payment: Payment, *, actor: Actor, reason: str) -> Payment:
    """The purchaser's clerk sends a request back with what has to be mended."""
    payment.opinion = required(reason, "reason", _("退回理由"))
    inbox.cancel(payment, "delivery.payment:check")
    ask_to_resubmit(payment)
    record(number=payment.number, reason=payment.opinion)
    return payment


def ask_to_resubmit(payment: Payment) -> None:
    inbox.open_task(
        payment,
        "delivery.payment:resubmit",
        title=_("补正支付申请：%(payment)s") % {"payment": payment},
        context=payment.opinion,
        organisation_id=payment.provider_id,
        role=Role.MANAGER,
    )


def lock_milestone(milestone_id: int) -> Milestone:
    """The instalment's row, locked: after the payment, before the project."""
    return Milestone.objects.select_for_update(no_key=True, of=("self",)).get(pk=milestone_id)


def _claim(
    payment: Payment, milestone: Milestone, amount: Decimal, number: str, day: date, invoice_amount: Decimal | None
) -> None:
    """Take the amount from what is left of the instalment, and note the invoice."""
    left = rules.room_left(milestone.amount, milestone.claimed_amount)
    if amount <= 0 or amount > left:
        raise Refusal(
            _("申请 %(asked)s 元，本期还可申请 %(left)s 元（本期金额 %(amount)s 元）。")
            % {"asked": f"{amount:,.2f}", "left": f"{left:,.2f}", "amount": f"{milestone.amount:,.2f}"},
            remedy=_("最多可申请 %(left)s 元。") % {"left": f"{left:,.2f}"},
            field="amount",
        )
    not_future(day, "invoice_on", _("开票日期"))
    billed = amount if invoice_amount is None else invoice_amount
    if billed < amount:
        raise Refusal(
            _("申请 %(asked)s 元，超过发票金额 %(billed)s 元。")
            % {"asked": f"{amount:,.2f}", "billed": f"{billed:,.2f}"},
            remedy=_("请补开发票，或减少申请金额。"),
            field="invoice_amount",
        )
    milestone.claimed_amount += amount
    payment.amount, payment.invoice_amount, payment.invoice_on = amount, billed, day
    payment.invoice_number = required(number, "invoice_number", _("发票号码"), least=4)
    payment.due_at = book.due("payment.pay_days", clock.today())


def _ask_to_check(payment: Payment) -> None:
    inbox.open_task(
        payment,
        "delivery.payment:check",
        title=_("核对支付申请：%(payment)s") % {"payment": payment},
        context=_("%(amount)s 元") % {"amount": f"{payment.amount:,.2f}"},
        organisation_id=payment.project.purchaser_id,
        role=Role.CLERK,
        due_at=payment.due_at,
        due_basis=_("收到发票后应付款的期限"),
        clause=book.citation("payment.pay_days"),
    )


deadlines.keep(
    "delivery.payment", "due_at", parameter="payment.pay_days", start="requested_at", tell="project.purchaser_id",
    open=Q(state__in=[PaymentState.REQUESTED, PaymentState.IN_APPROVAL, PaymentState.APPROVED]),
)  # fmt: skip
