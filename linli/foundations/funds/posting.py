"""Posting: the one statement through which money moves. Everything else in this room decides what is posted.

    post(PostingKind.SPEND, {committed.pk: -amount, spent.pk: amount}, actor=actor, project_key=7)

The database's function locks the accounts in one order, looks at floors and closed years, and writes posting, entries and
balances together (migrations/0004_posting.py). Raises Short where an account would fall below its floor.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.actions import current_run
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

_POST = "SELECT * FROM funds_post(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::numeric[])"


@dataclass
class Short(Exception):
    """An account would fall below its floor; `balance` is what it has."""

    account: int
    balance: Decimal


def post(
    kind: str,
    legs: Mapping[int, Decimal],
    *,
    actor: Actor,
    project_key: int | None = None,
    subject: models.Model | None = None,
    note: str = "",
    effective_on: date | None = None,
    reverses: int | None = None,
    settles: int | None = None,
) -> int:
    """Post `legs` (account key → yuan, above zero into it) and return the posting's key. Inside an action the posting
    bears the key of the action's event."""
    moving = {key: amount for key, amount in legs.items() if amount}
    run = current_run()
    values = [
        str(kind),
        effective_on or clock.today(),
        clock.now(),
        project_key,
        subject._meta.label_lower if subject else "",
        subject.pk if subject else None,
        note.strip()[:200],
        actor.organisation_id,
        actor.person_id,
        run is not None,
        run.event_id if run else None,
        reverses,
        settles,
        list(moving),
        list(moving.values()),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_POST, values)
        key, event, short, balance, closed = cursor.fetchone()
    if short is not None:
        raise Short(short, balance)
    if closed is not None:
        raise closed_year(closed)
    if run is not None:
        run.event_id = event
    return int(key)


def hold(accounts: Iterable[int]) -> dict[int, Decimal]:
    """Lock accounts, in the order in which every posting locks them, and read their balances."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account, amount FROM funds_hold(%s::bigint[])", [list(accounts)])
        return dict(cursor.fetchall())


def closed_year(year: int) -> Refusal:
    """What a posting into a closed year is told."""
    return Refusal(
        _("%(year)s 年度已经结账，不能再记账。") % {"year": year},
        remedy=_("以前年度的退款和更正，请记入本年度。"),
        code="year_closed",
        status=409,
    )


@dataclass(frozen=True, slots=True)
class Wish:
    """One of many postings: its legs, and what it is about."""

    legs: Mapping[int, Decimal]
    project_key: int | None
    subject_id: int
    event_id: int | None
    note: str = ""


_POST_MANY = (
    "SELECT o_failed, o_closed FROM funds_post_many(%s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], %s::text[],"
    " %s::bigint[], %s::int[], %s::bigint[], %s::numeric[])"
)


def post_many(kind: str, wishes: Sequence[Wish], *, actor: Actor, subject_type: str) -> list[int]:
    """Post many transactions of one kind in one statement, all or none: the places (from 0) of those that their accounts
    do not allow, or nothing. The events they name must be written in the same transaction."""
    legs = [(place, key, amount) for place, wish in enumerate(wishes, 1) for key, amount in wish.legs.items() if amount]
    values: list[Any] = [
        str(kind),
        clock.today(),
        clock.now(),
        subject_type,
        actor.organisation_id,
        actor.person_id,
        [wish.project_key for wish in wishes],
        [wish.subject_id for wish in wishes],
        [wish.note.strip()[:200] for wish in wishes],
        [wish.event_id for wish in wishes],
        [place for place, _key, _amount in legs],
        [key for _place, key, _amount in legs],
        [amount for _place, _key, amount in legs],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_POST_MANY, values)
        failed, closed = cursor.fetchone()
    if closed is not None:
        raise closed_year(closed)
    return [place - 1 for place in failed or ()]
