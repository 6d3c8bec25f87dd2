"""Drafting and publishing: budget, method, weights, bond, intention and deadline."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from linli.flow.s2_goals.models import Design
from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.actions import Line
from linli.flow.s3_tenders.tests.world import BUDGET, DUE, INTENTION, PUBLISHED, ZONE, World, notice
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.kernel import clock
from linli.kernel.actions import Terms
from linli.kernel.errors import KeyReused, NotAllowed, Refusal, Stale, WrongState
from linli.kernel.models import Task


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"budget": BUDGET + Decimal("0.01")}, "budget"),
        ({"bond_percent": Decimal("2.01")}, "bond_percent"),
        ({"price_weight": 9, "criteria": (Line("服务方案", 91),)}, "price_weight"),
        ({"price_weight": 31, "criteria": (Line("服务方案", 69),)}, "price_weight"),
        ({"criteria": (Line("服务方案", 79),)}, "criteria"),
        ({"criteria": (Line("服务方案", 81),)}, "criteria"),
        ({"method": "direct", "reasons": "唯一"}, "method"),
        ({"method": "consultation"}, "reasons"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused_at_its_field(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        world.drafted(**changes)
    assert refused.value.field == field
    assert refused.value.remedy


def test_a_draft_takes_number_budget_and_method_from_the_project(world: World) -> None:
    tender = world.drafted()
    assert tender.number == f"{tender.project.number}-ZB1"
    assert (tender.budget, tender.method, tender.bond_amount) == (BUDGET, "open_tender", Decimal("2980.00"))
    assert Project.objects.get().state == "tender_draft"


def test_a_second_draft_beside_the_first_is_refused(world: World) -> None:
    tender = world.drafted()
    with pytest.raises(Refusal, match="已有一次采购"):
        world.drafted(Project.objects.get(pk=tender.project_id))


def test_a_project_without_approval_cannot_be_tendered(world: World) -> None:
    project = world.project()
    spine.move(project, State.DESIGNING)
    project.refresh_from_db()
    with pytest.raises(WrongState):
        world.drafted(project)


def test_a_published_notice_cannot_be_edited(world: World) -> None:
    tender = world.drafted()
    with clock.travelled(PUBLISHED):
        actions.edit(tender, actor=world.clerk, notice=notice(price_weight=25, criteria=(Line("方案", 75),)))
        world.published(tender)
        with pytest.raises(WrongState):
            actions.edit(tender, actor=world.clerk, notice=notice())
    tender.refresh_from_db()
    assert [(c.name, c.weight) for c in tender.criteria.all()] == [("方案", 75)]


@pytest.mark.parametrize(("days", "lawful"), [(19, False), (20, True)])
def test_twenty_days_from_notice_to_deadline(world: World, days: int, lawful: bool) -> None:
    tender, due = world.drafted(), PUBLISHED + timedelta(days=days)
    if lawful:
        assert world.published(tender, due).state == "published"
        return
    with pytest.raises(Refusal) as refused:
        world.published(tender, due)
    assert refused.value.clauses
    assert "第三十五条" in refused.value.clauses[0]
    assert refused.value.field == "bids_due"


@pytest.mark.parametrize(("days", "lawful"), [(29, False), (30, True)])
def test_thirty_days_of_intention(world: World, days: int, lawful: bool) -> None:
    tender, at = world.drafted(), INTENTION + timedelta(days=days)
    with clock.travelled(at):
        if lawful:
            assert actions.publish(tender, actor=world.clerk, bids_due=DUE).published_at == at
            return
        with pytest.raises(Refusal):
            actions.publish(tender, actor=world.clerk, bids_due=DUE)


@pytest.mark.parametrize(
    ("moment", "lawful"),
    [(datetime(2026, 3, 31, 23, 59, 59, tzinfo=ZONE), False), (datetime(2026, 4, 1, 0, 0, 0, tzinfo=ZONE), True)],
)
def test_not_a_second_before_the_thirtieth_day(world: World, moment: datetime, lawful: bool) -> None:
    tender = world.drafted()
    with clock.travelled(moment):
        if lawful:
            assert actions.publish(tender, actor=world.clerk, bids_due=DUE).state == "published"
            return
        with pytest.raises(Refusal) as refused:
            actions.publish(tender, actor=world.clerk, bids_due=DUE)
    assert "财库〔2020〕10号" in refused.value.clauses[0]


def test_a_withdrawn_intention_stops_a_tender_that_was_drafted(world: World) -> None:
    """The design says what stands, not the day on which the project first became public."""
    tender = world.drafted()
    Design.objects.create(
        project=tender.project,
        state="approved",
        budget=1,
        beneficiaries=1,
        service_from=DUE.date(),
        service_to=DUE.date(),
    )
    with clock.travelled(PUBLISHED), pytest.raises(Refusal) as refused:
        actions.publish(tender, actor=world.clerk, bids_due=DUE)
    assert "采购意向尚未公开" in str(refused.value)


def test_publishing_moves_the_project_and_asks_for_the_opening(world: World) -> None:
    tender = world.published()
    project = Project.objects.get()
    assert (project.state, project.next_due_at) == ("tendering", DUE)
    tasks = {task.verb: task for task in Task.objects.open()}
    assert set(tasks) == {"tenders.bid:submit", "tenders.tender:open", "tenders.opening:witness"}
    assert tasks["tenders.opening:witness"].organisation_id == world.supervision.pk
    assert tasks["tenders.bid:submit"].clause is not None
    assert tender.notice_until is not None


def test_a_double_click_publishes_once_and_a_stale_page_is_told(world: World) -> None:
    tender = world.drafted()
    with clock.travelled(PUBLISHED):
        click = actions.publish.on(Terms(key="k", version=tender.version))
        assert click(tender, actor=world.clerk, bids_due=DUE) == click(tender, actor=world.clerk, bids_due=DUE)
        with pytest.raises(KeyReused):
            click(tender, actor=world.clerk, bids_due=DUE + timedelta(days=1))
        with pytest.raises(Stale):
            actions.publish.on(Terms(version=tender.version))(tender, actor=world.clerk, bids_due=DUE)


def test_only_the_purchasers_own_clerk_drafts_and_publishes(world: World) -> None:
    tender = world.drafted()
    for actor in (world.other_clerk, world.bidders[0], world.leader, world.supervisor):
        with clock.travelled(PUBLISHED), pytest.raises(NotAllowed):
            actions.publish(tender, actor=actor, bids_due=DUE)
        with clock.travelled(PUBLISHED), pytest.raises(NotAllowed):
            actions.draft(actor=actor, project=tender.project, notice=notice())


def test_cancelling_makes_room_for_the_next_attempt(world: World) -> None:
    tender = world.published()
    world.bid(tender, world.bidders[0], "280000")
    with clock.travelled(PUBLISHED):
        with pytest.raises(Refusal, match="理由"):
            actions.cancel(tender, actor=world.leader, reason=" ")
        actions.cancel(tender, actor=world.leader, reason="服务范围有重大变化。")
        assert {task.verb for task in Task.objects.open()} == {"tenders.tender:draft"}
        again = world.drafted(Project.objects.get())
    assert (again.attempt, again.number[-4:]) == (2, "-ZB2")
    assert not Task.objects.open().filter(verb="tenders.tender:draft").exists()
