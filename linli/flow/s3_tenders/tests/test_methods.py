"""The simpler methods, each with its own least rules, on the same road."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.tests.world import PUBLISHED, World
from linli.flow.thread import spine
from linli.flow.thread.models import Method, Project
from linli.flow.thread.states import State
from linli.foundations.parties.models import Organisation
from linli.kernel import clock
from linli.kernel.errors import NotAllowed, Refusal

SMALL = Decimal("90000.00")


def direct(world: World) -> Tender:
    invited = Organisation.objects.get(pk=world.winner().organisation_id)
    project = world.project(SMALL, Method.DIRECT)
    Project.objects.filter(pk=project.pk).update(public_since=None)
    project = spine.move(project, State.APPROVED)
    return world.drafted(project, reasons="社区内只有一家具备条件。", invited=invited, criteria=(), price_weight=0)


def test_a_direct_award_needs_an_active_provider_and_reasons(world: World) -> None:
    project = world.project(SMALL, Method.DIRECT)
    with pytest.raises(Refusal) as refused:
        world.drafted(project, reasons="只有一家。", criteria=())
    assert refused.value.field == "invited"
    with pytest.raises(Refusal) as refused:
        world.drafted(project, invited=Organisation.objects.get(pk=world.winner().organisation_id), criteria=())
    assert refused.value.field == "reasons"


def test_a_direct_award_goes_from_publicity_to_contract_without_a_panel(world: World) -> None:
    tender, due = direct(world), PUBLISHED + timedelta(days=7)
    with clock.travelled(PUBLISHED), pytest.raises(Refusal):
        actions.publish(tender, actor=world.clerk, bids_due=PUBLISHED + timedelta(days=6))
    tender = world.published(tender, due)
    with pytest.raises(NotAllowed, match="直接委托"):
        world.bid(tender, world.bidders[0], "80000")
    world.bid(tender, world.winner(), "85000")
    tender = world.open(tender, due)
    assert tender.state == "opened"
    with clock.travelled(due):
        tender = actions.rank(tender, actor=world.clerk)
    assert [(bid.rank, bid.total_score) for bid in world.bids(tender)] == [(1, Decimal("100.00"))]
    contract = world.signed(world.contract(world.awarded(world.announced(tender)), amount=Decimal("85000")))
    assert contract.state == "signed"
    assert Project.objects.get().method == Method.DIRECT


@pytest.mark.parametrize(("method", "reasons"), [("consultation", "需求复杂，须经磋商明确。"), ("venture_call", "")])
def test_consultation_and_venture_call_take_ten_days_and_a_panel_of_three(
    world: World, method: str, reasons: str
) -> None:
    tender = world.drafted(world.project(method=method), reasons=reasons)
    due: datetime = PUBLISHED + timedelta(days=10)
    with pytest.raises(Refusal):
        world.published(tender, due - timedelta(days=1))
    tender = world.published(tender, due)
    for bidder, amount in zip(world.bidders, ("286400", "279500", "268800"), strict=True):
        world.bid(tender, bidder, amount)
    tender = world.open(tender, due)
    with clock.travelled(due):
        drawn = actions.draw(tender, actor=world.clerk, size=3, review_on=due.date())
    assert drawn.state == "reviewing"


def test_two_applicants_are_enough_for_a_venture_call_only(world: World) -> None:
    for method, state in (("venture_call", "opened"), ("open_tender", "failed")):
        tender = world.published(world.drafted(world.project(method=method)))
        assert world.opened(tender, ("280000", "270000")).state == state
