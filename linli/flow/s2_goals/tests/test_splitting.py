"""Split purchases: a rolling year, the town with its communities, what is not counted, two at once."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from linli.flow.s1_needs.tests.factory import make_adopted_project
from linli.flow.s2_goals import actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.tests.factory import BUDGET, lines, make_design, make_source, make_submitted
from linli.flow.s2_goals.tests.reviews import with_opinions
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties.tests.factory import make_actor, make_organisation
from linli.foundations.rulebook import book
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Actor:
    return make_actor("town")


def earlier(clerk: Actor, on: datetime, budget: int = 800_000, **more: Any) -> Project:
    """Another purchase of the same item, submitted on a day."""
    with clock.travelled(on):
        made = make_adopted_project(clerk)
    given = {"budget": budget, "catalogue_code": "A0101", "method": "consultation", "created_at": on, **more}
    Project.objects.filter(pk=made.pk).update(**given)
    return Project.objects.get(pk=made.pk)


def submit(design: Design, clerk: Actor) -> str:
    """The state it comes to, or the refusal's words about splitting."""
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")
    try:
        return str(actions.submit(design, actor=clerk).state)
    except Refusals as refusals:
        return " ".join(f"{one} {one.remedy}" for one in refusals.each)


def a_year_ago(days: int = 0) -> datetime:
    now = timezone.localtime(clock.now())
    return now.replace(year=now.year - 1) + timedelta(days=days)


def test_the_list_of_the_purchases_is_shown(clerk: Actor) -> None:
    other = earlier(clerk, a_year_ago(5))
    told = submit(make_design(clerk), clerk)
    assert "12 个月内同类项目 2 个，合计 1,085,000 元，达到公开招标限额 1,000,000 元" in told
    assert other.number in told
    assert "800,000 元（" in told
    assert "请改为公开招标，或合并为一个项目" in told


def test_the_window_rolls_over_the_new_year_and_ends_after_twelve_months(clerk: Actor) -> None:
    other = earlier(clerk, a_year_ago())
    assert "达到公开招标限额" in submit(make_design(clerk), clerk)
    Project.objects.filter(pk=other.pk).update(created_at=a_year_ago(-1))
    assert submit(Design.objects.get(), clerk) == "in_approval"


@pytest.mark.parametrize(
    "more",
    [{"state": State.STOPPED}, {"method": "open_tender"}, {"catalogue_code": "A0102"}, {"budget": 714_999}],
)
def test_what_is_not_counted(clerk: Actor, more: dict[str, Any]) -> None:
    earlier(clerk, a_year_ago(5), **more)
    assert submit(make_design(clerk), clerk) == "in_approval"


def test_the_fen_at_the_threshold(clerk: Actor) -> None:
    earlier(clerk, a_year_ago(5), budget=715_000)
    assert "合计 1,000,000 元" in submit(make_design(clerk), clerk)


def test_direct_awards_that_together_need_a_consultation(clerk: Actor) -> None:
    earlier(clerk, a_year_ago(5), budget=90_000, method="direct")
    design = make_design(clerk)
    Design.objects.filter(pk=design.pk).update(budget=20_000, method="direct")
    design.refresh_from_db()
    design.lines.all().delete()
    assert "达到竞争性磋商限额 100,000 元" in submit(design, clerk)


def test_a_towns_communities_are_its_offices(clerk: Actor) -> None:
    community = make_organisation("community")
    assert community.place.code.startswith(make_organisation("town").place.code)
    earlier(clerk, a_year_ago(5), purchaser=community)
    assert "达到公开招标限额" in submit(make_design(clerk), clerk)


def test_where_the_rule_book_lets_it_go_on_finance_decides(clerk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    real = book.value
    monkeypatch.setattr(book, "value", lambda name, on=None: "escalate" if name == "split.response" else real(name, on))
    earlier(clerk, a_year_ago(5))
    design = make_design(clerk)
    assert "请写明分次购买的理由" in submit(design, clerk)
    actions.save_budget(
        design,
        actor=clerk,
        budget=BUDGET,
        lines=lines(),
        source=make_source(),
        split_reason="上一批服务期已满，需求新增",
    )
    assert submit(design, clerk) == "in_approval"
    running = approvals.running(design)
    assert running is not None
    assert [step.organisation.kind for step in running.steps.all()][-1] == "finance"


def test_a_purchase_by_itself_needs_no_finance_for_splitting(clerk: Actor) -> None:
    running = approvals.running(make_submitted(clerk))
    assert running is not None
    assert "finance" not in [step.organisation.kind for step in running.steps.all()]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_both_pass() -> None:
    clerk = make_actor("town")
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")
    designs = [make_design(clerk) for _n in range(2)]
    twice = [replace(line, quantity=line.quantity * 2) for line in lines()]
    for design in designs:
        actions.save_budget(
            design, actor=clerk, budget=BUDGET * 2, lines=twice, source=make_source(), price_reason="含上门送餐"
        )
        with_opinions(design, clerk)
    ended: list[str] = []
    gate = threading.Barrier(2)

    def go(design: Design) -> None:
        gate.wait()
        try:
            ended.append(str(actions.submit(design, actor=clerk).state))
        except Refusals as refusals:
            ended.append(" ".join(map(str, refusals.each)))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[design]) for design in designs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(word == "in_approval" for word in ended) == 1, ended
    assert sum("达到公开招标限额" in word for word in ended) == 1, ended
