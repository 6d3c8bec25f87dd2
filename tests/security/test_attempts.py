"""Attempts at codes and passwords are counted where every process sees them."""

from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from linli.config import security
from linli.foundations.parties.tests.factory import make_membership, make_organisation

PASSWORD = "溪边有十四个社区的早晨"
CODE = "/account/2fa/authenticate/"
LIMIT = 10
"""Wrong codes for one account in half an hour: ACCOUNT_RATE_LIMITS."""
OWN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@pytest.fixture
def at_the_code(db: Any) -> Client:
    """Somebody knows the password and guesses at the code."""
    person = make_membership(make_organisation("town")).person
    person.set_password(PASSWORD)
    person.save()
    Authenticator.objects.create(user=person, type="totp", data={"secret": get_adapter().encrypt("A" * 32)})
    client = Client()
    client.post("/account/login/", {"login": person.username, "password": PASSWORD})
    return client


def another_process(settings: Any, number: int, shared: bool) -> None:
    """The next request meets a process that has just started; only what is shared is still known."""
    own = {"default": {**OWN_MEMORY, "LOCATION": f"process {number % 2}"}}
    settings.CACHES = dict(security.CACHES) if shared else own


def guesses(client: Client, settings: Any, *, shared: bool) -> int:
    """How many wrong codes were looked at before the guesser was stopped, of three times as many as are allowed."""
    looked_at = 0
    for number in range(3 * LIMIT):
        another_process(settings, number, shared)
        answer = client.post(CODE, {"code": f"{number:06d}"})
        looked_at += "验证码不对" in answer.content.decode()
    return looked_at


@pytest.fixture(autouse=True)
def wrong_whatever(monkeypatch: pytest.MonkeyPatch) -> None:
    from allauth.mfa.totp.internal import auth

    monkeypatch.setattr(auth, "validate_totp_code", lambda secret, code: False)


def test_two_processes_allow_no_more_guesses_than_one(at_the_code: Client, settings: Any) -> None:
    assert guesses(at_the_code, settings, shared=True) == LIMIT
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM parties_attempts")
        assert cursor.fetchone()[0] > 0


def test_in_their_own_memory_they_would(at_the_code: Client, settings: Any) -> None:
    assert guesses(at_the_code, settings, shared=False) > LIMIT
