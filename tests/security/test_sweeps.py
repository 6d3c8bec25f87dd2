"""Every address tried with what somebody with bad intentions would send: no token, others' numbers, further fields."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.kernel.actor import Actor
from tests.security import browsers, forms, personas, samples, tables
from tests.security.browsers import address_of, client_of, deed, granted, last_event, outcome, written
from tests.security.urls import Address, addresses

pytestmark = pytest.mark.usefixtures("undone")
EVERY = list(addresses())
PAGES = [one for one in EVERY if not one.is_foreign]
BY_ORIGIN = {"portal:choose"}
"""Forms on pages that are the same for everybody: guarded by where they come from, see its own tests."""
API = "public-api:"
"""Answers GET alone."""
CONVERTERS = {
    "<int:": "1",
    "<str:": "x",
    "<slug:": "x",
    "<path:": "x",
    "<uuid:": "00000000-0000-0000-0000-000000000000",
}


def path_of(page: Address) -> str:
    """Where a page stands; of libraries' pages the variables are made up, for nobody gets as far as to read them."""
    if not page.is_foreign:
        return address_of(page)[0]
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "x", page.route).replace("^", "").replace("$", "")
    parts = [
        next((made for mark, made in CONVERTERS.items() if part.startswith(mark)), part) for part in route.split("/")
    ]
    return "/" + "/".join(parts)


def without_token(response: Any) -> bool:
    """The answer is the page that says that the form did not come from here."""
    return response.status_code == 403 and "403_csrf.html" in [one.name for one in response.templates]


def test_no_post_goes_through_without_a_token() -> None:
    through, clients, unguarded = [], {}, {}  # type: tuple[list[str], Clients, Clients]
    harmed = 0
    for page in EVERY:
        path, record = path_of(page), None if page.is_foreign else address_of(page)[1]
        actor = browsers.welcome(page, record)
        strict, loose = client_of(actor, clients, enforce_csrf_checks=True), client_of(actor, unguarded)
        before = written()
        response = strict.post(path)
        if not without_token(response) and not (page.name.startswith(API) and response.status_code == 405):
            through.append(page.name)
        assert written() == before, page.name
        harmed += bool(deed(loose, actor, path, {}).effect)
    assert set(through) == BY_ORIGIN
    assert harmed > 15, "the control: with the check off, the same requests change something"


def others(page: Address, record: Any) -> Iterator[tuple[str, Any]]:
    """The same page about other records of the kind."""
    arguments, _record = samples.sample(page.name, page.route)
    if not reachable(arguments, record):
        return
    for other in samples.all_of(type(record)):
        if other.pk == record.pk:
            continue
        number = other.pk if arguments["pk"] == record.pk else other.project_id
        yield reverse(page.name, kwargs={**arguments, "pk": number}), other


def reachable(arguments: dict[str, Any], record: Any) -> bool:
    """The address names the record, or its project, by number."""
    return "pk" in arguments and arguments["pk"] in (record.pk, getattr(record, "project_id", None))


def strange(actor: Any, record: Any) -> bool:
    """The record has nothing to do with the actor's organisation, nor with the place that it serves."""
    place = personas.place_of(record)
    return actor.organisation_id not in personas.concerned(record) and not place.startswith(actor.place_code or "-")


RELATED = ("own-clerk", "own-leader", "winner", "winner-staff", "panelist", "jiedao", "shequ", "chengjie")
STRANGERS = ("nobody", "other-town", "other-community", "other-provider")
FEW = 6
"""Records tried for each page and person."""


def test_whoever_may_open_his_own_may_not_open_others() -> None:
    table, clients, opened = tables.read("urls.csv"), {}, []  # type: ignore[var-annotated]
    tried: dict[str, int] = {}
    for page in PAGES:
        _path, record = address_of(page)
        row = table[page.name]
        if record is None or any(granted(row[who]) for who in STRANGERS):
            continue
        for who in RELATED:
            actor = personas.found(who, record)
            if not granted(row[who]) or strange(actor, record):
                continue
            for path, _other in [pair for pair in others(page, record) if strange(actor, pair[1])][:FEW]:
                tried[page.name] = tried.get(page.name, 0) + 1
                if (cell := knock(client_of(actor, clients), path)) and granted(cell):
                    opened.append((page.name, who, path, cell))
    assert opened == []
    assert len(tried) > 40, sorted(tried)


def knock(client: Client, path: str) -> str:
    """What a GET answers, or where only buttons lead there, a POST."""
    before, response = last_event(), client.get(path)
    if response.status_code != 405:
        return outcome(response, None)
    return outcome(client.post(path), before)


def test_without_permissions_others_records_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what is called open would be."""
    page = next(one for one in PAGES if one.name == "delivery:payment")
    path, record = address_of(page)
    client = client_of(personas.found("other-town", record), {})
    assert not granted(knock(client, path))
    monkeypatch.setattr(Actor, "may", lambda self, permission, subject=None: True)
    assert granted(knock(client, path))


def test_a_field_that_the_form_has_does_have_an_effect() -> None:
    """The control: what is compared shows a change."""
    actor = personas.found("jiedao", None)
    client = client_of(actor, {})
    data = forms.filled(forms.bound(client.get("/parties/me/")))
    deeds = [deed(client, actor, "/parties/me/", {**data, "name": name}) for name in ("甲甲", "乙乙", "甲甲")]
    assert deeds[0].effect != deeds[1].effect
    assert deeds[0].effect == deeds[2].effect


def test_further_fields_have_no_effect(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    extra, clients, differ, acted, told = dict(forms.columns()), {}, {}, 0, []  # type: ignore[var-annotated]
    for page in PAGES:
        path, record = address_of(page)
        actor = browsers.welcome(page, record)
        client = client_of(actor, clients)
        form = forms.bound(client.get(path))
        data = forms.filled(form) if form else samples.POSTED.get(page.name, lambda actor: {})(actor)
        plain, laden = deed(client, actor, path, data), deed(client, actor, path, {**extra, **data})
        told += [plain.response.headers.get("Location", ""), plain.noted]
        acted += bool(plain.effect)
        if plain.effect != laden.effect:
            names = {*plain.effect, *laden.effect}
            differ[page.name] = {name: (plain.effect.get(name), laden.effect.get(name)) for name in names}
    assert differ == {}
    assert acted > 30
    told += [record.getMessage() for record in caplog.records]
    assert [one for one in (forms.PHONE, forms.MAIL, forms.PASSWORD) if one in "\n".join(told)] == []
