"""The public pages and the cockpit in a browser: axe without a violation, no sideways scroll, no breach of the policy."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import make_actor
from linli.openness.portal.tests.factory import publish, tell

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = os.environ.get("LINLI_CHROMIUM") or "/usr/bin/chromium"
PUBLIC = (
    "/", "/public/communities/", "/public/communities/320117004001/", "/public/needs/", "/public/projects/",
    "/public/projects/?q=没有这个", "/public/notices/", "/public/money/", "/public/rules/", "/public/search/?q=助餐",
    "/public/sitemap/", "/public/accessibility/", "/public/privacy/", "/public/open-data/",
)  # fmt: skip


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Playwright runs its loop in the test's thread, where Django would otherwise refuse the database."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"])
        yield found
        found.close()


def wrong_with(page: Any, address: str) -> list[object]:
    """What axe, the console and the width say against a page."""
    from axe_playwright_python.sync_playwright import Axe

    told: list[object] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.wait_for_function("!document.querySelector('[data-chart]:not([data-drawn])')")
    told += [(v["id"], v["nodes"][0]["html"][:120]) for v in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        told.append("scrolls sideways")
    return told


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("elder", ["", "1"])
def test_public_pages(live_server: Any, browser: Any, width: int, elder: str) -> None:
    project = publish()
    position = tell(project, "tenders.contract:publish", make_actor("town"), number="HT-1", amount="285000.00")
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    if elder:
        context.add_cookies([{"name": "linli_elder", "value": elder, "url": live_server.url}])
    paths = [*PUBLIC, f"/public/projects/{project.number}/", f"/public/notices/{position}/"]
    found = {path: wrong_with(context.new_page(), live_server.url + path) for path in paths}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [1440, 390])
def test_cockpit(live_server: Any, browser: Any, client: Client, width: int) -> None:
    publish()
    client.force_login(Person.objects.get(pk=make_actor("civil_affairs").person_id))
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    assert wrong_with(context.new_page(), f"{live_server.url}/cockpit/") == []


def test_a_visitor_chooses_community_and_elder_version_by_pressing(live_server: Any, browser: Any) -> None:
    publish()
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{live_server.url}/public/communities/")
    page.locator("button[name=community]").first.click()
    assert page.locator("h2#mine").inner_text() == "示例社区004001"
    page.get_by_role("button", name="长辈版").click()
    assert "elder" in str(page.locator("body").get_attribute("class"))
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    page.get_by_role("button", name="English").last.click()
    assert page.locator("html").get_attribute("lang") == "en"
