"""Every address tried with what somebody with bad intentions would send: a form without its token,
others' numbers in the address, further fields beside the form's own."""

import logging
import re
from itertools import islice
from typing import Any

import pytest

from linli.flow.s4_delivery.web.verb_page import VerbPage
from linli.kernel.actor import Actor
from tests.security import browsers, forms, personas, surveys, tables
from tests.security.browsers import Clients, address_of, client_of, deed, granted, written
from tests.security.laden import tried
from tests.security.strangers import RELATED, STRANGERS, knock, others, strange
from tests.security.urls import Address, addresses

pytestmark = pytest.mark.usefixtures("undone")
EVERY = list(addresses())
PAGES = [one for one in EVERY if not one.is_foreign]
BY_ORIGIN = {"portal:choose"}
"""Forms on pages that are the same for everybody: guarded by where they come from, see its own tests."""
BY_KEY = surveys.ADDRESSES
"""Phones send no cookie that another site could ride on: the key in the address, or the login, is the whole of their right."""
API = "public-api:"
"""Answers GET alone."""
CONVERTERS = {
    "<int:": "1",
    "<str:": "x",
    "<slug:": "x",
    "<path:": "x",
    "<uuid:": "00000000-0000-0000-0000-000000000000",
}
ACTED = 100
"""On how many pages the form, filled in by rote, must do something: with fewer the sweep would prove little."""
NAMED = {
    "admission:new", "admission:report_new", "catalogue:batch_new", "delivery:add_record", "funds:pool_new",
    "needs:mapping_edit", "rulebook:calendar-do",
}  # fmt: skip
"""Forms whose title or name the journal repeats, so that a line of it can be read."""
REASONED = {
    "admission:revoke", "catalogue:batch_end", "catalogue:supplement_judge", "delivery:reverse", "funds:bank_unmatch",
    "goals:basics", "goals:withdraw", "needs:area_finish", "needs:campaign_cancel", "needs:need_adopt_further", "needs:need_drop",
    "needs:need_join", "needs:suggestion_decline", "needs:voice_transfer", "needs:voice_unmerge", "parties:review",
    "parties:suspend", "rulebook:doc-do", "tenders:cancel", "tenders:fail", "thread:stop",
}  # fmt: skip
"""Forms whose reason is a fact of the journal: why something was refused, undone or ended is read there."""
FEW = 2
"""Others' records tried for each page and person."""


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
    through: list[str] = []
    clients: Clients = {}
    unguarded: Clients = {}
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
    assert set(through) == BY_ORIGIN | BY_KEY
    assert harmed > 15, "the control: with the check off, the same requests change something"


def test_whoever_may_open_his_own_may_not_open_others() -> None:
    table = tables.read("urls.csv")
    clients: Clients = {}
    opened: set[tuple[str, str, str]] = set()
    knocked: set[str] = set()
    for page in PAGES:
        _path, record = address_of(page)
        row = table[page.name]
        if record is None or any(granted(row[who]) for who in STRANGERS):
            continue
        near = list(others(page, record))
        for who in RELATED:
            actor = personas.found(who, record)
            if not granted(row[who]) or strange(actor, record):
                continue
            for path in islice((path for path, other in near if strange(actor, other)), FEW):
                knocked.add(page.name)
                if granted(knock(client_of(actor, clients), path)):
                    opened.add((page.name, who, path))
    assert opened == set(), "\n".join(map(str, sorted(opened)))
    assert len(knocked) > 40, sorted(knocked)


def test_without_permissions_others_records_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what is called open would be."""
    page = next(one for one in PAGES if one.name == "delivery:payment")
    path, record = address_of(page)
    client = client_of(personas.found("other-town", record), {})
    assert not granted(knock(client, path))
    monkeypatch.setattr(Actor, "may", lambda self, permission, subject=None: True)
    assert granted(knock(client, path))


def test_further_fields_have_no_effect(caplog: pytest.LogCaptureFixture) -> None:
    """Nor is a telephone, a mail address or a password that was typed found in a log, an address or the journal; other
    texts stand in no log and no address, and in the journal only as the reasons that are meant to be read there."""
    caplog.set_level(logging.INFO)
    clients: Clients = {}
    found = {page.name: one for page in PAGES if (one := tried(page, clients)) is not None}
    assert {name: (one.plain, one.laden) for name, one in found.items() if one.plain != one.laden} == {}
    assert sum(bool(one.plain) for one in found.values()) > ACTED
    logged = "\n".join([one.led_to for one in found.values()] + [record.getMessage() for record in caplog.records])
    told = "\n".join([logged] + [one.noted for one in found.values()])
    assert [one for one in (forms.PHONE, forms.MAIL, forms.PASSWORD) if one in told] == []
    assert forms.TEXT not in logged
    assert {name for name, one in found.items() if forms.TEXT in one.noted} == NAMED | REASONED


def test_a_page_that_takes_a_further_field_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a careless page, which gives a record whatever was posted."""
    page = next(one for one in PAGES if one.name == "delivery:plan")
    do = VerbPage.do

    def careless(self: VerbPage, record: Any, data: Any) -> Any:
        given = self.request.POST.get("created_at", record.created_at)
        type(record).objects.filter(pk=record.pk).update(created_at=given)
        return do(self, record, data)

    careful = tried(page, {})
    assert careful is not None
    assert careful.plain == careful.laden != {}
    monkeypatch.setattr(VerbPage, "do", careless)
    found = tried(page, {})
    assert found is not None
    assert found.plain != found.laden
