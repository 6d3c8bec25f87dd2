"""Money: never over the instalment, never by one person, never without the grade, undone only by a reversal."""

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from linli.flow.s4_delivery.actions import paying, requests
from linli.flow.s4_delivery.models import Milestone, Payment
from linli.flow.s4_delivery.tests.world import START, World, at
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.kernel import approvals, clock
from linli.kernel.actions import Terms
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, Stale, WrongState
from linli.kernel.models import Approval, Event, Task

FEN = Decimal("0.01")


@pytest.fixture
def ready(world: World) -> World:
    """The first instalment is accepted."""
    world.sign()
    world.plan()
    world.accept(1)
    return world


def test_from_request_to_payment(ready: World) -> None:
    payment = ready.pay(1)
    assert (payment.state, payment.paid_by_id) == ("paid", ready.cashier.person_id)
    assert ready.fresh().paid_amount == ready.milestone(1).paid_amount == Decimal("228800.00")
    paid = Event.objects.get(verb="delivery.payment:pay")
    assert (paid.public, paid.facts["amount"], paid.facts["total"]) == (True, "228800.00", "228800.00")
    assert not Task.objects.open().filter(verb__startswith="delivery.payment").exists()


def test_the_due_day_follows_the_rule_book(ready: World) -> None:
    payment = ready.request(1)
    task = Task.objects.open().get(verb="delivery.payment:check")
    assert payment.due_at is not None
    assert task.due_at == payment.due_at
    assert task.clause is not None
    assert task.clause["parameter"] == "payment.pay_days"


@pytest.mark.parametrize("over", [FEN, Decimal("1000000")])
def test_a_fen_over_the_instalment_is_refused(ready: World, over: Decimal) -> None:
    with pytest.raises(Refusal, match=r"还可申请 228,800\.00 元"):
        ready.request(1, Decimal("228800.00") + over)
    ready.request(1, Decimal("228800.00"))


@pytest.mark.parametrize("amount", ["0", "-1", "-0.01"])
def test_nothing_and_less_cannot_be_requested(ready: World, amount: str) -> None:
    with pytest.raises(Refusal, match="还可申请"):
        ready.request(1, Decimal(amount))


def test_requests_in_parts_share_the_instalment(ready: World) -> None:
    ready.request(1, Decimal("228799.99"), "20260001")
    with pytest.raises(Refusal, match=r"还可申请 0\.01 元"):
        ready.request(1, Decimal("0.02"), "20260002")
    assert ready.request(1, FEN, "20260003").amount == FEN


def test_an_invoice_pays_once(ready: World) -> None:
    ready.request(1, Decimal(100), "20260001")
    with pytest.raises(Refusal, match="这张发票已经用于另一笔"):
        ready.request(1, Decimal(100), "20260001")


def test_an_invoice_below_the_request_is_refused(ready: World) -> None:
    with pytest.raises(Refusal, match="超过发票金额"):
        requests.request(
            ready.milestone(1), actor=ready.manager, amount=Decimal(100), invoice_number="20260001",
            invoice_on=START, invoice_amount=Decimal("99.99"),
        )  # fmt: skip


def test_only_the_provider_asks_and_only_for_what_is_accepted(ready: World) -> None:
    for actor in (ready.rival_manager, ready.clerk, ready.staff, Actor.public()):
        with pytest.raises(NotAllowed):
            requests.request(ready.milestone(1), actor=actor, amount=FEN, invoice_number="20260001", invoice_on=START)
    with pytest.raises(WrongState, match="未开始"):
        ready.request(2)


def test_only_the_purchasers_clerk_checks(ready: World) -> None:
    payment = ready.request(1)
    for actor in (ready.manager, ready.other_clerk, ready.leader, ready.cashier, Actor.public()):
        with pytest.raises(NotAllowed):
            requests.check(payment, actor=actor)
    with pytest.raises(NotAllowed):
        requests.send_back(payment, actor=ready.other_clerk, reason="发票抬头不对")


def test_the_same_person_does_not_approve_twice(ready: World) -> None:
    payment = ready.request(1)
    requests.check(payment, actor=ready.clerk)
    running = approvals.running(payment)
    assert running is not None
    approvals.approve(running, actor=ready.leader)
    with pytest.raises(NotAllowed):
        approvals.approve(running, actor=ready.leader)
    assert Payment.objects.get(pk=payment.pk).state == "in_approval"


def test_who_checked_or_approved_does_not_pay(ready: World) -> None:
    payment = ready.approve(ready.request(1))
    with pytest.raises(Refusal, match="核对或审批过这笔支付"):
        paying.pay(payment, actor=ready.clerk, voucher="国库 2026-0031")
    for actor in (ready.manager, ready.other_clerk, ready.leader, ready.finance_leader, Actor.public()):
        with pytest.raises(NotAllowed):
            paying.pay(payment, actor=actor, voucher="国库 2026-0031")
    assert paying.pay(payment, actor=ready.second_clerk, voucher="国库 2026-0031").state == "paid"


def test_what_is_not_approved_is_not_paid(ready: World) -> None:
    payment = ready.request(1)
    with pytest.raises(WrongState, match="待核对"):
        paying.pay(payment, actor=ready.cashier, voucher="国库 2026-0031")
    with pytest.raises(NotAllowed):
        paying.clear(payment, actor=ready.clerk)


