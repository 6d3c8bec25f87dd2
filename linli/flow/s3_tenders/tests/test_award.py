"""From confirmation to contract: who, when, and for how much."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import Bid, Contract
from linli.flow.s3_tenders.tests.world import ANNOUNCED, CONFIRMED, SETTLED, SIGNED, World
from linli.flow.thread.models import Project
from linli.kernel import clock, rls
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task


def test_the_leader_confirms_the_first_and_nobody_else_does(world: World) -> None:
    tender = world.ranked()
    with clock.travelled(CONFIRMED):
        for actor in (world.clerk, world.other_clerk, world.supervisor, world.winner()):
            with pytest.raises(NotAllowed):
                actions.confirm(tender, actor=actor)
        confirmed = actions.confirm(tender, actor=world.leader)
    with rls.acting(world.clerk):
        assert Bid.objects.get(pk=confirmed.winner_id).organisation_id == world.winner().organisation_id
    task = Task.objects.open().get(verb="tenders.award:announce")
    assert task.due_at is not None
    assert task.due_at.date() == date(2026, 5, 13)


def test_the_announcement_publishes_ranking_letter_and_seed(world: World) -> None:
    tender = world.announced()
    event = Event.objects.get(verb="tenders.award:announce")
    assert event.public
    assert event.facts["winner"] == world.winner().organisation_name
    assert [line["rank"] for line in event.facts["ranking"]] == [1, 2, 3]
    assert len(event.facts["seed"]) == 64
    assert tender.letter_number.startswith("TZ-")
    open_verbs = sorted(Task.objects.open().values_list("verb", flat=True))
    assert open_verbs == [
        "tenders.award:settle",
        "tenders.bond:return",
        "tenders.bond:return",
        "tenders.challenge:file",
    ]


def test_the_publicity_is_not_cut_short(world: World) -> None:
    tender = world.announced()
    until = tender.publicity_until
    assert until is not None
    with clock.travelled(until - timedelta(seconds=1)), pytest.raises(WrongState) as refused:
        actions.settle(tender, actor=world.clerk)
    assert refused.value.code == "early"
    with clock.travelled(until):
        assert actions.settle(tender, actor=world.clerk).state == "awarded"
    project = Project.objects.get()
    assert (project.state, project.provider_id) == ("contracting", world.winner().organisation_id)


def test_losers_get_their_bond_after_the_letter_the_winner_after_the_contract(world: World) -> None:
    tender = world.announced()
    won, lost = (next(b for b in world.bids(tender) if b.rank == place) for place in (1, 2))
    with clock.travelled(ANNOUNCED):
        with pytest.raises(NotAllowed):
            actions.return_bond(lost, actor=world.leader)
        assert actions.return_bond(lost, actor=world.clerk).bond_returned_at == ANNOUNCED
        with pytest.raises(Refusal):
            actions.return_bond(lost, actor=world.clerk)
        with pytest.raises(Refusal, match="合同签订后"):
            actions.return_bond(won, actor=world.clerk)
    world.signed(world.contract(world.awarded(tender)))
    with clock.travelled(SIGNED):
        actions.return_bond(won, actor=world.clerk)
    assert Task.objects.open().filter(verb="tenders.bond:return").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": Decimal("268800.01")}, "amount"),
        ({"amount": Decimal("0")}, "amount"),
        ({"splits": (Decimal(40), Decimal(40))}, "splits"),
        ({"splits": (Decimal(60), Decimal(50), Decimal(-10))}, "splits"),
        ({"performance_bond_percent": Decimal("10.01")}, "performance_bond_percent"),
        ({"service_to": date(2027, 6, 1)}, "service_to"),
    ],
)
def test_a_contract_keeps_to_what_was_awarded(world: World, changes: dict[str, Any], field: str) -> None:
    tender = world.awarded()
    with pytest.raises(Refusal) as refused:
        world.contract(tender, **changes)
    assert refused.value.field == field


def test_the_contract_lies_within_the_projects_own_period(world: World) -> None:
    tender = world.awarded()
    Project.objects.update(service_from=date(2026, 6, 1), service_to=date(2027, 3, 31))
    tender.refresh_from_db()
    with pytest.raises(Refusal, match="立项的服务期"):
        world.contract(tender)
    assert world.contract(tender, service_to=date(2027, 3, 31)).pk


def test_instalments_are_the_districts_unless_others_are_agreed(world: World) -> None:
    tender = world.awarded()
    assert world.contract(tender).amounts == [Decimal("107520.00"), Decimal("107520.00"), Decimal("53760.00")]
    again = world.contract(tender, splits=(Decimal(30), Decimal("69.99"), Decimal("0.01")))
    assert sum(again.amounts) == again.amount
    assert Contract.objects.count() == 1


def test_both_sides_sign_in_order(world: World) -> None:
    contract = world.contract()
    with clock.travelled(SIGNED):
        with pytest.raises(WrongState):
            actions.countersign(contract, actor=world.winner())
        for actor in (world.clerk, world.other_clerk, world.winner()):
            with pytest.raises(NotAllowed):
                actions.sign(contract, actor=actor)
        actions.sign(contract, actor=world.leader)
        for actor in (world.bidders[0], world.leader):
            with pytest.raises(NotAllowed):
                actions.countersign(contract, actor=actor)
        with pytest.raises(WrongState):
            world.contract(contract.tender)
        signed = actions.countersign(contract, actor=world.winner())
        assert signed.state == "signed"
        with pytest.raises(NotAllowed):
            actions.publish_contract(signed, actor=world.winner())
        actions.publish_contract(signed, actor=world.clerk)
    assert Event.objects.get(verb="tenders.contract:countersign", outcome="done").facts["late"] is False


def test_signing_after_thirty_days_is_noted(world: World) -> None:
    contract = world.contract()
    with clock.travelled(ANNOUNCED + timedelta(days=31)):
        actions.sign(contract, actor=world.leader)
        actions.countersign(contract, actor=world.winner())
    assert Event.objects.get(verb="tenders.contract:countersign").facts["late"] is True


def test_no_contract_before_the_award_stands(world: World) -> None:
    tender = world.announced()
    with pytest.raises(WrongState):
        world.contract(tender)
    with clock.travelled(SETTLED):
        for actor in (world.leader, world.winner(), world.other_clerk):
            with pytest.raises(NotAllowed):
                actions.settle(tender, actor=actor)
