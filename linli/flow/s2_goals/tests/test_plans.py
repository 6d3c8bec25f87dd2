"""The yearly plan: from needs to a published edition, changed with a reason, held against what became of it."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.flow.s1_needs.actions import adopt
from linli.flow.s1_needs.tests.factory import make_listed_need
from linli.flow.s2_goals import checks as design_checks
from linli.flow.s2_goals.plans import actions, actual, checks
from linli.flow.s2_goals.plans.models import PlanRow, PurchasePlan
from linli.flow.s2_goals.tests.factory import make_catalogue, make_design, make_source
from linli.flow.s2_goals.tests.plans import YEAR, a_plan, approved, published, submitted, values
from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.funds.actions import adopt_budget, amend_budget
from linli.foundations.funds.actions.budgets import Line
from linli.foundations.parties.tests.factory import COMMUNITY, OTHER_TOWN, make_actor, make_organisation, make_place
from linli.foundations.rulebook import book
from linli.kernel import approvals
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, Refusals, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db: Any) -> Actor:
    make_catalogue("A0101", "A0102")
    return make_actor("town")


def test_from_needs_to_a_published_plan(clerk: Actor) -> None:
    need = make_listed_need(catalogue_code="A0101")
    plan = a_plan(clerk, note="按批复预算编制")
    actions.take_needs(plan, actor=clerk, needs=[need])
    actions.take_needs(plan, actor=clerk, needs=[need])
    row = plan.rows.get()
    assert (row.title, row.need, row.beneficiaries) == (need.title, need, need.beneficiaries)
    assert (row.catalogue_code, row.catalogue_name) == ("A0101", "示例助餐服务")
    with pytest.raises(Refusal) as caught:
        submitted(clerk, plan)
    assert isinstance(caught.value, Refusals)
    assert {one.field for one in caught.value.each} == {f"row-{row.key}"}
    actions.put_row(plan, actor=clerk, key=row.key, row=values(clerk, need=need, title=need.title))
    approved(submitted(clerk, plan))
    assert Task.objects.open().filter(verb="goals.plan:publish", organisation_id=clerk.organisation_id).exists()
    actions.publish(plan, actor=clerk)
    plan.refresh_from_db()
    assert plan.state == "published"
    event = Event.objects.filter(verb="goals.plan:publish").get()
    assert event.public
    assert PurchasePlan.objects.visible_to(Actor.public()).get() == plan


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": None}, "amount"),
        ({"catalogue_code": ""}, "catalogue_code"),
        ({"catalogue_code": "Z9999"}, "catalogue"),
        ({"quarter": None}, "quarter"),
        ({"amount": Decimal(2_000_000), "method": "direct"}, "method"),
    ],
)
def test_what_stops_a_plan(clerk: Actor, changes: dict[str, Any], code: str) -> None:
    plan = a_plan(clerk)
    actions.put_row(plan, actor=clerk, row=values(clerk, **changes))
    stops = [one for one in checks.of_plan(plan) if one.level == "stop"]
    assert [one.code for one in stops] == [code]
    with pytest.raises(Refusal):
        submitted(clerk, plan)
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_an_empty_plan_is_not_submitted(clerk: Actor) -> None:
    with pytest.raises(Refusal):
        submitted(clerk, a_plan(clerk))


def test_a_budget_line_is_not_planned_twice(clerk: Actor) -> None:
    make_source()
    budget = adopt_budget(
        year=YEAR, owner=make_organisation("finance"), title="示例年度预算", actor=make_actor("finance"),
        lines=[Line("助餐", Decimal(100_000))],
    )  # fmt: skip
    line = budget.lines.get()
    plan = a_plan(clerk)
    actions.put_row(plan, actor=clerk, row=values(clerk, line=line))
    assert [one.code for one in checks.of_plan(plan)] == []
    actions.put_row(plan, actor=clerk, row=values(clerk, line=line, catalogue_code="A0102", title="助浴服务"))
    assert [one.code for one in checks.of_plan(plan) if one.level == "stop"] == ["over"]
    amend_budget(budget, lines=[Line("助餐", Decimal(160_000))], reason="年中追加", actor=make_actor("finance"))
    assert checks.of_plan(plan) == []


def test_one_item_in_parts_is_said(clerk: Actor) -> None:
    plan = a_plan(clerk)
    for title in ("助餐一期", "助餐二期"):
        actions.put_row(plan, actor=clerk, row=values(clerk, title=title, amount=Decimal("60000")))
    assert "split" in [one.code for one in checks.of_plan(plan)]


def test_a_year_has_one_plan_under_way(clerk: Actor) -> None:
    plan = a_plan(clerk)
    with pytest.raises(Refusal, match="已有计划"):
        a_plan(clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        PurchasePlan.objects.create(organisation=plan.organisation, year=YEAR, edition=2, reason="同时编制")
    actions.drop(plan, actor=clerk)
    again = a_plan(clerk)
    assert again.edition == 2
    with pytest.raises(Refusal, match="不能编制"):
        actions.draft(actor=clerk, year=YEAR - 1)


def test_a_published_plan_is_changed_by_a_new_edition_with_a_reason(clerk: Actor) -> None:
    first = published(clerk)
    with pytest.raises(WrongState):
        actions.put_row(first, actor=clerk, row=values(clerk, catalogue_code="A0102"))
    with pytest.raises(Refusal, match="调整理由"):
        actions.revise(first, actor=clerk, reason="改")
    second = actions.revise(first, actor=clerk, reason="上级追加资金，增加助浴服务")
    assert second.rows.count() == 1
    with pytest.raises(Refusal, match="正在办理"):
        actions.revise(first, actor=clerk, reason="又一次调整的理由")
    actions.put_row(second, actor=clerk, row=values(clerk, catalogue_code="A0102", title="助浴服务"))
    first.refresh_from_db()
    assert first.state == "published"
    published(clerk, second)
    first.refresh_from_db()
    assert (first.state, second.rows.count()) == ("replaced", 2)
    assert PurchasePlan.objects.published().get() == second


def test_a_returned_plan_goes_back_and_a_refused_one_may_be_begun_again(clerk: Actor) -> None:
    plan = a_plan(clerk)
    actions.put_row(plan, actor=clerk, row=values(clerk))
    submitted(clerk, plan)
    leader = make_actor("town", "leader")
    running = approvals.running(plan)
    assert running is not None
    approvals.send_back(running, actor=leader, opinion="请压缩金额")
    plan.refresh_from_db()
    assert plan.state == "returned"
    assert Task.objects.open().filter(verb="goals.plan:submit", context__contains="请压缩金额").exists()
    submitted(clerk, plan)
    running = approvals.running(plan)
    assert running is not None
    approvals.refuse(running, actor=leader, opinion="与规划不符")
    plan.refresh_from_db()
    assert plan.state == "refused"
    assert a_plan(clerk).edition == 2


def test_others_neither_write_nor_see_a_draft(clerk: Actor) -> None:
    plan = a_plan(clerk)
    foreign = make_actor("town", place=OTHER_TOWN)
    with pytest.raises(NotAllowed):
        actions.put_row(plan, actor=foreign, row=values(clerk))
    with pytest.raises(NotAllowed):
        actions.submit(plan, actor=make_actor("town", "leader"))
    assert not PurchasePlan.objects.visible_to(foreign).exists()
    assert PurchasePlan.objects.visible_to(make_actor("civil_affairs")).exists()


def test_needs_of_other_places_and_unlisted_ones_are_refused(clerk: Actor) -> None:
    need = make_listed_need()
    foreign = make_actor("town", place=OTHER_TOWN)
    plan = a_plan(foreign)
    with pytest.raises(Refusal, match="范围"):
        actions.take_needs(plan, actor=foreign, needs=[need])
    with pytest.raises(Refusal, match="范围"):
        actions.put_row(plan, actor=foreign, row=values(clerk))


def test_rows_come_from_lines_of_the_budget_each_once(clerk: Actor) -> None:
    CatalogueItem.objects.filter(code="A0102").update(buyers=["department"])
    town, finance = make_organisation("town"), make_actor("finance")
    lines = [
        Line("助餐", Decimal(300_000), purpose="A0101"), Line("助浴", Decimal(80_000), purpose="A0102", place=make_place(COMMUNITY)),
        Line("助餐", Decimal(20_000)),
    ]  # fmt: skip
    adopt_budget(actor=finance, year=YEAR, owner=town, title="示例预算", lines=lines)
    foreign = adopt_budget(
        actor=finance, year=YEAR, owner=make_organisation("town", OTHER_TOWN), title="他镇", lines=lines[:1]
    )
    plan = a_plan(clerk)
    waiting = list(plan.waiting_lines())
    assert [line.title for line in waiting] == ["助餐", "助浴"]
    for _again in range(2):
        actions.take_lines(plan, actor=clerk, lines=waiting)
    rows = [(row.title, row.amount, row.catalogue_code, row.line_title, row.place.code) for row in plan.rows.all()]
    assert rows == [
        ("助餐", Decimal(320_000), "A0101", "助餐", town.place.code),
        ("助浴", Decimal(80_000), "", "助浴", COMMUNITY),
    ]
    assert not plan.waiting_lines().exists()
    with pytest.raises(Refusal, match="不是本单位可用的"):
        actions.take_lines(plan, actor=clerk, lines=list(foreign.lines.all()))
    with pytest.raises(NotAllowed):
        actions.take_lines(plan, actor=make_actor("town", "leader"), lines=waiting)


def test_plan_against_actual(clerk: Actor) -> None:
    need = make_listed_need()
    plan = a_plan(clerk)
    actions.put_row(plan, actor=clerk, row=values(clerk, need=need))
    actions.put_row(plan, actor=clerk, row=values(clerk, title="助浴服务", catalogue_code="A0102", quarter=1))
    published(clerk, plan)
    found = actual.compare(plan)
    assert [one.project for one in found.rows] == [None, None]
    project = adopt(need, actor=clerk)
    outside = make_design(clerk).project
    found = actual.compare(plan)
    assert [one.project for one in found.rows] == [project, None]
    assert found.outside == [outside]
    second = found.rows[1].row
    actions.link(plan, actor=clerk, key=second.key, project=outside)
    found = actual.compare(plan)
    assert (found.outside, found.rows[1].project) == ([], outside)
    with pytest.raises(Refusal, match="另一行"):
        actions.link(plan, actor=clerk, key=found.rows[0].row.key, project=outside)
    later = actions.revise(plan, actor=clerk, reason="年中调整金额")
    with pytest.raises(Refusal, match="不能删去"):
        actions.drop_row(later, actor=clerk, key=second.key)
    actions.link(plan, actor=clerk, key=second.key, project=None)
    actions.link(plan, actor=clerk, key=second.key, project=outside)
    published(clerk, later)
    assert PlanRow.objects.get(plan=later, key=second.key).project == outside


def test_a_project_outside_the_plan_is_said_or_stopped(clerk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    design = make_design(clerk)
    design.refresh_from_db()

    def level() -> list[str]:
        return [one.level for one in design_checks.of_design(design) if one.code == "plan"]

    assert level() == ["warn"]
    plan = published(clerk)
    assert level() == ["warn"]
    real = book.value
    monkeypatch.setattr(
        book, "value", lambda name, on=None, place="": "stop" if name == "plan.unlisted" else real(name, on, place)
    )
    assert level() == ["stop"]
    actions.link(plan, actor=clerk, key=plan.rows.get().key, project=design.project)
    assert level() == ["ok"]
