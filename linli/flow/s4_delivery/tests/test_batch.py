"""Many payments in one run: the same rules as alone, all or a named list, an event and a posting for each."""

from decimal import Decimal

import pytest

from linli.flow.s4_delivery.actions.batch import Voucher, pay_many
from linli.flow.s4_delivery.models import Payment
from linli.flow.s4_delivery.tests.test_purse import fund
from linli.flow.s4_delivery.tests.world import World
from linli.foundations.funds import audit, ledger
from linli.foundations.funds.models import Posting
from linli.kernel import journal
from linli.kernel.errors import NotAllowed, Refusal, Refusals
from linli.kernel.models import Event, Task


def approved(world: World, order: int) -> Payment:
    """A payment that waits for the treasury."""
    return world.approve(world.request(order))


@pytest.fixture
def ready(world: World) -> World:
    ledger.reserve(fund(world), world.project.pk, Decimal("572000.00"), actor=world.clerk)
    world.sign()
    world.plan()
    for order in (1, 2):
        world.accept(order)
    return world


def test_a_run_pays_each_as_if_alone(ready: World) -> None:
    payments = [approved(ready, 1), approved(ready, 2)]
    done = pay_many(vouchers=[Voucher(p.pk, f"国库 2026-10{n}") for n, p in enumerate(payments)], actor=ready.cashier)
    assert (done.count, done.total, done.paid_by_id) == (2, Decimal("457600.00"), ready.cashier.person_id)
    assert set(done.payments.all()) == set(payments)
    for number, payment in enumerate(payments):
        payment.refresh_from_db()
        assert [payment.state, payment.voucher] == ["paid", f"国库 2026-10{number}"]
        event = journal.history(payment)[0]
        assert [event.verb, event.public, event.facts["number"]] == ["delivery.payment:pay", True, payment.number]
        assert Posting.objects.get(event=event).subject_id == payment.pk
        assert not Task.objects.open().filter(verb="delivery.payment:pay", subject_id=payment.pk).exists()
    assert journal.history(payments[1])[0].facts["total"] == "457600.00"
    assert ready.fresh().paid_amount == Decimal("457600.00")
    assert [ready.milestone(n).paid_amount for n in (1, 2)] == [Decimal("228800.00")] * 2
    assert ledger.balance(ready.project.pk)["spent"] == Decimal("457600.00")
    assert not list(audit.faults())


def test_one_that_may_not_be_paid_stops_all_and_is_named(ready: World) -> None:
    first, second = approved(ready, 1), approved(ready, 2)
    pay_many(vouchers=[Voucher(first.pk, "国库 2026-101")], actor=ready.cashier)
    before = Event.objects.filter(outcome="done").count()
    with pytest.raises(Refusals, match="2 笔中有 1 笔不能支付") as caught:
        pay_many(
            vouchers=[Voucher(second.pk, "国库 2026-102"), Voucher(first.pk, "国库 2026-101")], actor=ready.cashier
        )
    assert [str(one.message) for one in caught.value.each] == [f"{first.number}：现在是“已支付”"]
    second.refresh_from_db()
    assert second.state == "approved"
    assert Event.objects.filter(outcome="done").count() == before
    with pytest.raises(Refusals, match="没有写明支付凭证号"):
        pay_many(vouchers=[Voucher(second.pk, "国")], actor=ready.cashier)
    with pytest.raises(Refusal, match="不能重复"):
        pay_many(vouchers=[Voucher(second.pk, "国库 2026-102")] * 2, actor=ready.cashier)
    with pytest.raises(Refusal, match="不存在的支付"):
        pay_many(vouchers=[Voucher(10**9, "国库 2026-102")], actor=ready.cashier)


def test_what_the_ledger_does_not_have_stops_all(ready: World) -> None:
    payment = approved(ready, 1)
    ledger.release_for(ready.project.pk, committed=True, actor=ready.cashier)
    with pytest.raises(Refusals, match=r"签约未付的资金 0\.00 元，少于 228,800\.00 元"):
        pay_many(vouchers=[Voucher(payment.pk, "国库 2026-101")], actor=ready.cashier)
    payment.refresh_from_db()
    assert [payment.state, ready.milestone(1).paid_amount] == ["approved", 0]


def test_who_may_not_pay_a_run(ready: World) -> None:
    payment = approved(ready, 1)
    for actor in (ready.clerk, ready.leader, ready.manager, ready.finance_leader, ready.supervisor):
        with pytest.raises(NotAllowed):
            pay_many(vouchers=[Voucher(payment.pk, "国库 2026-101")], actor=actor)
    Payment.objects.filter(pk=payment.pk).update(checked_by_id=ready.cashier.person_id)
    with pytest.raises(Refusals, match="您核对或审批过这笔支付"):
        pay_many(vouchers=[Voucher(payment.pk, "国库 2026-101")], actor=ready.cashier)
