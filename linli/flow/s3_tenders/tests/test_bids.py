"""Bids: in time to the second, from those who may, and sealed even from raw SQL."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.actions import Offer
from linli.flow.s3_tenders.actions.bids import commitment
from linli.flow.s3_tenders.models import Bid, BidContent, Tender
from linli.flow.s3_tenders.tests.world import BUDGET, DUE, PUBLISHED, ZONE, World
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.tests import factory
from linli.kernel import clock, rls
from linli.kernel.actions import Terms
from linli.kernel.actor import Actor
from linli.kernel.errors import KeyReused, NotAllowed, Refusal, WrongState
from linli.kernel.models import Event

SECOND = timedelta(seconds=1)


def raw(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_the_last_second_is_in_time_and_the_deadline_is_late(world: World) -> None:
    tender = world.published()
    assert world.bid(tender, world.bidders[0], "280000", DUE - SECOND).state == "submitted"
    for late in (DUE, DUE + SECOND):
        with pytest.raises(WrongState) as refused:
            world.bid(tender, world.bidders[1], "280000", late)
        assert refused.value.code == "late"
    assert Event.objects.filter(facts__code="late", subject_id=tender.pk).count() == 2


def test_a_replacement_takes_the_place_of_the_first(world: World) -> None:
    tender = world.published()
    first = world.bid(tender, world.bidders[0], "280000")
    second = world.bid(tender, world.bidders[0], "270000", DUE - SECOND)
    assert (second.pk, second.round) == (first.pk, 2)
    assert second.receipt != first.receipt
    assert second.sha256 != first.sha256
    with rls.acting(world.bidders[0]):
        assert BidContent.objects.get().amount == Decimal("270000")
    assert Tender.objects.get().bid_count == 1


def test_withdrawing_counts_down_and_a_new_bid_counts_again(world: World) -> None:
    tender = world.published()
    bid = world.bid(tender, world.bidders[0], "280000")
    with clock.travelled(DUE - SECOND):
        assert actions.withdraw(actor=world.bidders[0], bid=bid).state == "withdrawn"
        with pytest.raises(WrongState):
            actions.withdraw(actor=world.bidders[0], bid=bid)
    assert Tender.objects.get().bid_count == 0
    world.bid(tender, world.bidders[0], "280000", DUE - SECOND)
    assert Tender.objects.get().bid_count == 1
    with clock.travelled(DUE), pytest.raises(WrongState):
        actions.withdraw(actor=world.bidders[0], bid=bid)


def test_nobody_withdraws_another_ones_bid(world: World) -> None:
    bid = world.bid(world.published(), world.bidders[0], "280000")
    for actor in (world.bidders[1], world.clerk, world.supervisor):
        with clock.travelled(PUBLISHED), pytest.raises(NotAllowed):
            actions.withdraw(actor=actor, bid=bid)


def test_only_active_providers_bid_and_never_the_purchaser(world: World) -> None:
    tender = world.published()
    pending = world.bidder()
    Organisation.objects.filter(pk=pending.organisation_id).update(state="pending")
    staff = factory.make_actor("social", "staff", organisation=factory.make_organisation("social"))
    for actor in (pending, staff, world.clerk, world.supervisor, world.experts[0], Actor.public()):
        with pytest.raises(NotAllowed):
            world.bid(tender, actor, "280000")
    Organisation.objects.filter(pk=world.bidders[0].organisation_id).update(state="suspended", reason="核查中")
    with pytest.raises(NotAllowed, match="暂停"):
        world.bid(tender, world.bidders[0], "280000")


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "298000.01", "1.001"])
def test_amounts_that_are_none_are_refused_without_being_journaled(world: World, amount: str) -> None:
    tender = world.published()
    with pytest.raises(Refusal) as refused:
        world.bid(tender, world.bidders[0], amount)
    assert refused.value.field == "amount"
    assert amount not in json.dumps(Event.objects.filter(outcome="refused").latest("id").facts)
    assert world.bid(tender, world.bidders[0], str(BUDGET)).round == 1


def test_before_publication_nobody_bids(world: World) -> None:
    with pytest.raises(WrongState):
        world.bid(world.drafted(), world.bidders[0], "280000")


def test_a_double_click_is_one_bid_with_one_receipt(world: World) -> None:
    tender, bidder = world.published(), world.bidders[0]
    offer = Offer(Decimal("280000"), "方案")
    with clock.travelled(PUBLISHED):
        send = actions.submit.on(Terms(key="click"))
        first, again = (send(actor=bidder, tender=tender, offer=offer) for _ in range(2))
        assert (first.receipt, first.round) == (again.receipt, 1)
        with pytest.raises(KeyReused):
            send(actor=bidder, tender=tender, offer=Offer(Decimal("1"), "方案"))


def test_sealed_bids_cannot_be_read_with_raw_sql(world: World) -> None:
    tender = world.published()
    world.bid(tender, world.bidders[0], "281234.56")
    for actor in (world.clerk, world.leader, world.supervisor, world.bidders[1], world.experts[0], Actor.system()):
        with rls.acting(actor):
            assert raw("SELECT * FROM tenders_bidcontent") == []
            assert raw("SELECT * FROM tenders_bid") == []
    assert raw("SELECT count(*) FROM tenders_bidcontent") == [(0,)]
    with rls.acting(world.bidders[0]):
        assert raw("SELECT amount FROM tenders_bidcontent") == [(Decimal("281234.56"),)]


def test_the_control_without_the_policy_shows_the_amount(world: World) -> None:
    """The same query by the same role sees the row when the tender counts as opened: it is the policy that hides it."""
    tender = world.published()
    world.bid(tender, world.bidders[0], "281234.56")
    Tender.objects.update(opened_at=DUE, witness=world.supervisor.person_id, opened_by=world.clerk.person_id)
    with rls.acting(world.clerk):
        assert raw("SELECT amount FROM tenders_bidcontent") == [(Decimal("281234.56"),)]
    with rls.acting(world.bidders[1]):
        assert raw("SELECT amount FROM tenders_bidcontent") == []


def test_a_bid_cannot_be_written_in_another_ones_name(world: World) -> None:
    tender = world.published()
    bid = world.bid(tender, world.bidders[0], "280000")
    with rls.acting(world.bidders[1]):
        assert Bid.objects.filter(pk=bid.pk).update(state="withdrawn") == 0
        assert BidContent.objects.update(amount=1) == 0


def test_the_journal_holds_commitment_and_time_but_no_amount(world: World) -> None:
    tender = world.published()
    bid = world.bid(tender, world.bidders[0], "281234.56")
    event = Event.objects.get(verb="tenders.bid:submit")
    assert set(event.facts) == {"receipt", "sha256", "at", "size_class", "round"}
    assert event.facts["sha256"] == bid.sha256
    assert event.thread_key is None
    assert not event.public
    assert "281234" not in json.dumps(event.facts) + bytes(event.leaf).decode()


def test_the_commitment_binds_tender_bidder_and_content(world: World) -> None:
    offer = Offer(Decimal("280000"), "方案")
    base = commitment(1, 2, offer, "n")[0]
    assert base == commitment(1, 2, Offer(Decimal("280000.00"), "方案"), "n")[0]
    for other in (
        commitment(2, 2, offer, "n"),
        commitment(1, 3, offer, "n"),
        commitment(1, 2, offer, "m"),
        commitment(1, 2, Offer(Decimal("280000.01"), "方案"), "n"),
    ):
        assert other[0] != base


def test_receipts_stay_apart_over_new_year(world: World) -> None:
    turn = datetime(2026, 12, 20, 9, 0, tzinfo=ZONE)
    tender = world.drafted()
    with clock.travelled(turn):
        tender = actions.publish(tender, actor=world.clerk, bids_due=turn + timedelta(days=40))
    before = world.bid(tender, world.bidders[0], "286400", at=turn)
    after = world.bid(tender, world.bidders[1], "279500", at=turn + timedelta(days=20))
    assert (before.receipt[-3:], after.receipt[-3:]) == ("001", "002")
