"""Pages of documents in a browser at both widths: axe without a violation, no sideways scroll, no breach of the policy."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from linli.foundations.parties.models import Person
from linli.foundations.rulebook.documents import actions
from linli.foundations.rulebook.models import RuleVersion
from linli.foundations.rulebook.tests import documents as made
from linli.kernel import clock
from linli.kernel.actor import Actor

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = os.environ.get("LINLI_CHROMIUM") or "/usr/bin/chromium"
PUBLIC, CLERK = "/public/rules", "/rules/documents"
VISITORS = (
    f"{PUBLIC}/documents/", f"{PUBLIC}/documents/banfa/", f"{PUBLIC}/documents/banfa/3/?version=1",
    f"{PUBLIC}/documents/banfa/2i2/", f"{PUBLIC}/documents/banfa/compare/?all=1", f"{PUBLIC}/documents/banfa/print/",
    f"{PUBLIC}/documents/government-procurement-law/", f"{PUBLIC}/search/?q=质疑", f"{PUBLIC}/search/?q=没有这个词",
    f"{PUBLIC}/consultations/caoan/1/", f"{PUBLIC}/consultations/caoan/1/comment/?clause=3",
)  # fmt: skip
CLERKS = (
    f"{CLERK}/", f"{CLERK}/?q=没有这个", f"{CLERK}/new/", f"{CLERK}/search/?q=质疑", f"{CLERK}/banfa/", f"{CLERK}/banfa/compare/",
    f"{CLERK}/caoan/", f"{CLERK}/caoan/comments/", f"{CLERK}/xiezuo/", f"{CLERK}/xiezuo/edit/", f"{CLERK}/xiezuo/import/",
    f"{CLERK}/xiezuo/attach/", f"{CLERK}/xiezuo/do/consult/", f"{CLERK}/xiezuo/do/withdraw/", f"{CLERK}/banfa/do/revise/",
)  # fmt: skip
SHOTS = os.environ.get("LINLI_SHOTS", "")


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Playwright runs its loop in the test's thread, where Django would otherwise refuse the database."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"])
        yield found
        found.close()


@pytest.fixture
def keeper() -> Actor:
    """The bureau's clerk, with a document in its second version, one out for consultation, one being written."""
    clerk, now = made.bureau(), timezone.now()
    with clock.travelled(now - timedelta(days=200)):
        first = made.make_issued(clerk, key="banfa")
    with clock.travelled(now - timedelta(days=90)):
        text = made.TEXT.replace("七个工作日", "五个工作日").replace("（二）困境儿童。", "")
        made.make_revised(first, text + "\n第四条 本办法由区民政局解释。", number="示例民发〔2026〕9号", clerk=clerk)
    asked = made.make_consulted(clerk, key="caoan", title="示例区议事办法（征求意见稿）", short="议事办法")
    for content in ("建议第三条写明答复的方式。", "建议把五个工作日改为三个工作日。", "建议增加对志愿者的保障。"):
        comment = actions.record_comment(actor=Actor.public(), draft=asked, content=content, clause="3")
    actions.answer(comment, actor=clerk, verdict="partly", answer="志愿者保障另有规定，已在第二条衔接。")
    made.make_draft(clerk, key="xiezuo", title="示例区志愿服务办法", short="志愿服务办法")
    return clerk


def wrong_with(page: Any, address: str) -> list[object]:
    """What axe, the console and the width say against a page."""
    told: list[object] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(address)
    told += found_by_axe(page)
    if SHOTS:
        name = address.split("/", 3)[3].replace("/", "_").replace("?", "-")
        page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png", full_page=True)
    return told


def found_by_axe(page: Any) -> list[object]:
    from axe_playwright_python.sync_playwright import Axe

    told: list[object] = [(v["id"], v["nodes"][0]["html"][:160]) for v in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        told.append("scrolls sideways")
    return told


def context_of(browser: Any, width: int, address: str, actor: Actor | None = None) -> Any:
    """A browser window of this width, signed in for an actor."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    if actor is not None:
        client = Client()
        client.force_login(Person.objects.get(pk=actor.person_id), backend=settings.AUTHENTICATION_BACKENDS[-1])
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
    return context


@pytest.mark.parametrize("width", [1440, 390])
def test_what_visitors_see(live_server: Any, browser: Any, keeper: Actor, width: int) -> None:
    context = context_of(browser, width, live_server.url)
    found = {path: wrong_with(context.new_page(), live_server.url + path) for path in VISITORS}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [1440, 390])
def test_what_clerks_see(live_server: Any, browser: Any, keeper: Actor, width: int, settings: Any) -> None:
    settings.REQUIRE_MFA = False
    context = context_of(browser, width, live_server.url, keeper)
    found = {path: wrong_with(context.new_page(), live_server.url + path) for path in CLERKS}
    leader = context_of(browser, width, live_server.url, made.bureau("leader"))
    for path in (f"{CLERK}/banfa/do/repeal/", f"{CLERK}/banfa/do/extend/"):
        found[path] = wrong_with(leader.new_page(), live_server.url + path)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def press(page: Any, button: str) -> None:
    """Press a button and wait for the page that follows."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_text_is_read_corrected_and_edited_by_hand(
    live_server: Any, browser: Any, keeper: Actor, width: int, settings: Any
) -> None:
    settings.REQUIRE_MFA = False
    page = context_of(browser, width, live_server.url, keeper).new_page()
    page.goto(f"{live_server.url}{CLERK}/xiezuo/import/")
    page.get_by_label("正文", exact=False).last.fill("示例区志愿服务办法\n第一条 甲条。\n第三条 丙条。")
    press(page, "预览")
    assert "第 3 行" in page.locator(".problems").inner_text()
    assert found_by_axe(page) == []
    page.locator("#id_text").fill("示例区志愿服务办法\n第一条 甲条。\n第二条 丙条。")
    press(page, "预览")
    assert found_by_axe(page) == []
    press(page, "保存条款")
    page.goto(f"{live_server.url}{CLERK}/xiezuo/edit/")
    press(page, "在第 1 行后添加")
    page.get_by_label("第 2 行的内容").fill("乙条。")
    press(page, "第 3 行上移")
    assert found_by_axe(page) == []
    assert page.get_by_label("第 2 行的内容").input_value() == "丙条。"
    press(page, "保存条款")
    page.wait_for_url(f"{live_server.url}{CLERK}/xiezuo/")
    clauses = RuleVersion.objects.get(document__key="xiezuo").clauses.values_list("label", "text")
    assert list(clauses) == [("第一条", "甲条。"), ("第二条", "丙条。"), ("第三条", "乙条。")]


@pytest.mark.parametrize("width", [1440, 390])
def test_a_visitor_comments_without_an_account(live_server: Any, browser: Any, keeper: Actor, width: int) -> None:
    page = context_of(browser, width, live_server.url).new_page()
    page.goto(f"{live_server.url}{PUBLIC}/consultations/caoan/1/")
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name="提意见", exact=True).click()
    press(page, "提交意见")
    assert page.locator(".problems").count() == 1
    assert found_by_axe(page) == []
    page.get_by_label("您的意见").fill("建议写明街道答复的方式和时间。")
    press(page, "提交意见")
    assert "意见已提交" in page.locator("h1").inner_text()
    assert found_by_axe(page) == []
    assert RuleVersion.objects.get(document__key="caoan").comments.count() == 4
