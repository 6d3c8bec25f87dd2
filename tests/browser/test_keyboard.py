"""From the inbox through the project to a form and back, with the Tab key alone; and what a screen reader is told."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from linli.flow.s1_needs.tests.factory import make_adopted_project
from linli.flow.s2_goals import actions
from linli.flow.s2_goals.tests.factory import make_catalogue, make_source
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import make_actor
from tests import stage

pytestmark = pytest.mark.browser
MOST = 120
"""Presses of the Tab key after which a thing counts as out of reach."""
FOCUSED = """() => {
  const at = document.activeElement, look = getComputedStyle(at);
  return {tag: at.tagName.toLowerCase(), id: at.id, text: (at.getAttribute('aria-label') || at.innerText || at.name || '').trim(),
    href: at.getAttribute('href') || '', ring: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2 || look.boxShadow !== 'none',
    seen: at.getBoundingClientRect().width > 0, top: at.getBoundingClientRect().top, bottom: at.getBoundingClientRect().bottom};
}"""
SAID = """() => {
  window.said = [];
  new MutationObserver(() => window.said.push(document.getElementById('live').textContent))
    .observe(document.getElementById('live'), {childList: true, characterData: true, subtree: true});
}"""


def begin() -> None:
    """A clerk whose design is a draft."""
    clerk = make_actor("town")
    make_catalogue("A0101")
    make_source()
    actions.draft(make_adopted_project(clerk), actor=clerk)


class Keys:
    """A person without a mouse."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def at(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(FOCUSED)
        return found

    def tab(self, times: int = 1) -> dict[str, Any]:
        for _ in range(times):
            self.page.keyboard.press("Tab")
        return self.at()

    def to(self, text: str = "", *, id: str = "", tag: str = "") -> dict[str, Any]:
        """Press Tab until this has the focus; everything on the way shows where it is."""
        for _ in range(MOST):
            here = self.tab()
            if here["tag"] == "body":
                continue
            assert here["seen"], f"the focus is on something unseen: {here}"
            assert here["ring"], f"the focus is not shown: {here}"
            if (not text or text in here["text"]) and (not id or here["id"] == id) and (not tag or here["tag"] == tag):
                return here
        raise AssertionError(f"{text or id} cannot be reached with the Tab key")

    def press(self, key: str = "Enter") -> None:
        self.page.keyboard.press(key)

    def follow(self, address: str) -> None:
        """Press Enter and arrive."""
        with self.page.expect_navigation():
            self.press()
        assert address in self.page.url


@pytest.fixture(scope="module")
def address(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), stage.committed(begin), stage.server() as running:
        yield running


@pytest.fixture(params=[1440, 390])
def keys(request: pytest.FixtureRequest, address: str, chromium: Any) -> Iterator[Keys]:
    height = 900
    context = chromium.new_context(viewport={"width": request.param, "height": height}, locale="zh-CN")
    username = Person.objects.order_by("pk").values_list("username", flat=True)[0]
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": stage.session_of(username), "url": address}])
    yield Keys(context.new_page(), address)
    context.close()


def test_the_first_stop_leads_past_the_menu(keys: Keys) -> None:
    keys.open("/inbox/")
    first = keys.tab()
    assert (first["text"], first["href"]) == ("跳到正文", "#main")
    assert first["seen"]
    keys.press()
    assert keys.at()["id"] == "main"
    assert "header" not in keys.page.evaluate("document.activeElement.closest('header, nav')?.tagName ?? ''").lower()


def test_from_the_inbox_to_the_form_with_the_tab_key(keys: Keys) -> None:
    project = Project.objects.get()
    keys.open("/inbox/")
    keys.tab()
    keys.press()
    keys.to(tag="a", text="提交项目方案")
    keys.follow(f"/projects/{project.pk}/")
    keys.tab()
    keys.press()
    keys.to("继续编制")
    keys.follow(f"/goals/{project.pk}/basics/")
    keys.tab()
    keys.press()
    keys.to(id="id_problem")
    keys.page.keyboard.type("老人吃饭难")
    keys.to("保存并继续")
    assert keys.at()["bottom"] <= keys.page.viewport_size["height"]


def test_the_focus_goes_in_the_order_of_the_page(keys: Keys) -> None:
    keys.open(f"/goals/{Project.objects.get().pk}/basics/")
    order = keys.page.evaluate(
        "[...document.querySelectorAll('main a, main button, main input, main select, main textarea')]"
        ".filter(e => e.offsetParent && !e.disabled).map(e => e.tabIndex)"
    )
    assert order
    assert set(order) == {0}


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(keys: Keys) -> None:
    project = Project.objects.get()
    keys.open(f"/goals/{project.pk}/review/")
    keys.tab()
    keys.press()
    keys.to("提交", tag="button")
    keys.follow("/review/")
    keys.page.locator("[data-problems]:focus").wait_for()
    assert keys.page.title().startswith("错误：")
    keys.to("没有写明要解决的问题", tag="a")
    keys.follow("/basics/#id_problem")
    keys.page.locator("#id_problem:focus").wait_for()


def test_changes_that_come_by_themselves_are_told(keys: Keys) -> None:
    keys.open(f"/goals/{Project.objects.get().pk}/budget/")
    keys.page.evaluate(SAID)
    field = keys.page.locator("#id_budget")
    field.focus()
    keys.page.keyboard.type("285000")
    keys.page.locator("#live", has_text="人员经费占").wait_for(state="attached")
    assert any("合计" in text for text in keys.page.evaluate("window.said"))
    assert keys.at()["id"] == "id_budget"
    assert keys.page.locator("#live").get_attribute("aria-live") == "polite"


def test_the_chooser_of_columns_opens_chooses_and_closes(keys: Keys) -> None:
    keys.open("/projects/")
    keys.to("显示列")
    keys.press()
    assert keys.page.locator(".chooser[open]").count() == 1
    keys.press("Escape")
    assert keys.page.locator(".chooser[open]").count() == 0
    assert "显示列" in keys.at()["text"]
    keys.press()
    box = keys.to(tag="input")
    assert box["seen"]
    keys.press("Space")
    keys.to("应用")
    keys.follow("/projects/")
    assert "显示列已保存" in keys.page.locator("main").inner_text()
