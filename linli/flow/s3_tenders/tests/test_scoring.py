"""Scores: within the maximum, once, by members, on the day; and the ranking that follows."""

from datetime import timedelta
from decimal import Decimal

import pytest

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.tests.world import REVIEWED, World
from linli.kernel import clock
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task


def test_above_the_maximum_below_zero_or_missing_is_refused(world: World) -> None:
    tender = world.accepted()
    seat, bid = world.seats(tender)[0], world.bids(tender)[0]
    first = tender.criteria.get(order=1)
    with clock.travelled(REVIEWED):
        for points in (Decimal("50.01"), Decimal("-0.01")):
            with pytest.raises(Refusal) as refused:
                actions.score(actor=world.actor_of(seat), bid=bid, points={**world.points(tender), first.pk: points})
            assert refused.value.field == f"points-{first.pk}"
        with pytest.raises(Refusal, match="未填"):
            actions.score(actor=world.actor_of(seat), bid=bid, points={first.pk: Decimal(1)})
        assert actions.score(actor=world.actor_of(seat), bid=bid, points=world.points(tender, "1")).pk


def test_a_second_submission_is_refused(world: World) -> None:
    tender = world.accepted()
    seat, bid = world.seats(tender)[0], world.bids(tender)[0]
    with clock.travelled(REVIEWED):
        actions.score(actor=world.actor_of(seat), bid=bid, points=world.points(tender))
        with pytest.raises(Refusal, match="提交后不能修改"):
            actions.score(actor=world.actor_of(seat), bid=bid, points=world.points(tender, "0.9"))


def test_only_members_score_and_only_when_all_have_come(world: World) -> None:
    tender = world.drawn()
    bid, seats = world.bids(tender)[0], world.seats(tender)
    with clock.travelled(REVIEWED):
        actions.accept(seats[0], actor=world.actor_of(seats[0]))
        with pytest.raises(WrongState, match="已接受邀请 1 人"):
            actions.score(actor=world.actor_of(seats[0]), bid=bid, points=world.points(tender))
    world.accepted(tender)
    members = {seat.person_id for seat in seats}
    outside = next(expert for expert in world.experts if expert.person_id not in members)
    for actor in (outside, world.clerk, world.leader, world.bidders[0], world.supervisor):
        with clock.travelled(REVIEWED), pytest.raises(NotAllowed):
            actions.score(actor=actor, bid=bid, points=world.points(tender))


def test_not_before_the_day_of_the_review(world: World) -> None:
    tender = world.accepted()
    seat = world.seats(tender)[0]
    with clock.travelled(REVIEWED - timedelta(days=1)), pytest.raises(WrongState) as refused:
        actions.score(actor=world.actor_of(seat), bid=world.bids(tender)[0], points=world.points(tender))
    assert refused.value.code == "early"


def test_the_ranking_waits_for_every_sheet(world: World) -> None:
    tender = world.accepted()
    with clock.travelled(REVIEWED):
        with pytest.raises(WrongState, match="应有评分表 15 份，已提交 0 份"):
            actions.rank(tender, actor=world.clerk)
        world.scored(tender)
        task = Task.objects.open().get(verb="tenders.tender:rank")
        assert task.clause is not None
        assert task.due_at is not None
        with pytest.raises(NotAllowed):
            actions.rank(tender, actor=world.leader)
        assert actions.rank(tender, actor=world.clerk).state == "ranked"
    assert not Task.objects.open().filter(verb__in=["tenders.bid:score", "tenders.tender:rank"]).exists()


def test_equal_experts_leave_it_to_the_price(world: World) -> None:
    tender = world.ranked()
    ranked = sorted(world.bids(tender), key=lambda bid: bid.rank or 0)
    assert [bid.amount for bid in ranked] == [Decimal("268800"), Decimal("279500"), Decimal("286400")]
    assert ranked[0].total_score == Decimal("84.00")
    assert ranked[1].price_score == (Decimal("268800") / Decimal("279500") * 20).quantize(Decimal("0.01"))


def test_the_ranking_is_not_told_before_the_result(world: World) -> None:
    tender = world.ranked()
    event = Event.objects.get(verb="tenders.tender:rank")
    assert event.facts == {"bids": 3}
    assert not Event.objects.filter(verb="tenders.bid:score", thread_key=tender.project_id).exists()
