"""A design from its draft to the published intention: who may, from which state, and what is refused."""

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from linli.flow.s1_needs.models import Need
from linli.flow.s1_needs.tests.factory import make_adopted_project
from linli.flow.s2_goals import actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.tests.factory import (
    BUDGET,
    approve_all,
    lines,
    make_design,
    make_source,
    make_submitted,
    service_period,
    targets,
)
from linli.flow.thread.actions import stop
from linli.flow.thread.models import Project
from linli.foundations.funds import actions as funds
from linli.foundations.funds import ledger
from linli.foundations.funds.models import FundSource, Pool
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor, make_place
from linli.foundations.places.models import PlaceYear
from linli.kernel import approvals, clock
from linli.kernel.actions import Terms
from linli.kernel.actor import Actor
from linli.kernel.errors import KeyReused, NotAllowed, Refusal, Refusals, Stale, WrongState
from linli.kernel.models import Event, Task
from linli.kernel.permissions import granted_permissions

pytestmark = pytest.mark.django_db
STRANGERS = ["public", "provider", "finance", "other town", "leader", "community"]


def stranger(who: str) -> Actor:
    made = {
        "public": lambda: Actor.public(),
        "provider": lambda: make_actor("social"),
        "finance": lambda: make_actor("finance"),
        "other town": lambda: make_actor("town", place=OTHER_TOWN),
        "leader": lambda: make_actor("town", "leader"),
        "community": lambda: make_actor("community"),
    }
    return made[who]()


def test_drafting_ends_step_one_and_happens_once() -> None:
    clerk = make_actor("town")
    project = make_adopted_project(clerk)
    design = actions.draft(project, actor=clerk)
    fresh = Project.objects.get()
    assert (fresh.state, fresh.step, list(fresh.step_dates)) == ("designing", 2, ["1"])
    assert [task.verb for task in Task.objects.open()] == ["goals.design:submit"]
    assert design.beneficiaries == 120
    with pytest.raises(WrongState):
        actions.draft(project, actor=clerk)
    assert Design.objects.count() == 1


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_do_not_draft(who: str) -> None:
    project = make_adopted_project()
    with pytest.raises(NotAllowed):
        actions.draft(project, actor=stranger(who))


