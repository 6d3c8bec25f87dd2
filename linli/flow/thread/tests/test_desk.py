"""What waits on a desk: whose, how urgent, in which order; and what the pages show of it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from linli.flow.s4_delivery.tests.browsing import browser
from linli.flow.thread import desk, spine
from linli.flow.thread.models import Project
from linli.foundations.parties.tests import factory
from linli.kernel import clock, inbox
from linli.kernel.actor import Actor
from linli.kernel.models import Task

NOW = datetime(2026, 3, 5, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def clerk(db: Any) -> Actor:
    return factory.make_actor("town", "clerk")


@pytest.fixture
def project(clerk: Actor) -> Project:
    town = factory.make_organisation("town")
    return spine.open_project(title="明觉社区居家养老助餐服务", purchaser=town, place=town.place)


def ask(project: Project, verb: str, due: timedelta | None, *, role: str = "clerk", step: int = 3, **more: Any) -> Task:
    return inbox.open_task(
        project,
        verb,
        title=f"{verb}：{project.title}",
        organisation_id=project.purchaser_id,
        role=role,
        step=step,
        due_at=NOW + due if due is not None else None,
        **more,
    )


def test_tasks_are_counted_by_how_near_they_are(project: Project, clerk: Actor) -> None:
    ask(project, "a", timedelta(days=-1))
    ask(project, "b", timedelta(hours=3))
    ask(project, "c", timedelta(days=2))
    ask(project, "d", timedelta(days=20))
    ask(project, "e", None)
    with clock.travelled(NOW):
        counts = desk.count(desk.open_tasks(clerk))
    assert (counts.overdue, counts.today, counts.week, counts.all) == (1, 1, 2, 5)
    assert counts.first_today == NOW + timedelta(hours=3)


def test_groups_follow_their_nearest_deadline_and_end_with_those_outside_the_steps(
    project: Project, clerk: Actor
) -> None:
    ask(project, "a", timedelta(days=5), step=2)
    ask(project, "b", timedelta(days=1), step=4)
    Task.objects.filter(verb="a").update(step=None)
    with clock.travelled(NOW):
        assert [group.step for group in desk.by_step(desk.open_tasks(clerk))] == [4, 0]


def test_a_desk_holds_only_its_own_roles_and_peoples_tasks(project: Project, clerk: Actor) -> None:
    ask(project, "mine", timedelta(days=1))
    ask(project, "leaders", timedelta(days=1), role="leader")
    colleague = factory.make_actor("town", "clerk")
    ask(project, "colleagues", timedelta(days=1), person_id=colleague.person_id)
    assert [task.verb for task in desk.open_tasks(clerk)] == ["mine"]
    assert {task.verb for task in desk.open_tasks(colleague)} == {"mine", "colleagues"}
    assert desk.open_tasks(factory.make_actor("town", "clerk", factory.OTHER_TOWN)) == []


def test_asking_again_updates_the_open_task(project: Project) -> None:
    first, again = ask(project, "a", timedelta(days=1)), ask(project, "a", timedelta(days=9))
    assert first.pk == again.pk
    assert Task.objects.get().due_at == NOW + timedelta(days=9)


def test_the_project_repeats_its_nearest_deadline_but_no_passed_moment(project: Project) -> None:
    with clock.travelled(NOW):
        ask(project, "duty", timedelta(days=9))
        inbox.open_moment(project, "passed", title="质疑期满", due_at=NOW - timedelta(days=1))
    project.refresh_from_db()
    assert (project.next_due_at, project.next_due_title) == (NOW + timedelta(days=9), f"duty：{project.title}")


def test_the_inbox_page_shows_tiles_groups_and_the_way_to_the_task(project: Project, clerk: Actor) -> None:
    ask(project, "a", timedelta(days=1))
    text = browser(clerk).get("/inbox/").content.decode()
    assert f"a：{project.title}" in text
    assert project.get_absolute_url() in text
    assert "我的待办" in text


def test_an_empty_inbox_says_so(clerk: Actor) -> None:
    assert "没有待办" in browser(clerk).get("/inbox/").content.decode()


def test_the_inbox_costs_few_statements_whatever_waits(
    project: Project, clerk: Actor, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        ask(project, f"v{number}", timedelta(days=number))
    client = browser(clerk)
    with django_assert_max_num_queries(22):
        client.get("/inbox/?all=1")
