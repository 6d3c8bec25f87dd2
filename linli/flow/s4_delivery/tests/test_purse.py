"""Contract and payments move the pooled funds exactly."""

from decimal import Decimal

import pytest

from linli.flow.s4_delivery import audit
from linli.flow.s4_delivery.actions import paying
from linli.flow.s4_delivery.tests.world import World
from linli.flow.thread.models import Project
from linli.flow.thread.web.project import figures
from linli.foundations.funds import ledger
from linli.foundations.funds.actions import create
from linli.foundations.funds.actions import refund as book_refund
from linli.foundations.funds.models import FundSource, Posting
from linli.foundations.parties.models import Organisation
from linli.kernel import clock
from linli.kernel.errors import Refusal
from linli.ui import formats


def fund(world: World, amount: str = "600000.00", name: str = "示例区级资金") -> FundSource:
    return create(
        name=name, kind="district", year=2026, place=world.finance.place, owner=world.finance,
        amount=Decimal(amount), actor=world.cashier,
    )  # fmt: skip


def test_the_contract_binds_its_amount_and_frees_the_rest(world: World) -> None:
    source = fund(world)
    ledger.reserve(source, world.project.pk, Decimal("586000.00"), actor=world.clerk)
    world.sign()
    assert ledger.balance(world.project.pk) == {
        "reserved": Decimal(0), "committed": Decimal("572000.00"), "spent": Decimal(0)
    }  # fmt: skip
    source.refresh_from_db()
    assert source.available == Decimal("28000.00")


def test_what_is_bound_already_is_not_bound_twice(world: World) -> None:
    ledger.reserve(fund(world), world.project.pk, Decimal("586000.00"), actor=world.clerk)
    ledger.commit_for(world.project.pk, Decimal("572000.00"), actor=world.clerk)
    world.sign()
    assert ledger.balance(world.project.pk)["committed"] == Decimal("572000.00")


def test_payment_and_reversal_move_the_ledger_to_and_fro(world: World) -> None:
    ledger.reserve(fund(world), world.project.pk, Decimal("572000.00"), actor=world.clerk)
    world.sign()
    world.plan()
    world.accept(1)
    payment = world.pay(1)
    assert ledger.balance(world.project.pk)["spent"] == Decimal("228800.00")
    paying.reverse(payment, actor=world.second_cashier, voucher="国库 2026-0032", reason="收款账户错误")
    assert ledger.balance(world.project.pk) == {
        "reserved": Decimal(0), "committed": Decimal("572000.00"), "spent": Decimal(0)
    }  # fmt: skip
    assert list(Posting.objects.order_by("id").values_list("kind", flat=True))[-2:] == ["spend", "reverse"]


def test_a_reservation_below_the_contract_stops_the_signing(world: World) -> None:
    ledger.reserve(fund(world), world.project.pk, Decimal("500000.00"), actor=world.clerk)
    with pytest.raises(Refusal, match="预留"):
        world.sign()


def test_a_project_without_a_source_is_paid_all_the_same(world: World) -> None:
    world.sign()
    world.plan()
    world.accept(1)
    assert world.pay(1).state == "paid"
    assert not Posting.objects.exists()


def refund(world: World, amount: str, voucher: str = "回单 1", provider: Organisation | None = None) -> None:
    book_refund(
        project_key=world.project.pk, provider=provider or world.provider, amount=Decimal(amount), voucher=voucher,
        received_on=clock.today(), reason="评估扣款", actor=world.cashier,
    )  # fmt: skip


def test_a_refund_stands_beside_what_was_paid(world: World) -> None:
    ledger.reserve(fund(world), world.project.pk, Decimal("572000.00"), actor=world.clerk)
    world.sign()
    world.plan()
    world.accept(1)
    payment = world.pay(1)
    with pytest.raises(Refusal, match="付给的是") as wrong:
        refund(world, "28800.00", provider=world.rival)
    assert wrong.value.field == "provider"
    refund(world, "28800.00")
    project = world.fresh()
    # What was paid stays what the contract bounds; what the provider keeps is less.
    assert (project.paid_amount, project.refunded_amount, project.net_paid) == (
        Decimal("228800.00"), Decimal("28800.00"), Decimal("200000.00"),
    )  # fmt: skip
    assert ledger.balance(project.pk)["spent"] == project.net_paid
    assert not [fault for check in audit.checks() for fault in check.faults()]
    assert any(str(formats.wan_unit(Decimal(200000))) in str(figure.note) for figure in figures(project))
    with pytest.raises(Refusal, match=r"共 200,000\.00 元，少于退款的 200,000\.01 元"):
        refund(world, "200000.01", "回单 2")
    assert world.fresh().refunded_amount == Decimal("28800.00")
    # Undoing the payment would leave more refunded than paid: the refund stands in its way.
    with pytest.raises(Refusal):
        paying.reverse(payment, actor=world.second_cashier, voucher="国库 冲销", reason="付错账户")
    Project.objects.filter(pk=project.pk).update(refunded_amount=1)
    assert [fault for check in audit.checks() for fault in check.faults()] == [
        f"项目 {project.pk} 各笔退款共 28800.00 元，记为 1.00 元。"
    ]
