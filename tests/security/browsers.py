"""Browsers of everybody, and what their requests did."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from linli.foundations.parties.models import Person
from linli.kernel import rls, stamped
from linli.kernel.actor import Actor
from linli.kernel.models import Event
from tests.security import personas, samples, tables
from tests.security.urls import Address

CHANCE = {
    "digest", "login", "secret",
    "key", "page_token", "token", "receipt", "nonce", "salt", "leaf", "seed", "request_hash", "password", "sha256", "commitment",
    "subject_id", "path", "id", "last_login", "facts", "event_id", "recorded_at", "opened_at",
    "closed_at",
}  # fmt: skip
"""Columns that come out differently each time, or follow from those that do."""
PASSING = ("kernel_journalqueue", "kernel_idempotencykey", "parties_attempts", "django_session")
"""Tables that only say that something was posted."""
NOTED = ("kernel_event", "kernel_journalqueue", "parties_attempts")
"""Refusals noted and attempts counted: what a refusal is meant to leave."""
Clients = dict[Any, Client]
Effect = dict[str, list[str]]
Rows = list[dict[str, Any]]


def client_of(actor: Actor, clients: Clients, **options: Any) -> Client:
    """A signed-in browser for a person, kept for the module; a visitor's for the public."""
    if actor.person_id not in clients:
        client = Client(raise_request_exception=False, **options)
        if actor.person_id is not None:
            person = Person.objects.get(pk=actor.person_id)
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        clients[actor.person_id] = client
    return clients[actor.person_id]


def written(without: Iterable[str] = NOTED) -> dict[str, int]:
    """Rows inserted, changed or deleted in this transaction so far, by table; kept even for what was undone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return {name: rows for name, rows in cursor.fetchall() if rows and name not in without}


def last_event() -> Event | None:
    return Event.objects.order_by("-id").first()


def outcome(response: Any, before: Event | None) -> str:
    """A cell: the status, `sign-in`, `→` for any other redirect, `refused` for a verb that the actor may not do."""
    after = last_event() if before is not None else None
    if after is not None and after != before and after.facts.get("code") == "not_allowed":
        return "refused"
    if response.status_code in (301, 302, 303):
        return "sign-in" if response["Location"].startswith(reverse(settings.LOGIN_URL)) else "→"
    return str(response.status_code)


def granted(cell: str) -> bool:
    return cell.removeprefix("post ") in ("200", "204", "→", "422")


def address_of(page: Address) -> tuple[str, Any]:
    """The page's address with its sample, and the record it is about."""
    arguments, record = samples.sample(page.name, page.route)
    return reverse(page.name, kwargs=arguments), record


def welcome(page: Address, record: Any) -> Actor:
    """Somebody who may open the page or press its button; a shown account where one may."""
    row = tables.read("urls.csv").get(page.name, {})
    may = [who for who, cell in row.items() if granted(cell)]
    who = next((one for one in ("jiedao", *may) if one in may and one != "anonymous"), "jiedao")
    return personas.found(who, record)


def rows_of(table: str, actor: Actor, since: int) -> list[dict[str, Any]]:
    """Every row that the application's role sees when it works for this actor; of the journal what came `since`."""
    where = f"WHERE id > {since}" if table == "kernel_event" else ""
    with rls.acting(actor), connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t {where}')
        return [json.loads(row) for (row,) in cursor.fetchall()]


@cache
def leads_to() -> dict[tuple[str, str], str]:
    """Which table a column's numbers are of."""
    found = {(table, "thread_key"): "thread_project" for table in ("kernel_event", "kernel_task")}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.remote_field is not None:
                found[model._meta.db_table, field.column] = field.remote_field.model._meta.db_table
    return found


def changes(before: dict[str, Rows], after: dict[str, Rows]) -> Effect:
    """The rows that are new or changed, by table; a number that came up only now reads `new`."""
    old = {table: {row.get("id") for row in rows} for table, rows in before.items()}
    told = {}
    for table, rows in after.items():
        known = Counter(json.dumps(row, sort_keys=True) for row in before[table])
        changed = [row for row in rows if not known[json.dumps(row, sort_keys=True)]]
        told[table] = sorted(json.dumps(plain(table, row, old), sort_keys=True, ensure_ascii=False) for row in changed)
    return {table: rows for table, rows in told.items() if rows}


def plain(table: str, row: dict[str, Any], old: dict[str, set[Any]]) -> dict[str, Any]:
    kept = {}
    for name, value in row.items():
        target = leads_to().get((table, name), "")
        fresh = target in old and value is not None and value not in old[target] and target != "kernel_event"
        if name not in CHANCE:
            kept[name] = "new" if fresh else value
    return kept


@dataclass(frozen=True)
class Deed:
    """What a POST did: its answer, the rows it left, and what the journal notes of it, whole."""

    response: Any
    effect: Effect
    noted: str


def deed(client: Client, actor: Actor, address: str, data: dict[str, Any]) -> Deed:
    """Post and undo."""
    begun, last = written(without=PASSING), last_event()
    since = last.pk if last else 0
    with transaction.atomic():
        response = client.post(address, data, headers={"origin": "http://testserver"})
        touched = [name for name, rows in written(without=PASSING).items() if rows != begun.get(name)]
        after = {name: rows_of(name, actor, since) for name in touched}
        transaction.set_rollback(True)
    stamped.forget_uncommitted()
    effect = changes({name: rows_of(name, actor, since) for name in touched}, after)
    return Deed(response, effect, json.dumps(after.get("kernel_event", []), ensure_ascii=False))
