"""What a clerk sees while he types a design: the end target by the server's own rule, the item as soon as it is chosen."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from linli.flow.s2_goals import actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import periods
from linli.flow.s2_goals.results.people import plain
from linli.flow.s2_goals.results.states import Aggregation
from linli.flow.s2_goals.tests.factory import make_catalogue, make_design, targets
from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.parties.tests.factory import make_actor
from linli.foundations.rulebook.tests import test_documents_browser as windows
from linli.foundations.rulebook.tests.test_documents_browser import context_of, found_by_axe
from linli.kernel.actor import Actor

browser = windows.browser
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD_UP = """async (cases) => {
  const rule = await import(document.querySelector("script[src*='targets']").src);
  return cases.map(([each, how]) => rule.plain(rule.together(each.map(rule.cents), how)));
}"""
READ = "async (texts) => { const r = await import(document.querySelector(\"script[src*='targets']\").src); return texts.map(r.cents); }"


@pytest.fixture
def clerk(transactional_db: Any, settings: Any) -> Actor:
    settings.REQUIRE_MFA = False
    return make_actor("town")


@pytest.fixture
def design(clerk: Actor) -> Design:
    made = make_design(clerk)
    actions.set_targets(made, actor=clerk, targets=targets())
    return made


def test_target_chain_and_item_follow_what_is_typed(
    live_server: Any, browser: Any, clerk: Actor, design: Design
) -> None:
    page = context_of(browser, 1440, live_server.url, clerk).new_page()
    page.goto(f"{live_server.url}/goals/{design.project_id}/targets/")
    page.locator("#id_targets-0-frequency").select_option("quarter")
    page.locator("#id_targets-0-period_4").wait_for()
    whole, worse = page.locator("[data-whole]"), page.locator("[data-worse]")
    for number, typed in enumerate(("100", "２００", "300.5", "1,000"), start=1):
        assert whole.inner_text() == "由各期得出"
        page.locator(f"#id_targets-0-period_{number}").fill(typed)
    assert whole.inner_text() == "1600.5"
    page.locator("#id_targets-0-aggregation").select_option("average")
    assert whole.inner_text() == "400.13"
    page.locator("#id_targets-0-aggregation").select_option("last")
    assert whole.inner_text() == "1000"
    assert not worse.is_visible()
    page.locator("#id_targets-0-baseline").fill("1000.01")
    assert worse.is_visible()
    page.locator("#id_targets-0-by_sex").check()
    page.locator("#id_targets-0-group_sex_female").wait_for()
    assert whole.inner_text() == "1000"
    assert found_by_axe(page) == []
    same_as_the_server(page)
    chain_is_drawn(page, f"{live_server.url}/goals/{design.project_id}/chain/")
    item_is_told(page, f"{live_server.url}/goals/{design.project_id}/basics/")


def chain_is_drawn(page: Any, address: str) -> None:
    """The picture follows what is typed; a row that becomes an activity gets its months at once."""
    page.goto(address)
    for place, words in enumerate(("老人吃上热饭", "每日供餐", "备餐送餐")):
        page.locator(f"#id_nodes-{place}-text").fill(words)
    page.locator("#chain-picture").get_by_text("备餐送餐").first.wait_for()
    assert "没有指标" in page.locator("#page-checks").inner_text()
    months = page.locator("#id_nodes-1-from_month")
    assert not months.is_visible()
    page.locator("#id_nodes-1-level").select_option("activity")
    assert months.is_visible()


def same_as_the_server(page: Any) -> None:
    """Sums, averages and readings of the script, held against the server's."""
    chance = Random(7)
    cases = [
        ([str(Decimal(chance.randrange(-500, 10**chance.randrange(2, 12))) / 100) for _n in range(chance.randrange(1, 37))], how)
        for how in Aggregation.values
        for _case in range(100)
    ]  # fmt: skip
    expected = [plain(periods.together([Decimal(one) for one in each], how)) for each, how in cases]
    assert page.evaluate(ADD_UP, cases) == expected
    assert page.evaluate(READ, ["", "x", "1.234", "12345678901", "-", ".", "1e3"]) == [None] * 7
    assert page.evaluate(READ, ["0012", "-1.5", "５．２", ".5", "9999999999.99"]) == [1200, -150, 520, 50, 999999999999]


def item_is_told(page: Any, address: str) -> None:
    """Unit, price and people served of an item stand under the field as soon as another is chosen."""
    make_catalogue("A0102")
    CatalogueItem.objects.filter(code="A0102").update(unit="点·年", served=["elderly"])
    page.goto(address)
    known = page.locator(".chosen-item")
    assert "10.00—30.00 元／人次" in known.inner_text()
    page.locator("#id_catalogue_code").select_option("A0102")
    known.get_by_text("元／点·年").wait_for()
    assert (known.get_attribute("role"), "老年人" in known.inner_text()) == ("status", True)
    assert found_by_axe(page) == []
