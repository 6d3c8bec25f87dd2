"""Many at once after the same thing: one gets it, the others a clear sentence, and nothing is half done.

Others of this kind stand beside their rooms: fifty after the last yuan (`linli/foundations/funds/tests/test_ledger.py`),
twenty bids, the same bid replaced, and bids at the moment of the opening (`linli/flow/s3_tenders/tests/test_concurrency.py`).
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.tests.world import CONFIRMED, World
from linli.foundations.parties.tests import factory
from linli.kernel import approvals, audit, clock, journal
from linli.kernel.actor import Actor
from linli.kernel.approvals import Office
from linli.kernel.errors import Refusal
from linli.kernel.models import Approval, Event

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def at_once(do: Callable[[Actor], Any], actors: list[Actor]) -> list[str]:
    """What each is told: done, or the refusal's code."""
    gate, told = threading.Barrier(len(actors)), []

    def run(actor: Actor) -> None:
        gate.wait()
        try:
            do(actor)
            told.append("done")
        except Refusal as refusal:
            told.append(refusal.code if refusal.message and refusal.remedy else "said nothing")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[actor]) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == len(actors)
    return sorted(told)


def leaders(count: int) -> list[Actor]:
    town = factory.make_organisation("town")
    return [factory.make_actor("town", "leader", organisation=town) for _ in range(count)]


def faults() -> list[str]:
    journal.sequence()
    return [f"{check.name}: {fault}" for check, found in audit.run() for fault in found]


def test_fifty_leaders_at_the_same_approval_sign_it_once() -> None:
    signing = leaders(50)
    organisation_id = signing[0].organisation_id
    assert organisation_id is not None
    clerk = factory.make_actor("town", "clerk")
    with transaction.atomic():
        town = factory.make_organisation("town")
        approval = approvals.start(
            town, "trial", [Office("镇街负责人", organisation_id, "leader")], title="试办", actor=clerk
        )
    told = at_once(lambda actor: approvals.approve(approval, actor=actor), signing)
    assert told == ["done"] + ["not_allowed"] * 49 or told == ["done"] + ["wrong_state"] * 49, told
    assert Approval.objects.get().state == "approved"
    assert Event.objects.filter(verb="kernel.approval:approve", outcome="done").count() == 1
    assert Event.objects.filter(verb="kernel.approval:approve", outcome="refused").count() == 49
    assert faults() == []


def test_ten_leaders_at_the_same_award_confirm_it_once() -> None:
    world = World()
    tender = world.ranked()

    def confirm(actor: Actor) -> None:
        with clock.travelled(CONFIRMED):
            actions.confirm(tender, actor=actor)

    assert at_once(confirm, leaders(10)) == ["done"] + ["wrong_state"] * 9
    assert Tender.objects.get().winner is not None
    assert Event.objects.filter(verb="tenders.award:confirm", outcome="done").count() == 1
    assert faults() == []
