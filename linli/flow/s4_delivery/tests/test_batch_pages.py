"""The pages of paying many at once: pick, check, pay, the result and its list."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from linli.flow.s4_delivery.models import Payment, PaymentBatch
from linli.flow.s4_delivery.tests.browsing import browser
from linli.flow.s4_delivery.tests.test_batch import approved
from linli.flow.s4_delivery.tests.test_purse import fund
from linli.flow.s4_delivery.tests.world import World
from linli.flow.s4_delivery.web.batch_table import heads
from linli.foundations.funds import ledger, queries
from linli.ui import excel

BATCH, PAY = "/delivery/payments/batch/", "/delivery/payments/batch/pay/"


@pytest.fixture
def ready(world: World, settings: Any) -> World:
    settings.REQUIRE_MFA = False
    ledger.reserve(fund(world), world.project.pk, Decimal("572000.00"), actor=world.clerk)
    world.sign()
    world.plan()
    for order in (1, 2):
        world.accept(order)
    return world


def rows_in(answer: Any) -> list[tuple[Any, ...]]:
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    return [tuple(cell for cell in row) for row in sheet.iter_rows(values_only=True)]


def uploaded(*rows: list[Any]) -> SimpleUploadedFile:
    return SimpleUploadedFile("待支付.xlsx", excel.workbook([heads(), *rows], "待支付"))


def test_ticked_checked_paid_and_kept(ready: World) -> None:
    first, second = approved(ready, 1), approved(ready, 2)
    client = browser(ready.cashier)
    assert reverse("delivery:batch") in client.get(reverse("delivery:payments")).content.decode()
    page = client.get(BATCH).content.decode()
    assert first.number in page
    assert "572,000.00" in page
    checked = client.post(
        BATCH, {"chosen": [first.pk, second.pk], "common": "国库 2026-9", f"voucher-{second.pk}": "国库 2026-10"}
    )
    words = checked.content.decode()
    assert "支付 2 笔，457,600.00 元" in words
    # Under contract 572,000, paid now 457,600, left 114,400; nothing has moved yet.
    assert "114,400.00" in words
    assert not PaymentBatch.objects.exists()
    form = checked.context["form"]
    sent = {"picked": form["picked"].value(), "idempotency_key": form["idempotency_key"].value()}
    answer = client.post(PAY, sent)
    batch = PaymentBatch.objects.get()
    assert answer["Location"] == batch.get_absolute_url()
    # The same form sent again pays nothing more and leads to the same page.
    assert client.post(PAY, sent)["Location"] == batch.get_absolute_url()
    assert ready.fresh().paid_amount == Decimal("457600.00")
    assert sorted(Payment.objects.values_list("voucher", flat=True)) == ["国库 2026-10", "国库 2026-9"]
    result = client.get(batch.get_absolute_url()).content.decode()
    for wanted in (batch.number, "457,600.00", "国库 2026-10", first.number):
        assert wanted in result
    listed = rows_in(client.get(batch.get_absolute_url(), {"export": "xlsx"}))
    assert [row[0] for row in listed if row[0] and str(row[0]).startswith("ZF-")] == [first.number, second.number]
    assert listed[-1][3:5] == ("合计", 457600)


def test_one_wrong_row_and_nothing_is_paid(ready: World) -> None:
    first, second = approved(ready, 1), approved(ready, 2)
    client = browser(ready.cashier)
    checked = client.post(BATCH, {"chosen": [first.pk, second.pk], f"voucher-{first.pk}": "国库 2026-9"})
    form = checked.context["form"]
    answer = client.post(PAY, {"picked": form["picked"].value(), "idempotency_key": "k"})
    assert answer.status_code == 200
    assert f"{second.number}：没有写明支付凭证号" in answer.content.decode()
    assert {p.state for p in Payment.objects.all()} == {"approved"}
    assert not PaymentBatch.objects.exists()


def test_vouchers_from_a_table_with_every_wrong_row(ready: World) -> None:
    first, second = approved(ready, 1), approved(ready, 2)
    client = browser(ready.cashier)
    offered = rows_in(client.get(BATCH, {"export": "xlsx"}))
    assert [row[0] for row in offered if str(row[0]).startswith("ZF-")] == [first.number, second.number]
    wrong = uploaded(
        [first.number, "", "", "", "", "", "国库 2026-9"],
        [first.number, "", "", "", "", "", "国库 2026-9"],
        ["ZF-0000-1", "", "", "", "", "", "国库 2026-9"],
        [second.number, "", "", "", "", "", "9"],
        [second.number, "", "", "", "22.88", "", "国库 2026-9"],
        [second.number, "", "", "", "228800.005", "", "国库 2026-9"],
    )
    words = client.post(BATCH, {"table": "1", "file": wrong}).content.decode()
    for wanted in (
        f"第 3 行：{first.number} 在表中重复",
        "第 4 行：没有编号为“ZF-0000-1”的支付",
        f"第 5 行：{second.number} 的支付凭证号应为 4 至 40 个字",
        f"第 6 行：{second.number} 在表中的金额是 22.88，批准的是 228,800.00 元",
        f"第 7 行：{second.number}：金额 228800.005 超过两位小数",
    ):
        assert wanted in words
    good = uploaded(
        [first.number, "", "", "", first.amount, "", "国库 2026-9"], [second.number, "", "", "", "", "", ""]
    )
    checked = client.post(BATCH, {"table": "1", "file": good}).content.decode()
    assert "支付 1 笔，228,800.00 元" in checked
    for nothing in ({"table": "1"}, {"table": "1", "file": SimpleUploadedFile("a.csv", "编号\n".encode())}, {}):
        assert client.post(BATCH, nothing).status_code == 200
        assert not PaymentBatch.objects.exists()


def test_filtered_by_purchaser_source_and_due_day(ready: World) -> None:
    payment, source = approved(ready, 1), fund(ready, name="另一笔资金（演示）")
    client = browser(ready.cashier)
    held = ledger.of_project(ready.project.pk)[0].source_id
    due = timezone.localdate(payment.due_at)  # type: ignore[union-attr]
    for query, shown in (
        ({"purchaser": ready.town.pk}, True),
        ({"purchaser": ready.other_clerk.organisation_id}, False),
        ({"source": held}, True),
        ({"source": source.pk}, False),
        ({"due": due.isoformat()}, True),
        ({"due": "2026-01-01"}, False),
    ):
        assert (payment.number in client.get(BATCH, query).content.decode()) == shown, query


def test_only_the_treasury_pays_and_a_broken_list_is_refused(ready: World) -> None:
    for actor in (ready.clerk, ready.manager, ready.finance_leader, ready.supervisor):
        assert browser(actor).get(BATCH).status_code == 403
        assert browser(actor).post(PAY, {"picked": "[]"}).status_code == 403
    client = browser(ready.cashier)
    for picked in ("", "x", "[]", "[[1]]", "[[1, 2, 3]]", "{}", '[[999999, "国库 1"]]'):
        assert client.post(PAY, {"picked": picked}).status_code == 200, picked
    assert client.get(PAY).status_code == 302
    assert not PaymentBatch.objects.exists()


def test_shares_follow_the_purses_in_their_order(ready: World) -> None:
    (share,) = queries.shares([(ready.project.pk, Decimal(500000)), (ready.project.pk, Decimal(100000))])
    assert (share.count, share.asked, share.committed, share.left, share.short) == (
        2, Decimal(600000), Decimal(572000), Decimal(-28000), Decimal(28000),
    )  # fmt: skip
    (none,) = queries.shares([(0, Decimal(5))])
    assert (none.source, none.count, none.asked) == (None, 1, Decimal(5))
