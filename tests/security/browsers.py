"""Browsers of everybody, and what their requests did."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from linli.foundations.parties.models import Person
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.kernel.models import Event
from tests.security import personas, samples, tables
from tests.security.urls import Address

CHANCE = {"key", "token", "receipt", "nonce", "salt", "leaf", "seed", "public_id", "cache_key", "expires", "value"}
"""Columns that come out differently each time."""
NOTED = ("kernel_event", "kernel_journalqueue", "parties_attempts")
"""Refusals noted and attempts counted: what a refusal is meant to leave."""
Clients = dict[Any, Client]
Effect = dict[str, Any]


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


def rows_of(table: str, actor: Actor) -> list[dict[str, Any]]:
    """Every row that the application's role sees when it works for this actor."""
    with rls.acting(actor), connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
        return [json.loads(row) for (row,) in cursor.fetchall()]


def told_apart(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    """The rows that are new or changed, without what chance decides; new numbers are counted from one."""
    known = Counter(json.dumps(row, sort_keys=True) for row in before)
    changed = [row for row in after if not known[json.dumps(row, sort_keys=True)]]
    old = {row.get("id") for row in before}
    fresh = {row["id"]: f"new {n}" for n, row in enumerate(changed) if row.get("id") not in old and "id" in row}
    return sorted(
        json.dumps(
            {
                name: fresh.get(value, value) if name == "id" else value
                for name, value in row.items()
                if name not in CHANCE
            },
            sort_keys=True,
            ensure_ascii=False,
        )
        for row in changed
    )


def effect_of(client: Client, actor: Actor, address: str, data: dict[str, Any]) -> tuple[Any, Effect]:
    """Post and undo: the answer, and what every table held that it had not held before."""
    before = written(without=())
    with transaction.atomic():
        response = client.post(address, data, headers={"origin": "http://testserver"})
        touched = [name for name, rows in written(without=()).items() if rows != before.get(name)]
        after = {name: rows_of(name, actor) for name in touched}
        transaction.set_rollback(True)
    return response, {name: told_apart(rows_of(name, actor), rows) for name, rows in after.items()}