def test_a_returned_request_comes_back_corrected(ready: World) -> None:
    payment = ready.request(1)
    requests.send_back(payment, actor=ready.clerk, reason="发票抬头不对")
    assert Task.objects.open().get(verb="delivery.payment:resubmit").context == "发票抬头不对"
    with pytest.raises(Refusal, match=r"还可申请 228,800\.00 元"):
        requests.resubmit(
            payment, actor=ready.manager, amount=Decimal("228800.01"), invoice_number="20260009", invoice_on=START
        )
    requests.resubmit(payment, actor=ready.manager, amount=Decimal(1000), invoice_number="20260009", invoice_on=START)
    assert ready.milestone(1).claimed_amount == 1000


@pytest.mark.parametrize(
    ("end", "state", "claimed"), [(approvals.send_back, "returned", "228800.00"), (approvals.refuse, "refused", "0.00")]
)
def test_the_chain_may_return_or_refuse(ready: World, end: Callable[..., Approval], state: str, claimed: str) -> None:
    payment = ready.request(1)
    requests.check(payment, actor=ready.clerk)
    running = approvals.running(payment)
    end(running, actor=ready.leader, opinion="合同约定的条件还不具备")
    payment.refresh_from_db()
    assert (payment.state, payment.opinion) == (state, "合同约定的条件还不具备")
    assert ready.milestone(1).claimed_amount == Decimal(claimed)


def test_the_final_payment_waits_for_the_grade(world: World) -> None:
    world.finish()
    world.accept(3)
    with pytest.raises(Refusal, match="尾款要等评估结果公布") as refused:
        world.request(3)
    assert refused.value.clauses
    spine.move(world.project, "following", grade="良")
    assert world.request(3).amount == Decimal("114400.00")


def test_a_reversal_undoes_a_payment_and_frees_its_invoice(ready: World) -> None:
    payment = ready.pay(1)
    with pytest.raises(Refusal, match="不能自己冲销"):
        paying.reverse(payment, actor=ready.cashier, voucher="国库 2026-0032", reason="收款账户错误")
    for actor in (ready.manager, ready.other_clerk, ready.finance_leader, Actor.public()):
        with pytest.raises(NotAllowed):
            paying.reverse(payment, actor=actor, voucher="国库 2026-0032", reason="收款账户错误")
    reversal = paying.reverse(payment, actor=ready.second_cashier, voucher="国库 2026-0032", reason="收款账户错误")
    assert (reversal.amount, ready.fresh().paid_amount) == (Decimal("-228800.00"), 0)
    assert Payment.objects.paid().total() == 0
    with pytest.raises(WrongState, match="已冲销"):
        paying.reverse(payment, actor=ready.second_cashier, voucher="国库 2026-0033", reason="再冲一次看看")
    with pytest.raises(Refusal, match="本身就是冲销"):
        paying.reverse(reversal, actor=ready.cashier, voucher="国库 2026-0034", reason="冲销的冲销不行")
    assert ready.request(1, invoice=payment.invoice_number).state == "requested"


@pytest.mark.parametrize("change", [{"amount": 1}, {"voucher": "改了"}, {"invoice_number": "改了"}])
def test_what_was_paid_cannot_be_changed_with_sql(ready: World, change: dict[str, Any]) -> None:
    payment = ready.pay(1)
    with pytest.raises(DatabaseError, match="paid_stays"), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**change)
    with pytest.raises(DatabaseError, match="never_deleted"), transaction.atomic():
        payment.delete()


def test_the_database_keeps_paid_within_instalment_and_contract(ready: World) -> None:
    over = ready.milestone(1).amount + FEN
    for change in ({"claimed_amount": over}, {"claimed_amount": FEN, "paid_amount": 2 * FEN}):
        with pytest.raises(DatabaseError, match="milestone_"), transaction.atomic():
            Milestone.objects.filter(project=ready.project, order=1).update(**change)
    with pytest.raises(DatabaseError, match="project_paid_within_contract"), transaction.atomic():
        Project.objects.filter(pk=ready.project.pk).update(paid_amount=ready.amount + FEN)


def test_a_stale_page_and_a_repeated_request(ready: World) -> None:
    payment = ready.approve(ready.request(1))
    with pytest.raises(Stale):
        paying.pay.on(Terms(version=payment.version - 1))(payment, actor=ready.cashier, voucher="国库 2026-0031")
    terms = Terms(key="pay-1", version=payment.version)
    first = paying.pay.on(terms)(payment, actor=ready.cashier, voucher="国库 2026-0031")
    again = paying.pay.on(terms)(payment, actor=ready.cashier, voucher="国库 2026-0031")
    assert (first.pk, ready.fresh().paid_amount) == (again.pk, Decimal("228800.00"))
    assert Event.objects.filter(verb="delivery.payment:pay", outcome="done").count() == 1


def run_at_once(count: int, do: Callable[[int], Any]) -> list[str]:
    """Run `do` in so many threads at once; what each came to."""
    outcomes: list[str] = []
    gate = threading.Barrier(count)

    def one(i: int) -> None:
        gate.wait()
        try:
            with clock.travelled(at(2026, 6, 1)):
                do(i)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[i]) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_one_payment_and_one_instalment() -> None:
    with clock.travelled(at(2026, 6, 1)):
        with transaction.atomic():
            world = World()
            world.sign()
            world.plan()
            world.accept(1)
        asked = run_at_once(20, lambda i: world.request(1, invoice=f"2026{i:06d}"))
        assert (asked.count("done"), asked.count("Refusal")) == (1, 19)
        payment = world.approve(Payment.objects.get())
        paid = run_at_once(20, lambda i: paying.pay(payment, actor=world.cashier, voucher=f"国库 {i:04d}"))
        assert (paid.count("done"), paid.count("WrongState")) == (1, 19)
        assert world.fresh().paid_amount == Decimal("228800.00")
