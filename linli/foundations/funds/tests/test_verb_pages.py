"""The pages on which money is set aside, moved, pooled, refunded, budgeted and compared with the bank."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.foundations.funds import actions, ledger
from linli.foundations.funds.models import (
    BankAccount,
    BankMatch,
    Budget,
    Earmark,
    FundSource,
    FundYear,
    Pool,
    Refund,
    Transfer,
)
from linli.foundations.funds.tests.test_pages import as_
from linli.foundations.funds.tests.test_setting_aside import Bureaus
from linli.kernel import approvals, clock


@pytest.fixture
def district(db: Any, settings: Any) -> Bureaus:
    settings.REQUIRE_MFA = False
    return Bureaus()


def sent(client: Client, address: str, **fields: Any) -> Any:
    """A submitted form that was accepted."""
    shown = client.get(address)
    assert shown.status_code == 200, address
    answer = client.post(address, fields)
    assert answer.status_code == 302, answer.content.decode()[:4000]
    return answer


def test_money_is_set_aside_changed_and_transferred(district: Bureaus) -> None:
    client, pk = as_(district.treasurer), district.source.pk
    sent(client, f"/funds/{pk}/set-aside/", title="养老专项", purpose="A01", amount="300")
    earmark = Earmark.objects.get(title="养老专项")
    page = client.get(f"/funds/{pk}/").content.decode()
    assert f"/funds/earmarks/{earmark.pk}/" in page
    sent(client, f"/funds/earmarks/{earmark.pk}/", amount="250", reason="示财〔2026〕3号", version=earmark.version)
    purses = {one.earmark_id: one for one in district.source.accounts.filter(stage="available")}
    assert purses[earmark.pk].balance == 250
    sent(
        client, f"/funds/{pk}/transfer/", from_account=purses[earmark.pk].pk, to_account=purses[None].pk, amount="50",
        reason="结余调剂",
    )  # fmt: skip
    assert Transfer.objects.get().state == "in_approval"
    assert "结余调剂" in client.get(f"/funds/{pk}/").content.decode()


def test_a_transfer_has_a_page_of_its_own_and_a_list(district: Bureaus) -> None:
    earmark = actions.set_aside(
        district.source, title="养老专项", amount=Decimal(300), purpose="A01", actor=district.treasurer
    )
    purses = {one.earmark_id: one for one in district.source.accounts.filter(stage="available")}
    made = actions.request_transfer(
        from_account=purses[earmark.pk], to_account=purses[None], amount=Decimal(50), reason="结余调剂",
        actor=district.treasurer,
    )  # fmt: skip
    own = made.get_absolute_url()
    client = as_(district.treasurer)
    listed = client.get("/funds/transfers/").content.decode()
    assert own in listed
    assert own in client.get(f"/funds/{district.source.pk}/").content.decode()
    page = client.get(own).content.decode()
    for words in ("结余调剂", "treasurer", "示例财政局", "养老专项", "申请资金划转", purses[None].code, "记账凭证"):
        assert words in page, words
    affairs = as_(district.affairs_leader)
    assert 'name="decision"' in affairs.get(own).content.decode()
    for leader in (district.affairs_leader, district.finance_leader):
        running = approvals.running(made)
        assert running is not None
        approvals.approve(running, actor=leader)
    done = client.get(own).content.decode()
    assert "已到账" in done
    assert "资金划转到账" in done
    assert client.get("/funds/transfers/", {"q": "结余", "tab": "done"}).content.decode().count(own) >= 1
    assert own not in client.get("/funds/transfers/", {"q": "没有这个"}).content.decode()
    assert client.get("/funds/transfers/", {"export": "xlsx"})["Content-Type"].endswith("sheet")
    # Who does not see the source sees neither the list's row nor the page.
    clerk = as_(district.clerk)
    assert own not in clerk.get("/funds/transfers/").content.decode()
    assert clerk.get(own).status_code == 404


def test_a_form_says_what_is_wrong_and_keeps_the_rest(district: Bureaus) -> None:
    client = as_(district.treasurer)
    page = client.post(
        f"/funds/{district.source.pk}/set-aside/", {"title": "养老专项", "amount": "300"}
    ).content.decode()
    assert "用途和使用区域至少选择一项" in page
    assert 'value="养老专项"' in page
    more = client.post(
        f"/funds/{district.source.pk}/set-aside/", {"title": "养老专项", "purpose": "A01", "amount": "3000"}
    )
    assert "1,000.00" in more.content.decode()
    assert not Earmark.objects.exists()


def test_a_pool_takes_money_in_and_gives_it_back(district: Bureaus) -> None:
    client = as_(district.treasurer)
    sent(client, "/funds/pools/new/", name="为民服务资金池", year="2026", place=district.place.pk)
    pool = Pool.objects.get()
    free = district.source.accounts.get(stage="available")
    sent(client, f"/funds/pools/{pool.pk}/put-in/", purse=free.pk, amount="600", version=pool.version)
    inside = district.source.accounts.get(stage="available", pool=pool)
    assert inside.balance == 600
    sent(client, f"/funds/pools/{pool.pk}/take-out/", purse=inside.pk, amount="100")
    page = client.get("/funds/pools/").content.decode()
    assert "500.00" in page
    assert as_(district.clerk).get("/funds/pools/new/").status_code == 403
    assert as_(district.clerk).get(f"/funds/pools/{pool.pk}/put-in/").status_code == 403


def test_a_town_sees_its_quota_and_no_other(district: Bureaus) -> None:
    this = actions.create(
        name="今年资金", kind="district", year=clock.today().year, place=district.place, owner=district.finance,
        amount=Decimal(900), actor=district.treasurer,
    )  # fmt: skip
    for title, place in (("本镇额度", district.town_place), ("邻镇额度", district.other.place)):
        actions.set_aside(this, title=title, amount=Decimal(300), place=place, actor=district.treasurer)
    page = as_(district.clerk).get("/funds/").content.decode()
    assert "本镇额度" in page
    assert "邻镇额度" not in page
    assert "本镇额度" not in as_(district.treasurer).get("/funds/").content.decode()


def test_the_end_of_the_year(district: Bureaus) -> None:
    chief = district.member("chief", district.finance, "leader")
    assert "carry-over" not in as_(district.treasurer).get(f"/funds/{district.source.pk}/").content.decode()
    with clock.travelled(timezone.make_aware(datetime(2026, 12, 31, 9))):
        assert "carry-over" in as_(district.treasurer).get(f"/funds/{district.source.pk}/").content.decode()
    with clock.travelled(timezone.make_aware(datetime(2027, 1, 5, 9))):
        client, leader = as_(district.treasurer), as_(chief)
        assert "carry-over" in client.get(f"/funds/{district.source.pk}/").content.decode()
        assert "示例区级资金" in leader.get("/funds/years/").content.decode()
        sent(client, f"/funds/{district.source.pk}/take-back/", reason="示财〔2027〕1号")
        assert "2026 年度结账" in leader.get("/funds/years/").content.decode()
        assert client.post("/funds/years/2026/close/").status_code == 403
        leader.post("/funds/years/2026/close/")
        assert FundYear.objects.get(year=2026).closed_at is not None
        assert "结账" in leader.get("/funds/years/").content.decode()


def test_a_refund_is_available_again(district: Bureaus) -> None:
    ledger.reserve(
        district.source, 7, Decimal(400), actor=district.treasurer, title="示例助餐项目", path="/projects/7/"
    )
    ledger.commit_for(7, Decimal(400), actor=district.treasurer)
    ledger.spend_for(7, Decimal(400), actor=district.treasurer)
    client = as_(district.treasurer)
    fields = {
        "holding": ledger.of_project(7)[0].pk, "provider": district.provider.pk, "amount": "40", "voucher": "20260701",
        "received_on": timezone.localdate().isoformat(), "reason": "多付",
    }  # fmt: skip
    sent(client, "/funds/refunds/new/", **fields)
    again = client.post("/funds/refunds/new/", fields)
    assert "已经登记过退款" in again.content.decode()
    assert Refund.objects.count() == 1
    assert FundSource.objects.get().available == 640
    assert "多付" in client.get("/funds/years/").content.decode()
    assert as_(district.clerk).get("/funds/refunds/new/").status_code == 403


def table(text: str, name: str = "预算.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


HEADS = "预算项目,资金类别,资金池,用途编号,区划代码,预算数（元）\n"


def test_a_budget_comes_in_by_its_table_and_every_wrong_row_is_named(district: Bureaus) -> None:
    client = as_(district.treasurer)
    assert client.get("/funds/budgets/template/")["Content-Type"].endswith("sheet")
    given = {"title": "示例预算", "year": "2026", "owner": district.finance.pk}
    wrong = table(HEADS + "养老服务,,,A01,,５００\n,,,,,1\n助残,火星,,,,1\n助困,,,Z9,,-5\n别处,,,,999999,3\n")
    page = client.post("/funds/budgets/new/", {**given, "file": wrong}).content.decode()
    for row in ("第 3 行", "第 4 行", "第 5 行", "第 6 行"):
        assert row in page
    assert not Budget.objects.exists()
    assert (
        "没有找到表头"
        in client.post("/funds/budgets/new/", {**given, "file": table("项目,金额\n甲,1\n")}).content.decode()
    )
    sent(client, "/funds/budgets/new/", **given, file=table(HEADS + "养老服务,区级财政,,A01,320117001,５００\n"))
    budget = Budget.objects.get()
    assert [line.amount for line in budget.lines.all()] == [500]
    assert client.get(f"/funds/budgets/template/?of={budget.pk}")["Content-Type"].endswith("sheet")
    sent(
        client, f"/funds/budgets/{budget.pk}/amend/", file=table(HEADS + "养老服务,,,A01,,800\n"), reason="追加",
        version=budget.version,
    )  # fmt: skip
    assert [line.amount for line in budget.lines.all()] == [800]
    assert as_(district.clerk).get("/funds/budgets/new/").status_code == 403


BANK = "交易日期,对方户名,摘要,支出金额,收入金额,余额\n2026-07-02,示例社工中心（演示）,多付退回 20260701,,40.00,1040.00\n2026-07-03,示例超市,办公,12.00,,1028.00\n"


def test_a_bank_statement_is_imported_once_matched_and_unmatched(district: Bureaus) -> None:
    client = as_(district.treasurer)
    sent(
        client,
        "/funds/bank/new/",
        name="示例专户",
        bank="示例银行",
        number="6222 0000 0000 0001",
        owner=district.finance.pk,
    )
    account = BankAccount.objects.get()
    address = account.get_absolute_url()
    with clock.travelled(timezone.make_aware(datetime(2026, 7, 5, 9))):
        ledger.reserve(district.source, 7, Decimal(400), actor=district.treasurer)
        ledger.commit_for(7, Decimal(400), actor=district.treasurer)
        ledger.spend_for(7, Decimal(400), actor=district.treasurer)
        actions.refund(
            project_key=7, provider=district.provider, amount=Decimal(40), voucher="20260701",
            received_on=datetime(2026, 7, 2).date(), reason="多付", actor=district.treasurer,
        )  # fmt: skip
    sent(client, f"{address}import/", file=table(BANK), version=account.version)
    again = client.post(f"{address}import/", {"file": table(BANK)}).content.decode()
    assert "导入过" in again
    page = client.get(address).content.decode()
    assert "匹配度 100" in page
    assert "没有金额一致、日期相近的支付或退款" in page
    refund = Refund.objects.get()
    line = account.lines.get(amount=40)
    client.post(f"/funds/bank/lines/{line.pk}/match/", {"subject": f"funds.refund:{refund.pk}"})
    match = BankMatch.objects.get()
    assert "撤销匹配" in client.get(f"{address}?view=matched").content.decode()
    for view, told in (("unmatched", "办公"), ("matched", "20260701"), ("books", "账面事项")):
        sheet = openpyxl.load_workbook(BytesIO(client.get(f"{address}?view={view}&export=xlsx").content)).active
        assert sheet is not None
        assert told in str(list(sheet.values)), view
    sent(client, f"/funds/bank/matches/{match.pk}/undo/", reason="看错", version=match.version)
    assert BankMatch.objects.get().undone_at is not None
    assert (
        "多付" in client.get(f"{address}?view=books").content.decode()
        or refund.provider.name in client.get(f"{address}?view=books").content.decode()
    )
    bad = SimpleUploadedFile("坏.xlsx", b"PK\x03\x04nothing")
    assert "打不开" in client.post(f"{address}import/", {"file": bad}).content.decode()


def test_bank_pages_are_for_who_keeps_the_account(district: Bureaus) -> None:
    treasurer = as_(district.treasurer)
    sent(
        treasurer,
        "/funds/bank/new/",
        name="示例专户",
        bank="示例银行",
        number="62220000000001",
        owner=district.finance.pk,
    )
    address = BankAccount.objects.get().get_absolute_url()
    clerk = as_(district.clerk)
    assert "示例专户" not in clerk.get("/funds/bank/").content.decode()
    assert {clerk.get(a).status_code for a in (address, f"{address}import/")} == {404}
    assert as_(district.bidder).get("/funds/bank/").status_code == 403
