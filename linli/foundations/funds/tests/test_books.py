"""Pages that read the ledger: overview, budgets, trial balance, statement, voucher; each sees his own."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from linli.foundations.funds import accounts, actions, ledger
from linli.foundations.funds.actions.budgets import Line
from linli.foundations.funds.models import Account, Posting
from linli.foundations.funds.tests.test_pages import as_, statements
from linli.foundations.funds.tests.test_setting_aside import Bureaus

PAGES = ("/funds/overview/", "/funds/budgets/", "/funds/accounts/")


@pytest.fixture
def district(db: Any, settings: Any) -> Bureaus:
    settings.REQUIRE_MFA = False
    made = Bureaus()
    actions.set_aside(made.source, title="养老专项", purpose="A01", amount=Decimal(300), actor=made.treasurer)
    ledger.reserve(
        made.source, 7, Decimal(400), actor=made.treasurer, purpose="A0102", place=made.town_place,
        title="示例助餐项目", path="/projects/7/",
    )  # fmt: skip
    ledger.commit_for(7, Decimal(350), actor=made.treasurer)
    ledger.spend_for(7, Decimal(120), actor=made.treasurer)
    return made


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_overview_leads_from_a_total_to_the_voucher(district: Bureaus) -> None:
    client = as_(district.treasurer)
    page = text(client, "/funds/overview/?year=2026&by=town")
    assert "示例镇" in page
    assert "by=town&amp;key=320117001" in page
    below = text(client, "/funds/accounts/?year=2026&by=town&key=320117001")
    assert "只列“示例镇”的科目" in below
    spent = Account.objects.get(stage="spent", balance__gt=0)
    assert spent.get_absolute_url() in below
    assert accounts.free(district.source).get_absolute_url() not in below
    shown = text(client, spent.get_absolute_url())
    posting = Posting.objects.get(kind="spend")
    assert posting.get_absolute_url() in shown
    assert "120.00" in shown
    voucher = text(client, posting.get_absolute_url())
    assert "/projects/7/" in voucher
    assert "壹佰贰拾元整" in voucher


def test_a_voucher_names_its_place_in_the_journal(district: Bureaus) -> None:
    opened = Posting.objects.get(kind="open")
    assert "日志序号" in text(as_(district.treasurer), opened.get_absolute_url())


def test_who_sees_nothing_gets_empty_pages_and_no_addresses(district: Bureaus) -> None:
    clerk = as_(district.clerk)
    for address in PAGES:
        assert "示例区级资金" not in text(clerk, address)
    assert clerk.get(accounts.free(district.source).get_absolute_url()).status_code == 404
    assert clerk.get(Posting.objects.get(kind="spend").get_absolute_url()).status_code == 404
    bidder = as_(district.bidder)
    assert {bidder.get(address).status_code for address in PAGES} == {403}


def test_a_voucher_over_two_purses_names_only_ones_own(district: Bureaus) -> None:
    own = actions.create(
        name="示例镇资金", kind="town", year=2026, place=district.town_place, owner=district.town, amount=Decimal(50),
        actor=district.leader,
    )  # fmt: skip
    ledger.reserve(own, 7, Decimal(50), actor=district.leader, purpose="A0102", place=district.town_place)
    ledger.commit_for(7, Decimal(100), actor=district.treasurer)
    page = text(as_(district.clerk), Posting.objects.filter(kind="commit").latest("pk").get_absolute_url())
    assert "示例镇资金" in page
    assert "其他单位的资金" in page
    assert "示例区级资金" not in page


def test_the_trial_balance_says_that_it_balances(district: Bureaus) -> None:
    page = text(as_(district.treasurer), "/funds/accounts/")
    assert "借贷平衡" in page
    assert page.count("1,000.00") >= 2
    one_side = text(as_(district.treasurer), "/funds/accounts/?stage=spent")
    assert "借贷平衡" not in one_side


def test_a_budget_beside_what_became_of_it(district: Bureaus) -> None:
    lines = [Line("养老服务", Decimal(300), purpose="A01"), Line("助困治理", Decimal(90), purpose="A03")]
    budget = actions.adopt_budget(
        year=2026, owner=district.finance, title="示例预算", lines=lines, actor=district.treasurer
    )
    client = as_(district.treasurer)
    assert "示例预算" in text(client, "/funds/budgets/")
    page = text(client, budget.get_absolute_url())
    assert "超出预算" in page
    assert "-100.00" in page
    assert as_(district.clerk).get(budget.get_absolute_url()).status_code == 404


def test_everything_can_be_taken_as_a_table(district: Bureaus) -> None:
    lines = [Line("养老服务", Decimal(300), purpose="A01")]
    made = actions.adopt_budget(
        year=2026, owner=district.finance, title="示例预算", lines=lines, actor=district.treasurer
    )
    rooms = [f"/funds/{name}/" for name in ("overview", "accounts", "pools", "years", "budgets")]
    client = as_(district.treasurer)
    for address in (*rooms, made.get_absolute_url(), accounts.free(district.source).get_absolute_url()):
        assert client.get(f"{address}?export=xlsx")["Content-Type"].endswith("sheet"), address


def test_the_pages_cost_the_same_for_any_number_of_projects(district: Bureaus) -> None:
    client = as_(district.treasurer)
    free = accounts.free(district.source).get_absolute_url()
    addresses = ["/funds/overview/?by=town", "/funds/accounts/", free]
    for address in addresses:
        client.get(address)
    before = [statements(client, address) for address in addresses]
    for project in range(20, 28):
        ledger.reserve(district.source, project, Decimal(1), actor=district.treasurer, purpose="A0101")
    assert [statements(client, address) for address in addresses] == before


def test_odd_addresses_are_answered(district: Bureaus) -> None:
    client = as_(district.treasurer)
    free = accounts.free(district.source).get_absolute_url()
    for address in (
        f"{free}?before=x&after=99999999999999999999", f"{free}?since=2026-13-45", f"{free}?before=1",
        "/funds/overview/?year=x&by=x", "/funds/accounts/?by=pool&key=", "/funds/accounts/?by=source&key=x",
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address
