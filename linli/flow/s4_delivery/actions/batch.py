"""Paying many approved payments in one run: the same rules as for one, an event for each, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery.guards import PAYABLE
from linli.flow.s4_delivery.models import Milestone, Payment, PaymentBatch
from linli.flow.s4_delivery.states import PaymentState
from linli.flow.thread.models import Project
from linli.foundations.funds.spending import Order, spend_many
from linli.kernel import clock, hooks, many, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, Refusals
from linli.kernel.models import ApprovalStep

VERB = "delivery.payment:pay"
MOST = 20_000
SHOWN = 50
LEAST_VOUCHER = 4
Faults = dict[int, Refusal]
"""By place in the run."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """A payment (key) and the number of the treasury's voucher."""

    payment: int
    number: str


@action("delivery.payment:pay_many", gettext_lazy("批量支付"), tells=gettext_lazy("%(count)s 笔，合计 %(total)s 元"))
def pay_many(*, vouchers: Sequence[Voucher], actor: Actor) -> PaymentBatch:
    """Note that the treasury has paid all of these. Where one may not be paid none is, and the
    refusal names each with its reason."""
    if not 0 < len(vouchers) <= MOST or len({one.payment for one in vouchers}) < len(vouchers):
        raise Refusal(
            _("一批应为 1 至 %(most)s 笔，不能重复。") % {"most": f"{MOST:,}"}, remedy=_("请核对名单，或分几批支付。")
        )
    payments = _locked(vouchers)
    _refuse(payments, _checked(payments, vouchers, actor))
    batch, keys = _batch(payments, actor), many.event_keys(len(payments))
    facts = _booked(payments, vouchers, batch)
    orders = [Order(p.project_id, p.amount, p.pk, key) for p, key in zip(payments, keys, strict=True)]
    short = spend_many(orders, actor=actor, subject_type=Payment._meta.label_lower)
    _refuse(payments, {place: _too_little(payments[place], left) for place, left in short.items()})
    many.append(VERB, payments, facts, keys)
    many.close_tasks(VERB, payments)
    for payment in payments:
        hooks.call("payment.booked", payment=payment, project=payment.project, actor=actor)
    record(number=batch.number, count=batch.count, total=batch.total)
    return batch


def _batch(payments: list[Payment], actor: Actor) -> PaymentBatch:
    now = clock.now()
    return PaymentBatch.objects.create(
        number=f"PC-{now.year}-{numbering.next_number('payment_batch', now.year):04d}",
        count=len(payments),
        total=sum((payment.amount for payment in payments), Decimal(0)),
        paid_at=now,
        paid_by_id=actor.person_id or 0,
    )


def _locked(vouchers: Sequence[Voucher]) -> list[Payment]:
    """The payments in the order of the vouchers; rows locked payments first, then instalments, then projects, each in the
    order of keys, as a single payment locks them."""
    rows = Payment.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[one.payment for one in vouchers])}
    if len(found) < len(vouchers):
        raise Refusal(_("名单里有不存在的支付。"), remedy=_("请从待支付列表重新生成名单。"), status=404)
    payments = [found[one.payment] for one in vouchers]
    for model, name in ((Milestone, "milestone"), (Project, "project")):
        keys = {getattr(payment, f"{name}_id") for payment in payments}
        locked: Any = model._default_manager.select_for_update(no_key=True, of=("self",)).order_by("pk")
        by_key = {row.pk: row for row in locked.filter(pk__in=keys)}
        for payment in payments:
            setattr(payment, name, by_key[getattr(payment, f"{name}_id")])
    return payments


def _checked(payments: list[Payment], vouchers: Sequence[Voucher], actor: Actor) -> Faults:
    signers = _signers(payments)
    faults: Faults = {}
    for place, (payment, voucher) in enumerate(zip(payments, vouchers, strict=True)):
        wrong = _wrong(payment, voucher, actor, signers.get(payment.pk, set()))
        if wrong is not None:
            faults[place] = wrong
    return faults


