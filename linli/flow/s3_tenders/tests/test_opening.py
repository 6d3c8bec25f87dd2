"""The opening: two people, not before the deadline, the whole list; too few bids fail the tender."""

from datetime import timedelta

import pytest

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import BidContent, Tender
from linli.flow.s3_tenders.tests.world import DUE, OPENED, PUBLISHED, World
from linli.flow.thread.models import Project
from linli.kernel import clock, rls
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task

SECOND = timedelta(seconds=1)


def test_not_a_second_before_the_deadline(world: World) -> None:
    tender = world.published()
    with clock.travelled(DUE - SECOND):
        for verb, actor in ((actions.witness, world.supervisor), (actions.open_bids, world.clerk)):
            with pytest.raises(WrongState) as refused:
                verb(tender, actor=actor)
            assert refused.value.code == "early"
    assert world.open(tender, DUE).opened_at == DUE


def test_nobody_opens_without_a_witness_or_as_his_own(world: World) -> None:
    tender = world.published()
    with clock.travelled(OPENED):
        with pytest.raises(Refusal, match="两个人"):
            actions.open_bids(tender, actor=world.clerk)
        for actor in (world.clerk, world.other_clerk, world.bidders[0], world.experts[0]):
            with pytest.raises(NotAllowed):
                actions.witness(tender, actor=actor)
        Tender.objects.update(witness=world.clerk.person_id)
        with pytest.raises(Refusal, match="同一人"):
            actions.open_bids(tender, actor=world.clerk)
        actions.witness(tender, actor=world.leader)
        for actor in (world.other_clerk, world.leader, world.bidders[0], world.supervisor):
            with pytest.raises(NotAllowed):
                actions.open_bids(tender, actor=actor)


def test_the_whole_list_is_published_late_and_withdrawn_ones_too(world: World) -> None:
    tender = world.published()
    for bidder, amount in zip(world.bidders, ("286400", "279500", "268800"), strict=True):
        world.bid(tender, bidder, amount)
    gone, late = world.bidder(), world.bidder()
    bid = world.bid(tender, gone, "250000")
    with clock.travelled(DUE - SECOND):
        actions.withdraw(actor=gone, bid=bid)
    with pytest.raises(WrongState):
        world.bid(tender, late, "1000", DUE)
    opened = world.open(tender)
    facts = Event.objects.get(verb="tenders.tender:open").facts
    assert (facts["received"], facts["valid"], facts["withdrawn"], facts["late"]) == (3, 3, 1, 1)
    listed = {line["bidder"]: line["amount"] for line in facts["list"]}
    assert listed[world.bidders[0].organisation_name] == "286400.00"
    assert listed[gone.organisation_name] is None
    assert opened.state == "opened"
    assert Project.objects.get().state == "reviewing"


def test_two_bids_fail_the_tender_and_the_next_attempt_can_begin(world: World) -> None:
    tender = world.opened(amounts=("280000", "270000"))
    assert tender.state == "failed"
    assert "不足 3 家" in tender.end_reason
    event = Event.objects.get(verb="tenders.tender:open")
    assert any(cited["parameter"] == "tender.min_bids" for cited in event.law)
    assert Project.objects.get().state == "failed"
    assert [task.verb for task in Task.objects.open()] == ["tenders.tender:draft"]
    with clock.travelled(OPENED):
        again = world.drafted(Project.objects.get())
    assert (again.attempt, Project.objects.get().state) == (2, "tender_draft")


def test_a_content_that_does_not_match_its_commitment_is_invalid(world: World) -> None:
    tender = world.published()
    for bidder in world.bidders:
        world.bid(tender, bidder, "280000")
    with rls.acting(world.bidders[0]):
        assert BidContent.objects.update(amount="100000") == 1
    assert world.open(tender).state == "failed"
    states = {bid.organisation_id: (bid.state, bid.invalid_reason) for bid in world.bids(tender)}
    assert states[world.bidders[0].organisation_id] == ("invalid", "文件指纹与递交时不一致")
    assert sum(state == "valid" for state, _reason in states.values()) == 2


def test_a_second_opening_and_a_bid_after_it_are_refused(world: World) -> None:
    tender = world.opened()
    with clock.travelled(OPENED):
        with pytest.raises(WrongState):
            actions.open_bids(tender, actor=world.clerk)
        with pytest.raises(WrongState):
            actions.witness(tender, actor=world.supervisor)
    with pytest.raises(WrongState):
        world.bid(tender, world.bidder(), "200000", OPENED)


def test_failing_by_hand_needs_the_leader_and_a_reason(world: World) -> None:
    tender = world.drawn()
    for actor in (world.clerk, world.supervisor, world.bidders[0]):
        with pytest.raises(NotAllowed):
            actions.fail(tender, actor=actor, reason="理由")
    with pytest.raises(Refusal, match="理由"):
        actions.fail(tender, actor=world.leader, reason="")
    assert actions.fail(tender, actor=world.leader, reason="出现影响公正的行为。").state == "failed"
    assert [task.verb for task in Task.objects.open()] == ["tenders.tender:draft"]
    with pytest.raises(WrongState):
        actions.fail(tender, actor=world.leader, reason="再次")


def test_who_bid_shows_nowhere_before_the_opening(world: World) -> None:
    tender = world.published()
    with clock.travelled(PUBLISHED):
        actions.ask(actor=world.bidders[0], tender=tender, text="是否接受联合体？")
    world.bid(tender, world.bidders[0], "280000")
    shown = Event.objects.filter(thread_key=tender.project_id).values_list("organisation_id", flat=True)
    assert world.bidders[0].organisation_id not in set(shown)
