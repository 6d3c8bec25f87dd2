"""Every address and every action, tried by everybody: each refused and each granted, none forgotten.

The tables urls.csv, actions.csv and fields.csv are read by people: a cell that should not be there is a hole.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from linli.foundations.parties.models import Organisation
from linli.kernel import stamped
from linli.kernel.actions import Action, registry
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal
from linli.kernel.models import Event
from tests.security import further, personas, samples, subjects, surveys, tables
from tests.security.answers import Watch
from tests.security.browsers import Clients, address_of, client_of, granted, last_event, outcome, written
from tests.security.finding import one
from tests.security.personas import PERSONAS
from tests.security.urls import Address, addresses

VERBS = {name: verb for name, verb in registry.items() if ".tests." not in verb.function.__module__}
"""The house's own verbs: a room's tests may have registered one of theirs in this process."""
OPEN = {"public"}
CLOSED = {"public-api:api-root", "ui:gallery", "ui:sample", *surveys.PHONES_ONLY, *surveys.FILES}
"""The API has no root page; the gallery of components opens in a demonstration only; phones have a protocol."""
SYSTEM_ONLY = "system"
PAGES = [one for one in addresses() if not one.is_foreign]
pytestmark = pytest.mark.usefixtures("undone")


class Tour:
    """Everybody's way through every address: what each was answered, and what stood in the answers."""

    def __init__(self) -> None:
        self.cells: tables.Table = {}
        self.clients: Clients = {}
        self.watch = Watch()
        for page in PAGES:
            address, record = address_of(page)
            self.cells[page.name] = {who: tried(page, who, address, record, self) for who in PERSONAS}
        for address, record in further.pages():
            for who in relevant(record):
                self.get(who, personas.found(who, record), address)

    def get(self, persona: str, actor: Actor, address: str, *, by_link: bool = False) -> Any:
        """One answer, read; with it the whole list as Excel, where the page offers it."""
        client = client_of(actor, self.clients)
        response = client.get(address)
        if not by_link:
            self.watch.read(persona, actor, response, address)
        if persona in further.EXPORTERS and (export := further.export_of(response, address)):
            self.watch.read(persona, actor, client.get(export), export)
        return response


@pytest.fixture(scope="module")
def tour(district: None) -> Tour:
    return Tour()


def tried(page: Address, persona: str, address: str, record: Any, tour: Tour) -> str:
    """GET the page; where it only takes POST, press its button, and undo it. Empty where the persona is nobody special."""
    if persona not in (personas.PASSERS_BY if page.permission in OPEN and record is None else relevant(record)):
        return ""
    actor = personas.found(persona, record)
    response = tour.get(persona, actor, address, by_link=page.name in further.BY_LINK)
    if response.status_code != 405:
        return outcome(response, None)
    client = client_of(actor, tour.clients)
    before, data = last_event(), samples.POSTED.get(page.name, lambda actor: {})(actor)
    with transaction.atomic():
        cell = f"post {outcome(client.post(address, data, headers={'origin': 'http://testserver'}), before)}"
        transaction.set_rollback(True)
    stamped.forget_uncommitted()
    return cell


def relevant(record: Any) -> Iterable[str]:
    """Without a record nobody stands in a relation to it."""
    return personas.FIXED if record is None else PERSONAS


def test_every_address_for_everybody(tour: Tour) -> None:
    found = tour.cells
    broken = [(name, who) for name, row in found.items() for who, cell in row.items() if cell.endswith("500")]
    assert broken == []
    tables.compare("urls.csv", found)
    for page in PAGES:
        cells = [cell for cell in found[page.name].values() if cell]
        assert any(map(granted, cells)) or page.name in CLOSED, f"{page.name} is granted to nobody"
        assert page.permission in OPEN or not all(map(granted, cells)), f"{page.name} is refused to nobody"


def test_guarded_fields_for_everybody(tour: Tour) -> None:
    """Whose rows of each guarded field everybody found anywhere: no, own, of his place, or others'."""
    tables.compare("fields.csv", tour.watch.table(PERSONAS), tour.watch.told)


def test_no_canary_comes_to_life(tour: Tour) -> None:
    assert tour.watch.alive == []
    assert tour.watch.escaped > 1000, "there were canaries in the answers"