def _wrong(payment: Payment, voucher: Voucher, actor: Actor, signers: set[int]) -> Refusal | None:
    """Why this payment may not be paid by this actor; the same that a payment alone would be refused for."""
    if not actor.may(VERB, payment):
        return Refusal(_("没有办理这笔支付的权限"))
    if payment.state != PaymentState.APPROVED:
        return Refusal(_("现在是“%(state)s”") % {"state": payment.get_state_display()})
    if payment.project.state not in PAYABLE:
        return Refusal(_("项目现在是“%(state)s”") % {"state": payment.project.get_state_display()})
    if actor.person_id in signers | {payment.checked_by_id}:
        return Refusal(_("您核对或审批过这笔支付"))
    if len(voucher.number.strip()) < LEAST_VOUCHER:
        return Refusal(_("没有写明支付凭证号"))
    return None


def _signers(payments: list[Payment]) -> dict[int, set[int]]:
    """Who decided in the last chain of each payment, by payment; one statement."""
    rows = ApprovalStep.objects.filter(
        approval__subject_type=Payment._meta.label_lower,
        approval__subject_id__in=[payment.pk for payment in payments],
        decided_by__isnull=False,
    ).values_list("approval__subject_id", "approval_id", "decided_by_id")
    latest: dict[int, int] = {}
    people: dict[tuple[int, int], set[int]] = {}
    for payment, approval, person in rows:
        latest[payment] = max(latest.get(payment, 0), approval)
        people.setdefault((payment, approval), set()).add(person or 0)
    return {payment: people[payment, approval] for payment, approval in latest.items()}


_PAYMENTS = (
    "UPDATE delivery_payment AS p SET state = %s, voucher = v.voucher, paid_at = %s, paid_by_id = %s, batch_id = %s, version = version + 1"
    " FROM unnest(%s::bigint[], %s::text[]) AS v (id, voucher) WHERE p.id = v.id"
)
_SUMS = (
    "UPDATE {table} AS t SET paid_amount = t.paid_amount + s.paid{version}"
    " FROM (SELECT id, sum(amount) AS paid FROM unnest(%s::bigint[], %s::numeric[]) AS o (id, amount) GROUP BY id) AS s"
    " WHERE t.id = s.id"
)


def _booked(payments: list[Payment], vouchers: Sequence[Voucher], batch: PaymentBatch) -> list[dict[str, Any]]:
    """Write payments, instalments and projects, three statements; answers with the facts of each payment's event."""
    amounts = [payment.amount for payment in payments]
    numbers = [voucher.number.strip() for voucher in vouchers]
    with connection.cursor() as cursor:
        told: list[Any] = [PaymentState.PAID, batch.paid_at, batch.paid_by_id, batch.pk]
        cursor.execute(_PAYMENTS, [*told, [p.pk for p in payments], numbers])
        for table, name, version in (
            (Milestone._meta.db_table, "milestone_id", ""),
            (Project._meta.db_table, "project_id", ", version = t.version + 1"),
        ):
            keys = [getattr(payment, name) for payment in payments]
            cursor.execute(_SUMS.format(table=table, version=version), [keys, amounts])
    facts = []
    for payment, number in zip(payments, numbers, strict=True):
        payment.state, payment.voucher, payment.paid_at = PaymentState.PAID, number, batch.paid_at
        payment.paid_by_id, payment.batch = batch.paid_by_id, batch
        payment.project.paid_amount += payment.amount
        facts.append({"number": payment.number, "voucher": number, "title": payment.milestone.title,
                      "amount": payment.amount, "total": payment.project.paid_amount})  # fmt: skip
    return facts


def _too_little(payment: Payment, left: Decimal) -> Refusal:
    return Refusal(
        _("签约未付的资金 %(left)s 元，少于 %(amount)s 元")
        % {"left": f"{left:,.2f}", "amount": f"{payment.amount:,.2f}"}
    )


def _refuse(payments: list[Payment], faults: Faults) -> None:
    """Refuse the whole run, naming each payment that may not be paid."""
    if not faults:
        return
    named = [Refusal(f"{payments[place].number}：{wrong.message}") for place, wrong in sorted(faults.items())]
    raise Refusals(
        _("这批 %(all)d 笔中有 %(count)d 笔不能支付，没有支付任何一笔") % {"all": len(payments), "count": len(faults)},
        remedy=_("请从名单中去掉这些支付后重新提交。"),
        each=named[:SHOWN],
        code="batch_refused",
    )
