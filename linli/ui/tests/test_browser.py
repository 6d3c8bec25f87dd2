"""The gallery in a browser: no axe violation, no sideways scroll, no breach of the content policy, keys that work."""

import os
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from linli.ui.web.views import SAMPLES

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.urls("linli.ui.tests.urls")]
CHROMIUM = os.environ.get("LINLI_CHROMIUM") or "/usr/bin/chromium"
PAGES = ["", *(f"{name}/" for name in SAMPLES)]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The gallery on a port of its own; of the database it reads the rule book's version, for the foot."""
    shown = override_settings(DEMO=True, DEBUG=False, ROOT_URLCONF="linli.ui.tests.urls", ALLOWED_HOSTS=["*"])
    with shown, django_db_blocker.unblock():
        server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/gallery/"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(params=[1440, 390])
def sheet(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    """A page at each width that remembers what went wrong on it."""
    page = browser.new_page(viewport={"width": request.param, "height": 900}, locale="zh-CN")
    page.wrong = []
    page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    yield page
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_and_policy(sheet: Any, address: str, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    sheet.goto(address + name)
    sheet.wait_for_function("!document.querySelector('[data-chart]:not([data-drawn])')")
    found = Axe().run(sheet).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found] == []
    assert sheet.wrong == []
    assert sheet.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_clause_opens_by_keyboard_and_closes(sheet: Any, address: str) -> None:
    sheet.goto(address + "inbox/")
    chip = sheet.locator("[data-clause]").first
    chip.focus()
    sheet.keyboard.press("Enter")
    assert chip.get_attribute("aria-expanded") == "true"
    assert sheet.locator(".clause-pop").first.is_visible()
    sheet.keyboard.press("Escape")
    assert chip.get_attribute("aria-expanded") == "false"


def test_dialog_takes_and_gives_back_the_focus(sheet: Any, address: str) -> None:
    sheet.goto(address)
    opener = sheet.locator("[data-dialog]").first
    opener.click()
    assert sheet.locator("dialog[open]").count() == 1
    sheet.keyboard.press("Escape")
    assert sheet.locator("dialog[open]").count() == 0
    assert sheet.evaluate("document.activeElement.dataset.dialog") == "void"


def test_error_summary_takes_the_focus(sheet: Any, address: str) -> None:
    sheet.goto(address + "form/")
    sheet.wait_for_function("document.activeElement.matches('[data-problems]')")
    assert sheet.title().startswith("错误：")


def test_search_key_and_drawer(sheet: Any, address: str) -> None:
    sheet.goto(address + "list/")
    if sheet.viewport_size["width"] > 900:
        sheet.keyboard.press("/")
        assert sheet.evaluate("document.activeElement.id") == "search"
        return
    sheet.locator("header [data-menu]").click()
    sheet.locator("#menu.open").wait_for(state="visible")
    assert sheet.evaluate("document.activeElement.hasAttribute('data-menu-close')")
    sheet.keyboard.press("Escape")
    assert sheet.locator("#menu.open").count() == 0
    assert sheet.evaluate("'menu' in document.activeElement.dataset")


def test_choosing_rows_is_counted(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page.goto(address + "list/")
    page.locator("[data-select-all]").check()
    assert page.locator("[data-selected]").inner_text() == "已选 10 项"
    page.close()


def test_chart_has_its_table(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page.goto(address + "cockpit/")
    panel = page.locator("[data-chart-panel]").first
    panel.locator("[data-show=table]").click()
    assert panel.locator("table").is_visible()
    assert not panel.locator("[data-chart]").is_visible()
    page.close()
