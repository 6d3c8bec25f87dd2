"""One's own data: taken along by oneself alone, corrected, and neither in the journal (个人信息保护法 45, 46)."""

import json
from typing import Any

import pytest
from django.test import Client

from linli.foundations.parties.models import Membership, Person
from linli.foundations.parties.tests.factory import make_membership, make_organisation
from linli.kernel.models import Event

PASSWORD = "溪边有十四个社区的早晨"
FILE = "/parties/me/data/"


@pytest.fixture
def member(db: Any) -> Membership:
    made = make_membership(make_organisation("town"))
    made.person.phone = "13812345678"
    made.person.set_password(PASSWORD)
    made.person.save()
    return made


def signed_in(member: Membership) -> Client:
    client = Client()
    client.post("/account/login/", {"login": member.person.username, "password": PASSWORD})
    return client


def taken(client: Client) -> tuple[str, dict[str, Any]]:
    response = client.get(FILE)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "private, no-store"
    text = response.content.decode()
    return text, json.loads(text)


def test_it_holds_what_is_known_about_oneself(member: Membership) -> None:
    client = signed_in(member)
    client.post("/parties/me/", {"name": "示例改名", "phone": "13812345679", "email": ""})
    text, data = taken(client)
    assert (data["account"]["name"], data["account"]["phone"]) == ("示例改名", "13812345679")
    assert [row["organisation"] for row in data["roles"]] == [member.organisation.name]
    assert len(data["sign_ins"]) == 1
    assert [row["verb"] for row in data["journal"]] == ["parties.person:update"]
    assert member.person.password not in text
    assert "导出我的信息" in client.get("/parties/me/").content.decode()


def test_it_holds_nothing_of_others(member: Membership) -> None:
    other = make_membership(member.organisation)
    Person.objects.filter(pk=other.person_id).update(phone="13987654321", name="示例旁人")
    client = signed_in(member)
    text, _data = taken(client)
    assert "13987654321" not in text
    assert other.person.username not in text
    assert client.get(f"{FILE}?person={other.person_id}").content.decode().count(other.person.username) == 0
    assert Client().get(FILE).status_code == 302


def test_a_correction_is_noted_without_the_data(member: Membership) -> None:
    signed_in(member).post("/parties/me/", {"name": "示例改名", "phone": "13812345679", "email": "neu@example.invalid"})
    event = Event.objects.get(verb="parties.person:update", outcome="done")
    noted = f"{event.subject_text} {event.facts} {bytes(event.leaf).decode()}"
    assert not [text for text in ("示例改名", "13812345679", "13812345678", "neu@example") if text in noted]
    assert event.person_id == member.person_id
