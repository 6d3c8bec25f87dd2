"""A passkey in a real browser: added, used to sign in without a password, and worthless in another browser."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import make_membership, make_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "溪边有十四个社区的早晨"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def person(live_server: Any, settings: Any) -> Person:
    settings.REQUIRE_MFA = True
    made = make_membership(make_organisation("town")).person
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A browser with an authenticator of its own."""
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    with_key(context, page)
    yield page
    context.close()


def with_key(context: Any, page: Any) -> None:
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def base(live_server: Any) -> str:
    """By name: a passkey belongs to a name, never to an address in figures."""
    return re.sub(r"//[^:/]+", "//localhost", live_server.url)


def sign_in(page: Any, address: str, person: Person) -> None:
    page.goto(f"{address}/account/login/")
    page.get_by_label("用户名或手机号").fill(person.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def add_key(page: Any, address: str) -> None:
    page.goto(f"{address}/account/2fa/webauthn/add/")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="确认身份").click()
    page.get_by_label("名称").fill("办公电脑")
    page.get_by_label("不输密码，直接用它登录").check()
    with page.expect_navigation():
        page.get_by_role("button", name="添加通行密钥").click()


def test_staff_add_a_passkey_and_sign_in_with_it_alone(live_server: Any, page: Any, person: Person) -> None:
    address = base(live_server)
    sign_in(page, address, person)
    page.wait_for_url("**/account/2fa/")  # staff without a second factor get nowhere else
    add_key(page, address)
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1
    page.goto(f"{address}/parties/me/")
    assert page.get_by_role("heading", name="我的账号").count()
    page.context.clear_cookies()
    page.goto(f"{address}/account/login/")
    page.get_by_role("button", name="通行密钥").click()
    page.wait_for_url("**/inbox/")


def test_another_browser_has_not_got_it(live_server: Any, chromium: Any, page: Any, person: Person) -> None:
    """The control: the same button, an authenticator without this key, and the password alone is not enough."""
    address = base(live_server)
    sign_in(page, address, person)
    page.wait_for_url("**/account/2fa/")
    add_key(page, address)
    context = chromium.new_context(locale="zh-CN")
    stranger = context.new_page()
    with_key(context, stranger)
    stranger.goto(f"{address}/account/login/")
    stranger.get_by_role("button", name="通行密钥").click()
    stranger.wait_for_timeout(1500)
    stranger.goto(f"{address}/parties/me/")
    assert "/account/login/" in stranger.url
    sign_in(stranger, address, person)
    stranger.wait_for_url("**/account/2fa/authenticate/**")
    stranger.goto(f"{address}/parties/me/")
    assert "/account/2fa/authenticate/" in stranger.url
    context.close()