def test_without_its_guard_a_field_is_seen(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: telephone numbers that are shown whole change the table."""
    heading, who = "parties_organisation.contact_phone", "other-provider"
    organisation = one(Organisation, kind="town", state="active")
    page, actor = reverse("parties:organisation", args=[organisation.pk]), personas.found(who, organisation)
    assert tables.read("fields.csv")[heading][who] != "others"
    monkeypatch.setattr("linli.foundations.parties.rules.mask_phone", str)
    watch = Watch(tour.watch.rows)
    watch.read(who, actor, client_of(actor, tour.clients).get(page), page)
    assert watch.table(PERSONAS)[heading][who] == "others"


def careless(sheet: Any, row: int, column: int, text: str, *style: Any) -> None:
    """Writes as Excel itself would read what was typed."""
    write = sheet.write_formula if text.startswith("=") else sheet._write_string
    write(row, column, text, *style)


def test_unescaped_the_canary_lives(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without escaping, and in an Excel file whose texts may be formulas."""
    actor = personas.found("jiedao", None)
    monkeypatch.setattr("django.template.base.conditional_escape", str)
    shown = client_of(actor, tour.clients).get("/projects/")
    monkeypatch.setattr("linli.ui.excel.safe", str)
    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet.write_string", careless)
    table = client_of(actor, tour.clients).get("/projects/?export=xlsx")
    watch = Watch(tour.watch.rows)
    watch.read("jiedao", actor, shown, "page")
    watch.read("jiedao", actor, table, "table")
    assert {path for path, _who, _what in watch.alive} == {"page", "table"}


def test_nothing_that_a_visitor_posts_changes_anything() -> None:
    for page in PAGES:
        arguments, _record = samples.sample(page.name, page.route)
        before, done = written(), Event.objects.filter(outcome="done").count()
        response = Client(raise_request_exception=False).post(reverse(page.name, kwargs=arguments))
        assert response.status_code < 500, page.name
        assert written() == before, page.name
        assert Event.objects.filter(outcome="done").count() == done, page.name


def cell(verb: Action[Any, Any], persona: str, records: list[Any]) -> str:
    """`yes` for every record, `some`, or `no`."""
    answers = {personas.found(persona, record).may(verb.name, record) for record in records}
    return "some" if len(answers) == 2 else "yes" if answers == {True} else "no"


def test_every_action_for_everybody() -> None:
    found: tables.Table = {}
    known: dict[Any, list[Any]] = {}
    for name, verb in sorted(VERBS.items()):
        records = subjects.asked_about(verb, known)
        assert records, f"{name}: the world has no {verb.subject}"
        found[name] = {who: cell(verb, who, records) for who in (*PERSONAS, SYSTEM_ONLY)}
    tables.compare("actions.csv", found)
    for name, row in found.items():
        assert set(row.values()) != {"no"}, f"{name} is granted to nobody"
        assert "no" in row.values() or name in LINKED, f"{name} is refused to nobody"


LINKED = {"parties.organisation:register", "parties.organisation:reapply", "parties.person:set_password"}
"""Open to everybody, as residents and providers have no account yet; the last two need a signed link (tested there)."""


@pytest.mark.parametrize("name", sorted(set(VERBS) - LINKED))
def test_a_refusal_changes_nothing_and_is_noted(name: str) -> None:
    verb = registry[name]
    record, actor = refused(verb)
    arguments = {} if verb.subject or not verb.scope else {verb.scope: record}
    subject = [record] if verb.subject else []
    before, noted = written(), Event.objects.count()
    with pytest.raises(Refusal) as refusal:
        verb(*subject, actor=actor, **arguments)
    # What row-level security hides from somebody does not exist for him.
    assert isinstance(refusal.value, NotAllowed) or (verb.guarded and refusal.value.status == 404)
    assert written() == before
    event = last_event()
    assert event is not None
    assert (Event.objects.count(), event.outcome, event.verb) == (noted + 1, "refused", name)
    assert (event.person_id, event.organisation_id) == (actor.person_id, actor.organisation_id)


def refused(verb: Action[Any, Any]) -> tuple[Any, Actor]:
    """A record and somebody who may not; a stranger to it where there is one."""
    for record in subjects.asked_about(verb, {}):
        for persona in reversed(PERSONAS):
            actor = personas.found(persona, record)
            if not actor.may(verb.name, record):
                return record, actor
    raise AssertionError(f"{verb.name} is refused to nobody")
