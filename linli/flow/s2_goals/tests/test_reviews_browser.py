"""The pages of a review in a browser, at both widths: axe, no sideways scroll, and the way from asking to the intention."""

from pathlib import Path
from typing import Any

import pytest

from linli.flow.s2_goals import actions as design_actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews.models import ExpertOpinion, IntentionEdition, ReturnPoint
from linli.flow.s2_goals.reviews.states import Criterion
from linli.flow.s2_goals.tests.factory import approve_all
from linli.flow.s2_goals.tests.reviews import ask, expert, large, with_opinions
from linli.foundations.parties.tests.factory import make_actor
from linli.foundations.rulebook.tests import test_documents_browser as windows
from linli.foundations.rulebook.tests.test_documents_browser import SHOTS, context_of, found_by_axe, press
from linli.kernel import approvals
from linli.kernel.actor import Actor

browser = windows.browser
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Window:
    """Somebody's page; every page that is opened is looked at."""

    def __init__(self, browser: Any, width: int, base: str, actor: Actor | None) -> None:
        self.page = context_of(browser, width, base, actor).new_page()
        self.base = base

    def open(self, path: str, name: str) -> Any:
        self.page.goto(self.base + path)
        return self.seen(name)

    def seen(self, name: str) -> Any:
        if SHOTS:
            width = self.page.viewport_size["width"]
            self.page.screenshot(path=Path(SHOTS) / f"review-{name}-{width}.png", full_page=True)
        assert found_by_axe(self.page) == [], name
        return self.page


@pytest.fixture
def design(transactional_db: Any, settings: Any) -> Design:
    settings.REQUIRE_MFA = False
    return large(make_actor("town"))


@pytest.mark.parametrize("width", [1440, 390])
def test_asked_argued_returned_corrected_published(live_server: Any, browser: Any, design: Design, width: int) -> None:
    clerk, who, base = make_actor("town"), expert(), f"/goals/{design.project_id}"
    mine = Window(browser, width, live_server.url, clerk)
    page = mine.open(f"{base}/opinions/", "desk")
    page.locator(f"input[name=people][value='{who.person_id}']").check()
    page.get_by_label("请重点论证").fill("测算依据是否充分？")
    press(page, "邀请论证")
    opinion = ExpertOpinion.objects.get()
    argue(Window(browser, width, live_server.url, who), opinion)
    page = mine.open(f"/goals/opinions/{opinion.pk}/answer/", "answer")
    page.get_by_label("部分采纳").check()
    page.locator("[name=reply_1]").fill("已按岗位写明。")
    press(page, "回应论证意见")
    mine.seen("desk-answered")
    with_opinions(design, clerk, 2)
    mine.open(f"{base}/budget/", "budget")
    page = mine.open(f"{base}/review/", "review")
    press(page, "提交方案")
    send_back(Window(browser, width, live_server.url, make_actor("town", "leader")), design)
    correct(mine, design, base)
    publish(mine, design, base)


def argue(window: Window, opinion: ExpertOpinion) -> None:
    """The expert reads and fills in; what is missing comes back with his words."""
    page = window.open(f"/goals/opinions/{opinion.pk}/", "expert")
    for one in Criterion:
        page.locator(f"input[name=grade_{one.value}][value=fair]").check()
    page.locator("input[name=conclusion][value=amended]").check()
    page.get_by_label("总体意见").fill("总体可行，测算依据还应细化。")
    page.get_by_label("建议 1").fill("请按岗位写明人数和单价。")
    page.get_by_label("我声明").check()
    press(page, "提交论证意见")
    window.seen("expert-given")


def send_back(window: Window, design: Design) -> None:
    """The purchaser's leader returns it with a point tied to the budget."""
    page = window.open(f"/projects/{design.project_id}/goals/", "tab-approver")
    page.get_by_label("意见", exact=True).fill("测算依据不够具体，请补正。")
    page.get_by_text("退回时逐条列出要点").click()
    page.get_by_label("第 1 条涉及").select_option("lines")
    page.get_by_label("第 1 条要点").fill("人员经费请写明月数。")
    press(page, "退回补正")
    assert ReturnPoint.objects.get().about == "lines"


def correct(window: Window, design: Design, base: str) -> None:
    """The clerk explains the point, sees what changed, and submits again."""
    window.open(f"/projects/{design.project_id}/goals/", "tab-returned")
    clerk = make_actor("town")
    design.refresh_from_db()
    design_actions.describe(
        design, actor=clerk, problem=design.problem, goal="一年内使 120 名老人每个工作日吃上热饭。", beneficiaries=120,
        catalogue_code=design.catalogue_code, service_from=design.service_from, service_to=design.service_to,
    )  # fmt: skip
    page = window.open(f"{base}/returned/", "settle")
    page.locator("[name=settled_1]").check()
    page.locator("[name=reply_1]").fill("已写明 12 个月。")
    press(page, "保存")
    window.open(f"{base}/compare/", "compare")
    press(window.open(f"{base}/review/", "review-again"), "提交方案")


def publish(window: Window, design: Design, base: str) -> None:
    """Approved, the notice is checked and published; then it is corrected in public."""
    approve_all(Design.objects.get())
    assert approvals.running(design) is None
    page = window.open(f"{base}/intention/", "intention")
    press(page, "公开采购意向")
    window.seen("tab-published")
    page = window.open(f"{base}/intention/correct/", "correct")
    page.get_by_label("更正理由（公开）").fill("服务人数有误。")
    press(page, "更正采购意向")
    assert IntentionEdition.objects.count() == 2
    window.open(f"{base}/intention/shorten/", "shorten")
    window.open(f"{base}/intention/withdraw/", "withdraw")


def test_a_refused_opinion_keeps_what_was_typed(live_server: Any, browser: Any, design: Design) -> None:
    who = expert()
    opinion = ask(design, make_actor("town"), who)[0]
    page = Window(browser, 1440, live_server.url, who).open(f"/goals/opinions/{opinion.pk}/", "expert-empty")
    page.get_by_label("总体意见").fill("写了一半的意见")
    press(page, "提交论证意见")
    assert "没有声明的不能提交" in page.locator(".problems").inner_text()
    assert page.get_by_label("总体意见").input_value() == "写了一半的意见"
    opinion.refresh_from_db()
    assert opinion.state == "asked"
