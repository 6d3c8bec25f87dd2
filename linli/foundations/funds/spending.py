"""Paying many projects at once: the same as `ledger.spend_for` for each, in three statements for all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from linli.foundations.funds import posting
from linli.foundations.funds.models import PostingKind, Reservation
from linli.kernel.actor import Actor

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Order:
    """One payment: the project, the amount (yuan), the record it is about, and its event."""

    project_key: int
    amount: Decimal
    subject_id: int
    event_id: int


def spend_many(orders: Sequence[Order], *, actor: Actor, subject_type: str) -> dict[int, Decimal]:
    """Post every order out of its project's committed money, all or none: answers with the places (from 0) of those that
    have too little, and what they have. A project that holds nothing here is left out."""
    held = _holdings({order.project_key for order in orders})
    left = posting.hold(one.committed_account_id for rows in held.values() for one in rows)
    wishes, places, short = [], [], {}
    for place, order in enumerate(orders):
        rows = held.get(order.project_key)
        if not rows:
            continue
        there = sum((left[one.committed_account_id] for one in rows), ZERO)
        if there < order.amount:
            short[place] = there
            continue
        wishes.append(_wish(order, rows, left))
        places.append(place)
    if short or not wishes:
        return short
    failed = posting.post_many(PostingKind.SPEND, wishes, actor=actor, subject_type=subject_type)
    return {places[number]: ZERO for number in failed}


def _holdings(projects: set[int]) -> dict[int, list[Reservation]]:
    found: dict[int, list[Reservation]] = defaultdict(list)
    for one in Reservation.objects.filter(project_key__in=projects).order_by("pk"):
        found[one.project_key].append(one)
    return found


def _wish(order: Order, rows: list[Reservation], left: dict[int, Decimal]) -> posting.Wish:
    """The order's posting, out of the holdings in their order; `left` is lowered by it."""
    legs: dict[int, Decimal] = {}
    rest = order.amount
    for one in rows:
        part = min(rest, left[one.committed_account_id])
        if part > 0:
            legs[one.committed_account_id], legs[one.spent_account_id] = -part, part
            left[one.committed_account_id] -= part
            rest -= part
    return posting.Wish(legs, order.project_key, order.subject_id, order.event_id, rows[0].title)
