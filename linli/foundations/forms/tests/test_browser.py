"""Filling in in a browser: what survives a lost connection and a closed tab, and what reaches the server, once."""

import io
import re
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image

from linli.foundations.forms import actions, tasks
from linli.foundations.forms.models import Attachment, Form, FormVersion
from linli.foundations.forms.tests.factory import kept, make_version, only, xml_of
from linli.foundations.forms.tests.test_pages import send
from linli.foundations.parties.tests.factory import make_actor
from linli.foundations.rulebook.tests import test_documents_browser as windows
from linli.foundations.rulebook.tests.test_documents_browser import context_of, found_by_axe
from linli.kernel.actor import Actor

browser = windows.browser
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATE = "#webform-state"


@pytest.fixture
def surveyor(transactional_db: Any, settings: Any) -> Actor:
    settings.REQUIRE_MFA = False
    make_version(make_actor("town"))
    return make_actor("community")


def opened(context: Any, address: str) -> Any:
    page = context.new_page()
    page.told = []
    page.on("console", lambda message: page.told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.told.append(str(error)))
    page.goto(address)
    page.locator(".odk-form").wait_for(timeout=20_000)
    return page


def fill_address(version: FormVersion) -> str:
    return reverse("xforms:fill_in", args=[version.pk])


def says(page: Any, text: str) -> None:
    page.locator(STATE, has_text=re.compile(text)).wait_for(timeout=10_000)


def text_of(page: Any, question: str) -> Any:
    return page.locator(".question-container", has_text=question).locator("input").first


def answer(page: Any, head: str = "张示例", people: str = "3") -> None:
    text_of(page, "户主姓名").fill(head)
    text_of(page, "人口").press_sequentially(people)
    page.locator(".question-container", has_text="有 60 岁以上老人吗").get_by_text("否", exact=True).click()


def press(page: Any) -> None:
    page.get_by_role("button", name="提交").click()


def stored() -> list[dict[str, Any]]:
    return [one.answers for one in kept()]


def test_offline_draft_reload_and_sent_once(live_server: Any, browser: Any, surveyor: Actor) -> None:
    version = FormVersion.objects.get()
    context = context_of(browser, 390, live_server.url, surveyor)
    page = opened(context, live_server.url + fill_address(version))
    context.set_offline(True)
    answer(page, "离线示例")
    says(page, "已存草稿 [0-9]{2}:[0-9]{2}")
    context.set_offline(False)
    page.close()
    page = opened(context, live_server.url + fill_address(version))
    assert text_of(page, "户主姓名").input_value() == "离线示例"
    assert page.locator("#webform-restored").is_visible()
    context.set_offline(True)
    press(page)
    says(page, "没有网络，已排队")
    assert stored() == []
    assert page.locator("#webform-waiting li").count() == 1
    context.set_offline(False)
    says(page, "填报已收到")
    assert [(one["home/head"], one["home/people"]) for one in stored()] == [("离线示例", "3")]
    assert page.locator("#webform-waiting li").count() == 0
    assert text_of(page, "户主姓名").input_value() == ""
    page.wait_for_timeout(800)
    page.close()
    page = opened(context, live_server.url + fill_address(version))
    assert not page.locator("#webform-restored").is_visible()