VERBS: dict[str, dict[str, Any]] = {
    "describe": {"problem": "别人的问题"},
    "set_targets": {"targets": []},
    "save_budget": {"budget": Decimal(1), "lines": []},
    "submit": {},
    "publish_intention": {},
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_do_nothing_with_a_design(verb: str, who: str) -> None:
    design = make_design()
    with pytest.raises(NotAllowed):
        getattr(actions, verb)(design, actor=stranger(who), **VERBS[verb])


@pytest.mark.parametrize("verb", ["approve", "send_back", "refuse", "stop"])
def test_only_the_chain_decides(verb: str) -> None:
    design = make_submitted()
    for actor in (make_actor("civil_affairs", "leader"), make_actor("town", "clerk")):
        with pytest.raises(NotAllowed):
            getattr(actions, verb)(design, actor=actor)


@pytest.mark.parametrize("verb", ["describe", "set_targets", "save_budget", "submit"])
def test_a_submitted_design_is_not_changed(verb: str) -> None:
    design = make_submitted(clerk := make_actor("town"))
    with pytest.raises(WrongState):
        getattr(actions, verb)(design, actor=clerk, **VERBS[verb])


def test_saving_from_a_stale_page_loses_nothing_that_is_newer() -> None:
    design = make_design(clerk := make_actor("town"))
    with pytest.raises(Stale):
        actions.save_budget.on(Terms(version=1))(design, actor=clerk, budget=Decimal(1), lines=[])
    assert design.lines.count() == 6


def test_a_save_that_is_sent_twice_has_one_effect() -> None:
    design = make_design(clerk := make_actor("town"))
    for _i in range(2):
        actions.save_budget.on(Terms(key="k"))(design, actor=clerk, budget=BUDGET, lines=lines())
    assert Event.objects.filter(verb="goals.design:budget").count() == 2
    with pytest.raises(KeyReused):
        actions.save_budget.on(Terms(key="k"))(design, actor=clerk, budget=BUDGET, lines=lines(travel="1")[:2])


def refused(design: Design, clerk: Actor) -> dict[str, Refusal]:
    with pytest.raises(Refusals) as caught:
        actions.submit(design, actor=clerk)
    assert Design.objects.get(pk=design.pk).state == "draft"
    assert not approvals.running(design)
    return {one.field: one for one in caught.value.each}


class TestSubmit:
    @pytest.fixture
    def clerk(self) -> Actor:
        make_actor("civil_affairs", "leader")
        make_actor("finance", "leader")
        return make_actor("town")

    def test_an_empty_draft_is_told_everything_at_once(self, clerk: Actor) -> None:
        design = actions.draft(make_adopted_project(clerk), actor=clerk)
        assert {"problem", "goal", "service_from", "service_to", "targets-0-name", "budget"} <= set(
            refused(design, clerk)
        )

    def test_lines_that_do_not_add_up(self, clerk: Actor) -> None:
        design = make_design(clerk)
        actions.save_budget(design, actor=clerk, budget=BUDGET, source=make_source(), lines=lines(volunteers="29"))
        assert "相差 1,685 元" in str(refused(design, clerk)["budget"])

    def test_wages_above_the_ceiling_stop_whatever_the_reason(self, clerk: Actor) -> None:
        design = make_design(clerk)
        more = [*lines(wages="7000", volunteers="0")[:4], lines()[5]]
        actions.save_budget(
            design, actor=clerk, budget=BUDGET, source=make_source(), lines=more, wage_reason="必须由持证社工全程驻点"
        )
        assert "超过上限 70%" in str(refused(design, clerk)["lines-0-unit_price"])

    def test_wages_above_the_guide_need_a_reason(self, clerk: Actor) -> None:
        design = make_design(clerk)
        budget: dict[str, Any] = {
            "budget": BUDGET,
            "source": make_source(),
            "lines": lines(wages="5842.5", volunteers="18"),
        }
        actions.save_budget(design, actor=clerk, **budget)
        assert "高于指引值 60%" in str(refused(design, clerk)["wage_reason"])
        actions.save_budget(design, actor=clerk, **budget, wage_reason="必须由持证社工全程驻点")
        assert actions.submit(design, actor=clerk).state == "in_approval"

    def test_management_above_the_ceiling(self, clerk: Actor) -> None:
        design = make_design(clerk)
        actions.save_budget(
            design, actor=clerk, budget=BUDGET, source=make_source(), lines=lines(management="15935", volunteers="29")
        )
        found = refused(design, clerk)["lines-5-unit_price"]
        assert found.remedy == "最多可列 14,250 元"
        assert found.clauses

    def test_more_people_than_live_there(self, clerk: Actor) -> None:
        design = make_design(clerk, beneficiaries=5000)
        PlaceYear.objects.create(place=make_place(), year=2025, households=900, population=3200, floor_space=500)
        assert "超过受益社区人口 3,200 人" in str(refused(design, clerk)["beneficiaries"])

    def test_a_target_worse_than_its_baseline_is_not_even_stored(self, clerk: Actor) -> None:
        design = make_design(clerk)
        with pytest.raises(Refusal) as caught:
            actions.set_targets(design, actor=clerk, targets=targets(baseline=Decimal(9), target=Decimal(8)))
        assert caught.value.code == "indicator_target_beyond_baseline"

    def test_longer_than_a_year_only_when_stable(self, clerk: Actor) -> None:
        start, _end = service_period()
        longer = {"service_from": start, "service_to": start + timedelta(days=700)}
        design = make_design(clerk, **longer)
        actions.set_targets(design, actor=clerk, targets=targets(due=start + timedelta(days=300)))
        assert "超过 1 年" in str(refused(design, clerk)["service_to"])
        stable = {**longer, "is_stable": True}
        actions.describe(
            design, actor=clerk, problem="问题", goal="目标", beneficiaries=120, catalogue_code="A0101", **stable
        )
        assert actions.submit(design, actor=clerk).state == "in_approval"

    def test_a_method_less_open_than_the_budget_requires(self, clerk: Actor) -> None:
        assert "不能是“直接委托”" in str(refused(make_design(clerk, method="direct"), clerk)["method"])

    def test_splitting_below_the_threshold_is_seen(self, clerk: Actor) -> None:
        for _i in range(3):
            other = make_adopted_project(clerk)
            Project.objects.filter(pk=other.pk).update(budget=300000, catalogue_code="A0101", method="consultation")
        design = make_design(clerk)
        assert "达到公开招标限额" in str(refused(design, clerk)["method"])
        Design.objects.filter(pk=design.pk).update(method="open_tender")
        assert actions.submit(design, actor=clerk).state == "in_approval"

    def test_off_the_catalogue(self, clerk: Actor) -> None:
        assert "目录中没有编号 Z9999" in str(
            refused(make_design(clerk, catalogue_code="Z9999"), clerk)["catalogue_code"]
        )

    def test_without_enough_money_in_the_source(self, clerk: Actor) -> None:
        make_source("200000")
        assert "可用 200,000 元，少于项目预算" in str(refused(make_design(clerk), clerk)["source"])

    def test_a_pool_pays_as_one_purse_and_each_yuan_keeps_its_source(self, clerk: Actor) -> None:
        source, treasurer = make_source(), make_actor("finance")
        second = funds.create(
            name="示例福彩公益金", kind="lottery", year=source.year, place=source.place, owner=source.owner,
            amount=BUDGET, actor=treasurer,
        )  # fmt: skip
        pool = funds.create_pool(
            name="示例资金池", year=source.year, owner=source.owner, place=source.place, actor=treasurer
        )
        funds.put_in(pool, source=source, amount=Decimal(200_000), actor=treasurer)
        assert Pool.objects.usable(source.year, clerk.place_code).get() == pool
        design = make_design(clerk)
        actions.save_budget(design, actor=clerk, budget=BUDGET, lines=lines(), source=source, pool=pool)
        assert "可用 200,000 元，少于项目预算" in str(refused(design, clerk)["source"])
        funds.put_in(pool, source=second, amount=BUDGET, actor=treasurer)
        for kind in ("civil_affairs", "finance", "town"):
            make_actor(kind, "leader")
        actions.submit(design, actor=clerk)
        approve_all(design)
        held = {one.source.name: one.reserved for one in ledger.of_project(design.project_id)}
        assert held == {source.name: 200_000, second.name: BUDGET - 200_000}


class TestApproval:
    def test_the_chain_passes_the_offices_of_the_amount_and_no_office_twice(self) -> None:
        design = make_submitted()
        running = approvals.running(design)
        assert running is not None
        kinds = [step.organisation.kind for step in running.steps.all()]
        assert kinds[0] == "town"
        assert len(kinds) == len(set(kinds)) >= 2
        assert Project.objects.get().state == "in_approval"

    def test_approved_it_waits_for_the_intention(self) -> None:
        approve_all(make_submitted())
        project = Project.objects.get()
        assert (project.state, project.budget, project.method) == ("approved", BUDGET, "consultation")
        assert [task.verb for task in Task.objects.open()] == ["goals.intention:publish"]
        assert project.public_since is None
        assert ledger.balance(project.pk)["reserved"] == BUDGET

    def test_returned_it_is_corrected_and_submitted_again(self) -> None:
        design = make_submitted(clerk := make_actor("town"))
        running = approvals.running(design)
        assert running is not None
        approvals.send_back(running, actor=make_actor("town", "leader"), opinion="请补充督导安排")
        design.refresh_from_db()
        assert (design.state, Project.objects.get().state) == ("returned", "returned")
        task = Task.objects.open().get()
        assert (task.verb, "请补充督导安排" in task.context) == ("goals.design:submit", True)
        actions.save_budget(design, actor=clerk, budget=BUDGET, source=make_source(), lines=lines())
        actions.submit(design, actor=clerk)
        assert Project.objects.get().state == "in_approval"

    def test_refused_the_project_stops_and_the_need_is_free(self) -> None:
        design = make_submitted()
        running = approvals.running(design)
        assert running is not None
        approvals.refuse(running, actor=make_actor("town", "leader"), opinion="与已有项目重复")
        assert (Design.objects.get().state, Project.objects.get().state) == ("refused", "stopped")
        assert (Need.objects.get().state, Task.objects.open().count()) == ("listed", 0)

    def test_stopping_the_project_stops_the_design(self) -> None:
        design = approve_all(make_submitted())
        stop(design.project, actor=make_actor("town", "leader"), reason="街道另有安排")
        assert (Design.objects.get().state, Task.objects.open().count()) == ("stopped", 0)
        assert ledger.balance(design.project_id)["reserved"] == 0


class TestIntention:
    def test_published_it_is_public_and_the_thirty_days_are_counted(self) -> None:
        design = approve_all(make_submitted(clerk := make_actor("town")))
        published = actions.publish_intention(design, actor=clerk)
        project = Project.objects.published().get()
        assert (project.state, published.state) == ("intention", "published")
        until = timezone.localdate(published.intention_until)
        assert until == clock.today() + timedelta(days=30)
        moment, task = Task.objects.open().order_by("verb").reverse()
        assert (moment.kind, moment.verb, moment.clause["parameter"]) == (
            "moment",
            "tenders.tender:publish",
            "intention.days",
        )
        assert (task.kind, task.verb, project.next_due_at) == ("duty", "tenders.tender:draft", moment.due_at)
        event = Event.objects.get(verb="goals.intention:publish")
        assert event.public
        assert event.facts["budget"] == "285000.00"

    def test_not_before_it_is_approved_and_not_twice(self) -> None:
        design = make_submitted(clerk := make_actor("town"))
        with pytest.raises(WrongState):
            actions.publish_intention(design, actor=clerk)
        approve_all(design)
        actions.publish_intention(design, actor=clerk)
        with pytest.raises(WrongState):
            actions.publish_intention(design, actor=clerk)


def test_who_sees_a_design() -> None:
    design = make_design()
    assert Design.objects.visible_to(make_actor("town")).exists()
    assert make_actor("town").may("goals.design:view", design)
    for who in ("public", "provider", "other town"):
        assert not Design.objects.visible_to(stranger(who)).exists()
        assert not stranger(who).may("goals.design:view", design)


def test_every_verb_has_somebody_who_may() -> None:
    from linli.kernel.actions import registry

    mine = {name for name in registry if name.startswith(("goals.", "needs."))}
    assert mine <= set(granted_permissions())


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_cannot_reserve_the_same_last_money() -> None:
    make_source("300000")
    clerk = make_actor("town")
    waiting = [make_submitted(clerk), make_submitted(clerk)]
    last: list[tuple[Any, Actor]] = []
    for design in waiting:
        *_before, final = (running := approvals.running(design)).steps.all()  # type: ignore[union-attr]
        while (step := approvals.running(design).current_step).pk != final.pk:  # type: ignore[union-attr]
            office = make_actor(step.organisation.kind, step.role, organisation=step.organisation)
            approvals.approve(approvals.running(design), actor=office)  # type: ignore[arg-type]
        last.append((running, make_actor(final.organisation.kind, final.role, organisation=final.organisation)))
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def approve(approval: Any, actor: Actor) -> None:
        gate.wait()
        try:
            approvals.approve(approval, actor=actor)
            outcomes.append("approved")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=one) for one in last]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["approved", "funds_available"]
    assert sorted(Project.objects.values_list("state", flat=True)) == ["approved", "in_approval"]
    assert FundSource.objects.get().reserved == BUDGET
