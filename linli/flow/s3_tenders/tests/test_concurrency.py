"""At once: two openings, a bid at the very moment of the opening, twenty bids, a double click from two workers."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.actions import Offer
from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.tests.world import DUE, OPENED, PUBLISHED, World
from linli.foundations.parties.tests import factory
from linli.kernel import clock
from linli.kernel.actions import Terms
from linli.kernel.errors import Refusal
from linli.kernel.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(transactional_db: Any) -> Iterator[World]:
    return World(bidders=20)


def at_once(*jobs: Callable[[], Any]) -> list[str]:
    """Run all jobs through one gate; each answers done or the refusal's code."""
    gate, outcomes, lock = threading.Barrier(len(jobs)), [], threading.Lock()

    def run(job: Callable[[], Any]) -> None:
        gate.wait()
        try:
            job()
            outcome = "done"
        except Refusal as refusal:
            outcome = refusal.code
        finally:
            connection.close()
        with lock:
            outcomes.append(outcome)

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def sending(world: World, tender: Tender, number: int, **terms: Any) -> Callable[[], Any]:
    def send() -> None:
        with clock.travelled(terms.get("at", PUBLISHED)):
            actions.submit.on(Terms(key=terms.get("key", "")))(
                actor=world.bidders[number], tender=tender, offer=Offer(Decimal(280_000 - number), "方案")
            )

    return send


def test_twenty_bids_at_once_are_twenty_bids(crowd: World) -> None:
    tender = crowd.published()
    assert at_once(*(sending(crowd, tender, number) for number in range(20))) == ["done"] * 20
    assert Tender.objects.get().bid_count == 20
    receipts = [event.facts["receipt"] for event in Event.objects.filter(verb="tenders.bid:submit")]
    assert len(set(receipts)) == 20
    assert len(crowd.bids(crowd.open(tender))) == 20


def test_one_bidder_clicking_five_times_has_one_bid_and_one_receipt(crowd: World) -> None:
    tender = crowd.published()
    assert at_once(*(sending(crowd, tender, 0, key="click") for _ in range(5))) == ["done"] * 5
    assert Tender.objects.get().bid_count == 1
    assert Event.objects.filter(verb="tenders.bid:submit", outcome="done").count() == 1


def test_one_bidder_from_two_windows_has_one_bid(crowd: World) -> None:
    tender = crowd.published()
    assert at_once(sending(crowd, tender, 0), sending(crowd, tender, 0)) == ["done", "done"]
    assert Tender.objects.get().bid_count == 1


def test_two_clerks_opening_at_once_open_once(crowd: World) -> None:
    tender = crowd.published()
    for number in range(3):
        sending(crowd, tender, number)()
    with clock.travelled(OPENED):
        actions.witness(tender, actor=crowd.supervisor)
    second = factory.make_actor("town", "clerk", organisation=crowd.town)

    def opening(actor: Any) -> Callable[[], Any]:
        def run() -> None:
            with clock.travelled(OPENED):
                actions.open_bids(tender, actor=actor)

        return run

    assert at_once(opening(crowd.clerk), opening(second)) == ["done", "wrong_state"]
    assert Event.objects.filter(verb="tenders.tender:open", outcome="done").count() == 1


def test_a_bid_in_the_last_second_is_in_the_list_or_refused_never_lost(crowd: World) -> None:
    tender = crowd.published()
    for number in range(3):
        sending(crowd, tender, number)()
    with clock.travelled(OPENED):
        actions.witness(tender, actor=crowd.supervisor)

    def open_now() -> None:
        with clock.travelled(DUE):
            actions.open_bids(tender, actor=crowd.clerk)

    last = DUE - timedelta(microseconds=1)
    outcomes = at_once(open_now, *(sending(crowd, tender, number, at=last) for number in range(3, 9)))
    accepted = outcomes.count("done") - 1
    assert accepted + outcomes.count("late") == 6
    listed = Event.objects.get(verb="tenders.tender:open", outcome="done").facts
    assert listed["received"] == 3 + accepted == len(crowd.bids(tender))
