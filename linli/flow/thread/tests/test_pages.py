"""The project list and page, stopping a project, the journal page, search."""

from typing import Any

import pytest

from linli.flow.s4_delivery.tests.browsing import browser, typed
from linli.flow.thread import spine, timeline
from linli.flow.thread.actions import stop
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties.tests import factory
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task


@pytest.fixture
def project(db: Any) -> Project:
    town = factory.make_organisation("town")
    return spine.open_project(title="明觉社区居家养老助餐服务", purchaser=town, place=town.place)


@pytest.fixture
def leader(project: Project) -> Actor:
    return factory.make_actor("town", "leader")


def test_the_list_shows_what_the_actor_may_see(project: Project, leader: Actor) -> None:
    assert project.title in browser(leader).get("/projects/").content.decode()
    neighbour = factory.make_actor("town", "leader", factory.OTHER_TOWN)
    assert project.title not in browser(neighbour).get("/projects/").content.decode()


def test_the_list_is_exported_with_the_same_conditions(project: Project, leader: Actor) -> None:
    spine.open_project(title="横山村日间照料", purchaser=project.purchaser, place=project.place)
    answer = browser(leader).get("/projects/?q=助餐&export=xlsx")
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    from io import BytesIO

    from openpyxl import load_workbook

    cells = [str(cell) for row in load_workbook(BytesIO(b"".join(answer))).active.values for cell in row if cell]
    assert project.title in cells
    assert "横山村日间照料" not in cells


@pytest.mark.parametrize(
    "query", ["q=助餐", "state=open", "amount_min=1&amount_max=9", "tab=1", "sort=-amount", "page=99"]
)
def test_every_filter_answers(project: Project, leader: Actor, query: str) -> None:
    assert browser(leader).get(f"/projects/?{query}").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_many(
    project: Project, leader: Actor, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        spine.open_project(title=f"示例项目{number}", purchaser=project.purchaser, place=project.place)
    client = browser(leader)
    with django_assert_max_num_queries(21):
        client.get("/projects/")


def test_a_project_of_another_town_is_refused_with_a_page_that_says_why(project: Project) -> None:
    neighbour = factory.make_actor("town", "leader", factory.OTHER_TOWN)
    answer = browser(neighbour).get(project.get_absolute_url())
    assert answer.status_code == 403
    assert "Traceback" not in answer.content.decode()


def test_stopping_needs_a_reason_ends_the_tasks_and_is_public(project: Project, leader: Actor) -> None:
    with pytest.raises(Refusal, match="没有写明终止理由"):
        stop(project, actor=leader, reason="不")
    stopped = stop(project, actor=leader, reason="社区已由其他项目提供同样服务")
    assert (stopped.state, Task.objects.open().count()) == (State.STOPPED, 0)
    event = Event.objects.get(verb="thread.project:stop", outcome="done")
    assert event.public
    assert timeline.told(event) == "理由：社区已由其他项目提供同样服务"
    with pytest.raises(WrongState):
        stop(stopped, actor=leader, reason="社区已由其他项目提供同样服务")


def test_only_the_purchasers_leader_stops(project: Project) -> None:
    for actor in (factory.make_actor("town", "clerk"), factory.make_actor("town", "leader", factory.OTHER_TOWN)):
        with pytest.raises(NotAllowed):
            stop(project, actor=actor, reason="社区已由其他项目提供同样服务")


def test_the_stop_page_keeps_what_was_typed_and_then_stops(project: Project, leader: Actor) -> None:
    client = browser(leader)
    address = f"{project.get_absolute_url()}stop/"
    page = client.get(address)
    refused = client.post(address, typed(page, reason="太短"))
    assert "太短" in refused.content.decode()
    assert client.post(address, typed(page, reason="社区已由其他项目提供同样服务")).status_code == 302
    project.refresh_from_db()
    assert project.state == State.STOPPED


def test_a_stale_stop_page_is_refused(project: Project, leader: Actor) -> None:
    client = browser(leader)
    address = f"{project.get_absolute_url()}stop/"
    page = client.get(address)
    spine.move(project, State.DESIGNING)
    answer = client.post(address, typed(page, reason="社区已由其他项目提供同样服务"))
    assert answer.status_code == 422
    assert "变动" in answer.content.decode()


def test_the_journal_page_is_for_supervisors(project: Project, leader: Actor) -> None:
    stop(project, actor=leader, reason="社区已由其他项目提供同样服务")
    supervisor = browser(factory.make_actor("supervisor", "supervisor"))
    assert "终止项目" in supervisor.get(f"/journal/?subject=thread.project:{project.pk}").content.decode()
    assert browser(leader).get("/journal/").status_code == 403


@pytest.mark.parametrize("words", ["助餐", "示例", "", "' OR 1=1 --", "%", "\\"])
def test_search_answers_whatever_is_typed(project: Project, leader: Actor, words: str) -> None:
    answer = browser(leader).get("/search/", {"q": words})
    assert answer.status_code == 200
    assert (project.title in answer.content.decode()) == (words == "助餐")


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        ("2026-03-05", "3月5日"),
        ("298000.00", "298,000.00"),
        ("1.5", "1.5"),
        (12, "12"),
        (["甲", "乙"], "甲、乙"),
        ("2026-13-99", "2026-13-99"),
    ],
)
def test_facts_are_told_in_words(db: Any, fact: Any, shown: str) -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from linli.kernel import clock

    with clock.travelled(datetime(2026, 6, 1, tzinfo=ZoneInfo("Asia/Shanghai"))):
        assert timeline.in_words(fact) == shown