def test_what_is_sent_twice_is_stored_once(live_server: Any, browser: Any, surveyor: Actor) -> None:
    """The answer to the first time is lost on the way."""
    context = context_of(browser, 1440, live_server.url, surveyor)
    page = opened(context, live_server.url + fill_address(FormVersion.objects.get()))
    lost = []

    def lose(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/forms/fill/send/", lose)
    answer(page)
    press(page)
    says(page, "没有网络，已排队")
    page.evaluate("dispatchEvent(new Event('online'))")
    says(page, "先前已经收到")
    assert (lost, len(stored())) == ([201], 1)


def test_faults_are_said_and_nothing_is_sent(live_server: Any, browser: Any, surveyor: Actor) -> None:
    page = opened(
        context_of(browser, 390, live_server.url, surveyor), live_server.url + fill_address(FormVersion.objects.get())
    )
    text_of(page, "人口").press_sequentially("40")
    press(page)
    page.get_by_text("人口在 1 到 29 之间").wait_for()
    page.get_by_text("有 3 题需要改正。").wait_for()
    assert stored() == []


def test_what_the_server_refuses_is_said_and_put_right(live_server: Any, browser: Any, surveyor: Actor) -> None:
    context = context_of(browser, 1440, live_server.url, surveyor)
    page = opened(context, live_server.url + fill_address(FormVersion.objects.get()))
    page.route("**/forms/fill/send/", lambda route: route.fulfill(status=409, json={"message": "示例拒绝：请改正。"}))
    answer(page)
    press(page)
    says(page, "示例拒绝")
    page.unroute("**/forms/fill/send/")
    page.locator("#webform-waiting").get_by_role("button", name="改好再提交").click()
    page.locator("#webform-restored").wait_for()
    assert text_of(page, "户主姓名").input_value() == "张示例"
    press(page)
    says(page, "填报已收到")
    assert len(stored()) == 1


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return out.getvalue()


def test_a_photo_goes_too(live_server: Any, browser: Any, surveyor: Actor) -> None:
    context = context_of(browser, 390, live_server.url, surveyor)
    page = opened(context, live_server.url + fill_address(FormVersion.objects.get()))
    answer(page)
    chosen = page.locator(".question-container", has_text="门牌照片").locator("input[type=file]").last
    chosen.set_input_files({"name": "门牌.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    says(page, "已存草稿")
    page.reload()
    page.locator(".preview-captured-image").wait_for(timeout=20_000)
    press(page)
    says(page, "填报已收到")
    (one,) = kept(Attachment)
    assert one.name == stored()[0]["door"]
    assert page.told == []


def test_a_submission_is_changed_by_whoever_sent_it(live_server: Any, browser: Any, surveyor: Actor) -> None:
    first = send(surveyor, FormVersion.objects.get(), xml_of("uuid:1", head="原来的人"))
    context = context_of(browser, 1440, live_server.url, surveyor)
    page = opened(context, live_server.url + reverse("xforms:amend", args=[first.pk]))
    assert text_of(page, "户主姓名").input_value() == "原来的人"
    text_of(page, "户主姓名").fill("改正的人")
    says(page, "已存草稿")
    page.reload()
    page.locator(".odk-form").wait_for(timeout=20_000)
    press(page)
    says(page, "填报已收到")
    new = only(is_current=True)
    assert (new.root_id, new.answers["home/head"], len(new.answers["member"])) == (first.pk, "改正的人", 2)
    assert new.answers["meta/deprecatedID"] == "uuid:1"


def test_a_resident_by_the_public_link(live_server: Any, browser: Any, surveyor: Actor) -> None:
    town = make_actor("town")
    form = actions.open_page(Form.objects.get(), actor=town, consent="只收集家庭需求，用于安排服务。")
    page = context_of(browser, 390, live_server.url).new_page()
    page.goto(live_server.url + reverse("xforms:fill", args=[form.page_token]))
    assert page.locator(".odk-form").count() == 0
    page.get_by_label("我已阅读并同意").check()
    page.locator(".odk-form").wait_for(timeout=20_000)
    answer(page)
    chosen = page.locator(".question-container", has_text="门牌照片").locator("input[type=file]").last
    chosen.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    press(page)
    says(page, "填报已收到")
    (one,) = kept()
    assert (one.organisation_id, one.person_id, one.road, len(kept(Attachment))) == (None, None, "page", 1)
    assert found_by_axe(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_policy_and_width(live_server: Any, browser: Any, surveyor: Actor, width: int) -> None:
    page = opened(
        context_of(browser, width, live_server.url, surveyor), live_server.url + fill_address(FormVersion.objects.get())
    )
    page.get_by_role("button", name="添加").click()
    windows_kept(page, f"fill-{width}")
    assert found_by_axe(page) == []
    press(page)
    page.get_by_text("这一题必须回答。").first.wait_for()
    page.get_by_text("有 3 题需要改正。").wait_for()
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    assert found_by_axe(page) == []
    windows_kept(page, f"fill-faults-{width}")
    assert page.told == []


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_around_it(
    live_server: Any, browser: Any, surveyor: Actor, width: int, settings: Any, tmp_path: Any
) -> None:
    """The surveyor's page, the form's, and the files of exports: one being written, one ready."""
    settings.VAR_DIR = str(tmp_path)
    town, form = make_actor("town"), Form.objects.get()
    send(surveyor, FormVersion.objects.get(), xml_of("uuid:1"))
    ready = actions.order_download(actor=town, form=form, kind="csv")
    tasks.write_download(ready.pk)
    actions.order_download(actor=town, form=form, kind="xlsx")
    context = context_of(browser, width, live_server.url, town)
    found = {
        path: windows.wrong_with(context.new_page(), live_server.url + path)
        for path in (reverse("xforms:keys"), form.get_absolute_url(), reverse("xforms:downloads"))
    }
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    page = context.new_page()
    page.goto(live_server.url + reverse("xforms:downloads"))
    with page.expect_download() as fetched:
        page.get_by_role("button", name="下载文件").click()
    assert fetched.value.suggested_filename == "家庭需求-csv.zip"


def windows_kept(page: Any, name: str) -> None:
    if windows.SHOTS:
        page.screenshot(path=f"{windows.SHOTS}/{name}.png", full_page=True)
