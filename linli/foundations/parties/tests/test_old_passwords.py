"""Periodic change of passwords: off, and where a district's rule book asks for it, before anything else opens."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from linli.foundations.parties.models import Person
from linli.foundations.parties.signin import limits
from linli.foundations.parties.tests.factory import make_membership, make_organisation
from linli.foundations.rulebook import book
from linli.kernel import clock

PASSWORD = "溪边有十四个社区的早晨"
ME = "/parties/me/"


@pytest.fixture
def person(client: Client, db: Any) -> Person:
    made = make_membership(make_organisation("town")).person
    made.set_password(PASSWORD)
    made.save()
    client.force_login(made)
    return made


@pytest.fixture
def quarterly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        limits, "book", SimpleNamespace(value=lambda name: 4 if "password" in name else book.value(name))
    )


def aged(person: Person, **age: int) -> None:
    Person.objects.filter(pk=person.pk).update(password_set_at=clock.now() - timedelta(**age))


def test_the_rule_book_asks_for_none_and_says_why() -> None:
    assert limits.password_age() is None
    assert "默认不强制" in book.parameter("password.changes_per_year").entry(clock.today()).clause.gist


def test_by_default_an_old_password_opens_everything(client: Client, person: Person) -> None:
    aged(person, days=4000)
    assert client.get(ME).status_code == 200


def test_where_it_is_asked_for_an_old_password_opens_nothing_but_its_change(
    client: Client, person: Person, quarterly: None
) -> None:
    aged(person, days=90)
    assert client.get(ME).status_code == 200
    aged(person, days=92)
    assert client.get(ME).url == "/account/password/"
    assert client.post(ME, {"name": "改名", "phone": "", "email": ""}).url == "/account/password/"
    new = {"oldpassword": PASSWORD, "password1": "改过的口令也是一句话", "password2": "改过的口令也是一句话"}
    assert "已满 91 天" in client.get("/account/password/").content.decode()
    assert client.post("/account/password/", new).status_code == 302
    assert client.get(ME).status_code == 200


def test_whoever_has_no_password_is_left_alone(client: Client, person: Person, quarterly: None) -> None:
    aged(person, days=92)
    stored = Person.objects.get(pk=person.pk)
    stored.set_unusable_password()
    stored.save()
    client.force_login(stored)
    assert client.get(ME).status_code == 200


def test_a_password_whose_age_nobody_knows_is_old(client: Client, person: Person, quarterly: None) -> None:
    Person.objects.filter(pk=person.pk).update(password_set_at=None)
    assert client.get(ME).url == "/account/password/"
