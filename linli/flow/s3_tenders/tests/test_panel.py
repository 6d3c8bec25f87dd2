"""The panel: size, share, day, conflicts, redraws, and who may know who sits on it."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest

from linli.flow.s3_tenders import actions, rules
from linli.flow.s3_tenders.models import Panel, Seat
from linli.flow.s3_tenders.tests.world import OPENED, REVIEW, World
from linli.foundations.parties.models import Membership, Organisation
from linli.kernel import clock, rls
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task


@pytest.mark.parametrize("size", [3, 4, 6])
def test_a_small_or_even_panel_is_refused(world: World, size: int) -> None:
    with pytest.raises(Refusal) as refused:
        world.drawn(size=size)
    assert refused.value.field == "size"
    assert refused.value.clauses


def test_representatives_stay_within_a_third(world: World) -> None:
    tender = world.opened()
    deputies = [world.person(world.deputy), world.person(world.leader)]
    with pytest.raises(Refusal) as refused:
        world.drawn(tender, representatives=deputies)
    assert refused.value.field == "representatives"
    with pytest.raises(Refusal, match="不是采购人的工作人员"):
        world.drawn(tender, representatives=[world.person(world.other_clerk)])
    world.drawn(tender, representatives=deputies[:1])
    assert [seat.kind for seat in world.seats(tender)] == ["expert"] * 4 + ["representative"]


def test_a_large_budget_needs_seven(world: World) -> None:
    project = world.project(budget=Decimal("10000000"))
    tender = world.opened(world.published(world.drafted(project)))
    with pytest.raises(Refusal):
        world.drawn(tender, size=5)
    assert world.drawn(tender, size=7).state == "reviewing"


@pytest.mark.parametrize(("review_on", "lawful"), [(date(2026, 5, 11), False), (date(2026, 5, 8), True)])
def test_not_earlier_than_two_working_days_before_the_review(world: World, review_on: date, lawful: bool) -> None:
    tender = world.opened()
    with clock.travelled(OPENED):
        if lawful:
            assert actions.draw(tender, actor=world.clerk, size=5, review_on=review_on).state == "reviewing"
            return
        for day in (review_on, OPENED.date() - timedelta(days=1)):
            with pytest.raises(Refusal) as refused:
                actions.draw(tender, actor=world.clerk, size=5, review_on=day)
            assert refused.value.field == "review_on"


def test_experts_with_ties_are_never_drawn(world: World) -> None:
    tied, former, old, declared = world.experts[:4]
    bidder = Organisation.objects.get(pk=world.bidders[0].organisation_id)
    for expert, until in ((tied, None), (former, date(2024, 1, 1)), (old, date(2020, 1, 1))):
        Membership.objects.create(
            person=world.person(expert), organisation=bidder, role="staff", since=date(2019, 1, 1), until=until
        )
    actions.declare_tie(actor=declared, organisation=bidder, nature="持股")
    tender = world.drawn()
    roster = Panel.objects.filter(tender=tender)
    with rls.acting(world.clerk):
        panel = roster.get()
    excluded = {tied.person_id, former.person_id, declared.person_id}
    assert not excluded & set(panel.roster)
    assert old.person_id in panel.roster
    assert len(panel.roster) == len(world.experts) - 3


def test_too_few_experts_are_said_and_nothing_is_drawn(world: World) -> None:
    bidder = Organisation.objects.get(pk=world.bidders[0].organisation_id)
    for expert in world.experts[:4]:
        actions.declare_tie(actor=expert, organisation=bidder, nature="亲属")
    with pytest.raises(Refusal, match="只有 4 人，不足 5 人"):
        world.drawn()


def test_the_draw_can_be_repeated_and_was_committed_to(world: World) -> None:
    tender = world.drawn()
    with rls.acting(world.clerk):
        panel = Panel.objects.get(tender=tender)
    assert panel.order == rules.drawn_order(panel.roster, panel.seed)
    assert [seat.person_id for seat in world.seats(tender)] == panel.order[:5]
    facts = Event.objects.get(verb="tenders.panel:draw").facts
    assert facts["seed_sha256"] == hashlib.sha256(panel.seed.encode()).hexdigest()
    assert facts["roster_sha256"] == rules.roster_hash(panel.roster)
    assert panel.seed not in str(facts)


def test_a_declined_seat_goes_to_the_next_in_order(world: World) -> None:
    tender = world.drawn()
    with rls.acting(world.clerk):
        order = Panel.objects.get(tender=tender).order
    seat = world.seats(tender)[1]
    with clock.travelled(OPENED):
        with pytest.raises(Refusal):
            actions.decline(seat, actor=world.actor_of(seat), reason=" ")
        actions.decline(seat, actor=world.actor_of(seat), reason="与投标人有业务往来，申请回避。")
        with pytest.raises(WrongState):
            actions.accept(seat, actor=world.actor_of(seat))
    now = [(one.number, one.person_id) for one in world.seats(tender) if one.state == "drawn"]
    assert (2, order[5]) in now
    assert len(now) == 5
    assert Task.objects.open().filter(verb="tenders.seat:declare", person_id=order[5]).count() == 1


def test_when_the_roster_is_used_up_further_experts_are_drawn(world: World) -> None:
    tender = world.drawn(size=7)
    with clock.travelled(OPENED):
        for _ in range(2):
            seat = next(one for one in world.seats(tender) if one.state == "drawn" and one.number == 1)
            actions.decline(seat, actor=world.actor_of(seat), reason="出差。")
        assert Task.objects.open().filter(verb="tenders.panel:refill").count() == 1
        with pytest.raises(Refusal, match="可抽取的专家 0 人"):
            actions.refill(tender, actor=world.clerk)
        newcomer = World(bidders=0, experts=1).experts[0]
        actions.refill(tender, actor=world.clerk)
    assert newcomer.person_id in [one.person_id for one in world.seats(tender) if one.state == "drawn"]


def test_only_who_was_drawn_answers_for_himself(world: World) -> None:
    seat = world.seats(world.drawn())[0]
    other = next(expert for expert in world.experts if expert.person_id != seat.person_id)
    with rls.acting(world.clerk), pytest.raises(NotAllowed):
        actions.accept(seat, actor=world.clerk)
    with pytest.raises(Refusal):
        actions.accept(seat, actor=other)


def test_identities_are_hidden_from_bidders_until_the_result(world: World) -> None:
    tender = world.drawn()
    member = world.actor_of(world.seats(tender)[0])
    stranger = next(expert for expert in world.experts if expert.person_id != member.person_id)
    seen = {"clerk": 5, "supervisor": 5, "bidder": 0, "public": 0, "member": 1}
    actors = {"clerk": world.clerk, "supervisor": world.supervisor, "bidder": world.bidders[0], "member": member}
    for name, count in seen.items():
        with rls.acting(actors.get(name, Actor.public())):
            assert Seat.objects.count() == count, name
            assert Panel.objects.count() == (1 if count else 0), name
    with rls.acting(stranger):
        own = 1 if stranger.person_id in {seat.person_id for seat in world.seats(tender)} else 0
    with rls.acting(stranger):
        assert Seat.objects.count() == own
    world.announced(world.ranked(tender))
    with rls.acting(world.bidders[0]):
        assert Seat.objects.count() == 5


def test_only_the_purchasers_clerk_draws(world: World) -> None:
    tender = world.opened()
    with clock.travelled(OPENED):
        for actor in (world.other_clerk, world.leader, world.supervisor, world.bidders[0], world.experts[0]):
            with pytest.raises(NotAllowed):
                actions.draw(tender, actor=actor, size=5, review_on=REVIEW)
        with pytest.raises(NotAllowed):
            actions.declare_tie(actor=world.clerk, organisation=world.town, nature="任职")


def test_nothing_about_the_members_stands_on_the_thread(world: World) -> None:
    tender = world.accepted()
    people = {expert.person_id for expert in world.experts}
    events = Event.objects.filter(thread_key=tender.project_id)
    assert not people & set(events.values_list("person_id", flat=True))
    assert not Task.objects.filter(thread_key=tender.project_id, person_id__in=people).exists()
