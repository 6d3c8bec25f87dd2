"""Signing in: name or phone, lockout, no telling which accounts exist, second factor, single answers for all."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from axes.models import AccessAttempt
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from linli.foundations.parties.models import Membership, Person
from linli.foundations.parties.tests.factory import make_membership, make_organisation

PASSWORD = "溪边有十四个社区的早晨"
LOGIN = "/account/login/"


@pytest.fixture
def person(db: Any) -> Person:
    member = make_membership(make_organisation("town"))
    Person.objects.filter(pk=member.person_id).update(password=make_password(PASSWORD), phone="13800000001")
    return Person.objects.get(pk=member.person_id)


def try_in(client: Client, name: str, password: str = "wrong") -> Any:
    return client.post(LOGIN, {"login": name, "password": password})


def words(response: Any, *varying: str) -> str:
    """The page without what differs from request to request."""
    text = re.sub(r'(value|content)="[^"]*"', "", response.content.decode())
    text = re.sub(r'"X-CSRFToken": "[^"]*"|\d{4}-\d\d-\d\dT[^"]*|\d\d:\d\d|idempotency[^>]*', "", text)
    for word in varying:
        text = text.replace(word, "")
    return text


@pytest.mark.parametrize("name", ["{username}", " {username} ", "13800000001"])
def test_name_or_phone_and_password(client: Client, person: Person, name: str) -> None:
    response = try_in(client, name.format(username=person.username), PASSWORD)
    assert (response.status_code, response.url) == (302, "/home/")
    cookie = client.cookies["linli-session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_the_session_is_a_new_one_and_dies_at_sign_out(client: Client, person: Person) -> None:
    try_in(client, person.username, PASSWORD)
    first = client.cookies["linli-session"].value
    client.post("/account/logout/")
    stale = Client()
    stale.cookies["linli-session"] = first
    assert stale.get("/parties/me/").status_code == 302
    try_in(client, person.username, PASSWORD)
    assert client.cookies["linli-session"].value != first


def test_five_failures_lock_for_thirty_minutes(client: Client, person: Person) -> None:
    for _n in range(4):
        assert try_in(client, person.username).status_code == 200
    locked = try_in(client, person.username)
    assert locked.status_code == 429
    assert "连续输错 5 次，已锁定 30 分钟" in locked.content.decode()
    assert try_in(client, person.username, PASSWORD).status_code == 429
    assert try_in(Client(HTTP_USER_AGENT="another"), person.username.upper(), PASSWORD).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert try_in(client, person.username, PASSWORD).status_code == 302


def test_four_failures_are_forgotten_by_a_success(client: Client, person: Person) -> None:
    for _n in range(4):
        try_in(client, person.username)
    assert try_in(client, person.username, PASSWORD).status_code == 302
    client.post("/account/logout/")
    assert try_in(client, person.username).status_code == 200


def test_unknown_names_get_the_same_words_and_the_same_lockout(person: Person) -> None:
    known, unknown = Client(), Client()
    for _n in range(5):
        a, b = try_in(known, person.username), try_in(unknown, "nobody-here")
        assert a.status_code == b.status_code
        assert words(a, person.username) == words(b, "nobody-here")
    assert a.status_code == 429


def test_unknown_names_take_as_long_as_known_ones(person: Person, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    Person.objects.filter(pk=person.pk).update(password=make_password(PASSWORD))

    def fastest(name: str) -> float:
        spent = []
        for _n in range(3):
            begun = time.perf_counter()
            try_in(Client(), name)
            spent.append(time.perf_counter() - begun)
            AccessAttempt.objects.all().delete()
        return min(spent)

    known, unknown = fastest(person.username), fastest("nobody-here")
    assert 0.5 < known / unknown < 2


def test_an_inactive_account_is_told_apart_only_with_its_password(client: Client, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert words(try_in(client, person.username), person.username) == words(try_in(client, "nobody"), "nobody")
    assert try_in(client, person.username, PASSWORD).url == "/account/inactive/"


def test_a_null_byte_or_an_endless_password_is_an_answer_not_an_error(client: Client, person: Person) -> None:
    assert try_in(client, "a\0b", "c\0d").status_code == 200
    assert try_in(client, person.username, "x" * 5000).status_code == 200


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client: Client, person: Person, settings: Any) -> None:
    settings.REQUIRE_MFA = True
    try_in(client, person.username, PASSWORD)
    assert client.get("/parties/me/").url == "/account/2fa/"
    assert client.get("/account/2fa/").status_code == 200
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    assert client.get("/parties/me/").status_code == 200


def test_providers_need_none_even_where_staff_do(client: Client, db: Any, settings: Any) -> None:
    settings.REQUIRE_MFA = True
    member = make_membership(make_organisation("social"), "manager")
    client.force_login(member.person)
    assert client.get("/parties/me/").status_code == 200
    Membership.objects.create(person=member.person, organisation=make_organisation("town"), role="clerk")
    assert client.get("/parties/me/").url == "/account/2fa/"


def test_totp_is_set_up_encrypted_and_asked_for(client: Client, person: Person) -> None:
    try_in(client, person.username, PASSWORD)
    assert "/account/reauthenticate/" in client.get("/account/2fa/totp/activate/").url
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/2fa/totp/activate/"})
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert client.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert done.status_code == 302
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    assert client.get("/account/2fa/recovery-codes/").status_code == 200
    client.post("/account/logout/")
    assert try_in(client, person.username, PASSWORD).url.startswith("/account/2fa/authenticate/")
    assert client.get("/parties/me/").status_code == 302
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    Authenticator.objects.get(type="totp")
    signed_in = client.post("/account/2fa/authenticate/", {"code": code_of(secret, ahead=1)})
    assert (signed_in.status_code, signed_in.url) == (302, "/home/")


def code_of(secret: str, ahead: int = 0) -> str:
    counter = int(time.time()) // 30 + ahead
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.mark.parametrize("page", ["login", "logout", "inactive", "forgotten", "sso/cancelled", "sso/error"])
def test_the_entrance_pages_open_for_visitors(client: Client, db: Any, page: str) -> None:
    assert client.get(f"/account/{page}/").status_code in (200, 302, 401)


@pytest.mark.parametrize(
    "page", ["password/", "2fa/", "2fa/recovery-codes/generate/", "2fa/webauthn/", "2fa/webauthn/add/", "kept/"]
)
def test_the_account_pages_open_for_their_person_only(client: Client, person: Person, page: str) -> None:
    assert "/account/login/" in client.get(f"/account/{page}").url
    try_in(client, person.username, PASSWORD)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    response = client.get(f"/account/{page}")
    assert response.status_code in (200, 302)
    if response.status_code == 302:
        assert "/account/login/" not in response.url


def test_changing_the_password_is_an_action_and_ends_other_sessions(client: Client, person: Person) -> None:
    other = Client()
    for each in (client, other):
        try_in(each, person.username, PASSWORD)
    new = {"password1": "改过的口令也是一句话", "password2": "改过的口令也是一句话"}
    assert client.post("/account/password/", {"oldpassword": "wrong", **new}).status_code == 200
    assert client.post("/account/password/", {"oldpassword": PASSWORD, **new}).status_code == 302
    assert client.get("/parties/me/").status_code == 200
    assert other.get("/parties/me/").status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(client: Client, person: Person, target: str) -> None:
    response = client.post(LOGIN, {"login": person.username, "password": PASSWORD, "next": target})
    assert response.url == "/home/"
