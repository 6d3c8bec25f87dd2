"""Pages of the funds in a browser at both widths: axe without a violation, no sideways scroll, no breach of the policy."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from linli.foundations.funds import accounts, actions, ledger
from linli.foundations.funds.actions.budgets import Line
from linli.foundations.funds.models import BankAccount, Budget, Posting, Transfer
from linli.foundations.funds.tests.test_setting_aside import Bureaus
from linli.foundations.rulebook.tests import test_documents_browser as windows
from linli.foundations.rulebook.tests.test_documents_browser import context_of, found_by_axe, press, wrong_with
from linli.kernel import clock

browser = windows.browser
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def district(settings: Any) -> Bureaus:
    """A district with money at every stage: earmarked, pooled, on its way, reserved, under contract, paid, refunded."""
    settings.REQUIRE_MFA = False
    made, year = Bureaus(), clock.today().year
    rich, clerk = Decimal(4_000_000), made.treasurer
    source = actions.create(
        name="示例区级社区服务资金", kind="district", year=year, place=made.place, owner=made.finance, amount=rich,
        document_number="示财社〔2026〕3号", actor=clerk,
    )  # fmt: skip
    made.source = source
    for kind, name in (("lottery", "示例福彩公益金"), ("department", "示例部门专项")):
        actions.create(name=name, kind=kind, year=year, place=made.place, owner=made.finance, amount=rich, actor=clerk)
    earmark = actions.set_aside(source, title="养老专项", purpose="A01", amount=Decimal(300_000), actor=clerk)
    purses = {one.earmark_id: one for one in source.accounts.filter(stage="available")}
    actions.request_transfer(
        from_account=purses[earmark.pk], to_account=purses[None], amount=Decimal(50_000), reason="结余调剂", actor=clerk
    )
    pool = actions.create_pool(name="示例资金池", year=year, owner=made.finance, place=made.place, actor=clerk)
    actions.put_in(pool, source=source, amount=Decimal(500_000), actor=clerk)
    for key, purpose in enumerate(("A0102", "A0201", "B0101"), start=7):
        ledger.reserve(source, key, Decimal(200_000), actor=clerk, purpose=purpose, place=made.town_place,
                       title=f"示例项目{key}", path=f"/projects/{key}/")  # fmt: skip
        ledger.commit_for(key, Decimal(150_000), actor=clerk)
        ledger.spend_for(key, Decimal(60_000), actor=clerk)
    actions.refund(
        project_key=7, provider=made.provider, amount=Decimal(1_000), voucher="回单 7", reason="评估扣款",
        received_on=clock.today() - timedelta(days=1), actor=clerk,
    )  # fmt: skip
    lines = [Line("养老服务", Decimal(160_000), purpose="A01"), Line("其他", Decimal(900_000))]
    actions.adopt_budget(year=year, owner=made.finance, title="示例年度预算", lines=lines, actor=clerk)
    actions.open_account(name="示例专户", bank="示例银行", number="622200001111", owner=made.finance, actor=clerk)
    return made


def addresses(district: Bureaus) -> list[str]:
    pk = district.source.pk
    free, transfer = accounts.free(district.source), Transfer.objects.get()
    posting = Posting.objects.filter(kind="spend").latest("pk")
    budget, bank = Budget.objects.get().pk, BankAccount.objects.get().pk
    verbs = [f"/funds/{pk}/{verb}/" for verb in ("adjust", "attach", "set-aside", "transfer")]
    lists = ("", "new/", "overview/", "budgets/",  f"budgets/{budget}/", "accounts/",
              "pools/", "transfers/", "years/", "refunds/new/", "bank/", f"bank/{bank}/",
             f"bank/{bank}/import/")  # fmt: skip
    return [*(f"/funds/{one}" for one in lists), f"/funds/{pk}/", *verbs, free.get_absolute_url(),
            posting.get_absolute_url(), transfer.get_absolute_url()]  # fmt: skip


@pytest.mark.parametrize("width", [1440, 390])
def test_what_the_treasury_sees(live_server: Any, browser: Any, district: Bureaus, width: int) -> None:
    context = context_of(browser, width, live_server.url, district.treasurer)
    page = context.new_page()
    found = {path: wrong_with(page, live_server.url + path) for path in addresses(district)}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [1440, 390])
def test_wan_by_mistake_is_mended_with_one_click(
    live_server: Any,
    browser: Any,
    district: Bureaus,
    width: int,
) -> None:
    page = context_of(browser, width, live_server.url, district.treasurer).new_page()
    page.goto(f"{live_server.url}/funds/{district.source.pk}/set-aside/")
    page.get_by_label("专用事项").fill("未保专项")
    page.locator("#id_purpose").select_option("A02")
    page.locator("#id_amount").fill("35")
    press(page, "划为专用")
    assert "您填写的是 35 元，是否为 35 万元（350,000.00 元）？" in page.locator(".problems").inner_text()
    assert found_by_axe(page) == []
    assert page.get_by_label("专用事项").input_value() == "未保专项"
    # Enter in a field is no answer: the question stays.
    with page.expect_navigation(wait_until="load"):
        page.get_by_label("专用事项").press("Enter")
    assert page.locator(".problems").count() == 1
    press(page, "是，按 350,000.00 元提交")
    assert "未保专项" in page.locator("main").inner_text()
    assert district.source.accounts.get(earmark__title="未保专项", stage="available").balance == 350_000


def test_a_phone_shows_the_flow_as_a_table_first(live_server: Any, browser: Any, district: Bureaus) -> None:
    for width, table in ((1440, False), (390, True)):
        page = context_of(browser, width, live_server.url, district.treasurer).new_page()
        page.goto(f"{live_server.url}/funds/overview/")
        page.wait_for_selector("[data-chart=funds-flow][data-drawn]", state="attached")
        page.wait_for_timeout(300)
        assert page.locator("[data-narrow] [data-chart-table]").is_visible() == table
        page.locator("[data-narrow]").get_by_role("button", name="图", exact=True).click()
        assert page.locator("[data-chart=funds-flow]").is_visible()
