"""Visits are scheduled, issues mended, and only then is the project closed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from linli.flow.s4_delivery.tests.world import World, at
from linli.flow.s6_followup.actions import following, visiting
from linli.flow.s6_followup.models import FollowUp, Issue, Visit
from linli.flow.thread import spine
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel import clock, hooks
from linli.kernel.actions import Terms
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, Stale, WrongState
from linli.kernel.models import Event, Task

LESSON = "助餐点离居民近，参与率高"


@pytest.fixture
def following_world(world: World) -> Iterator[World]:
    """A project whose evaluation was published on 1 June 2026; it is now January 2027."""
    world.finish()
    world.project = spine.move(world.project, "following", grade="良")
    hooks.call("evaluation.published", project=world.project, actor=world.clerk)
    with clock.travelled(at(2027, 1, 4)):
        yield world


def visit(world: World, months: int, actor: Actor | None = None, **more: Any) -> Visit:
    fields = {
        "visited_on": date(2026, 12, 1), "people": 12, "lasted": "yes", "satisfaction": 4, "summary": "助餐照常开展"
    } | more  # fmt: skip
    return visiting.record_visit(Visit.objects.get(months=months), actor=actor or world.clerk, **fields)


def followup() -> FollowUp:
    return FollowUp.objects.get()


def test_the_published_result_schedules_the_visits(following_world: World) -> None:
    assert list(Visit.objects.values_list("due_on", flat=True)) == [
        date(2026, 7, 1), date(2026, 9, 1), date(2026, 12, 1)
    ]  # fmt: skip
    tasks = Task.objects.open().filter(verb="followup.visit:record")
    assert [(t.organisation_id, t.clause["parameter"]) for t in tasks if t.clause] == [
        (following_world.town.pk, "followup.visit_months")
    ] * 3


def test_the_community_may_visit_the_provider_may_not(following_world: World) -> None:
    for actor in (following_world.manager, following_world.other_clerk, following_world.leader, Actor.public()):
        with pytest.raises(NotAllowed):
            visit(following_world, 1, actor)
    assert visit(following_world, 1, following_world.second_clerk).state == "done"
    with pytest.raises(WrongState):
        visit(following_world, 1)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("visited_on", date(2027, 1, 5), "还没有到"),
        ("visited_on", date(2026, 5, 31), "早于跟踪起算日期"),
        ("people", 0, "回访人数 0 人"),
        ("satisfaction", 0, "不在 1 到 5 之间"),
        ("satisfaction", 6, "不在 1 到 5 之间"),
        ("summary", " ", "没有写明回访情况"),
    ],
)
def test_an_impossible_visit_is_refused(following_world: World, field: str, value: Any, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        visit(following_world, 1, **{field: value})


def test_closing_waits_for_all_visits(following_world: World) -> None:
    visit(following_world, 1)
    visit(following_world, 3)
    with pytest.raises(Refusal, match="还有 1 次回访没有完成"):
        following.close(followup(), actor=following_world.clerk, lesson=LESSON)
    visit(following_world, 6)
    assert Task.objects.open().get(verb="followup.followup:close").organisation_id == following_world.town.pk


def test_an_issue_is_mended_and_confirmed_before_closing(following_world: World) -> None:
    for months in (1, 3, 6):
        visit(following_world, months, issue="助餐点冬天没有热水" if months == 6 else "")
    with pytest.raises(Refusal, match="还有 1 个问题没有解决"):
        following.close(followup(), actor=following_world.clerk, lesson=LESSON)
    issue = Issue.objects.get()
    assert Task.objects.open().get(verb="followup.issue:mend").organisation_id == following_world.provider.pk
    for actor in (following_world.rival_manager, following_world.clerk, Actor.public()):
        with pytest.raises(NotAllowed):
            visiting.mend(issue, actor=actor, text="已装热水器")
    visiting.mend(issue, actor=following_world.manager, text="已装热水器")
    visiting.send_back(issue, actor=following_world.clerk, reason="水温仍然不够")
    visiting.mend(issue, actor=following_world.manager, text="已换大功率热水器")
    with pytest.raises(NotAllowed):
        visiting.confirm(issue, actor=following_world.manager)
    visiting.confirm(issue, actor=following_world.clerk)
    assert Task.objects.open().filter(verb="followup.followup:close").exists()


def test_a_complaint_holds_the_closing_up(following_world: World) -> None:
    for months in (1, 3, 6):
        visit(following_world, months)
    community = make_actor("community", "clerk")
    with pytest.raises(NotAllowed):
        visiting.complain(followup(), actor=community, text="送餐经常迟到半小时")
    made = visiting.complain(followup(), actor=following_world.clerk, text="送餐经常迟到半小时")
    assert made.source == "complaint"
    assert not Task.objects.open().filter(verb="followup.followup:close").exists()
    with pytest.raises(Refusal, match="个问题没有解决"):
        following.close(followup(), actor=following_world.clerk, lesson=LESSON)


def test_closing_ends_the_thread_and_hands_the_lesson_on(
    following_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[dict[str, Any]] = []
    monkeypatch.setitem(hooks._registered, "followup.lesson", [lambda **told: heard.append(told)])
    for months in (1, 3, 6):
        visit(following_world, months)
    for actor in (following_world.manager, following_world.other_clerk, following_world.leader, Actor.public()):
        with pytest.raises(NotAllowed):
            following.close(followup(), actor=actor, lesson=LESSON)
    with pytest.raises(Refusal, match="经验教训太短"):
        following.close(followup(), actor=following_world.clerk, lesson="好")
    following.close(followup(), actor=following_world.clerk, lesson=LESSON, suggestion="增加晚餐需求")
    assert following_world.fresh().state == "closed"
    assert [told["suggestion"] for told in heard] == ["增加晚餐需求"]
    assert not Task.objects.open().filter(step=6).exists()
    with pytest.raises(WrongState):
        following.close(followup(), actor=following_world.clerk, lesson=LESSON)


def test_overdue_visits_say_so(following_world: World) -> None:
    assert all(v.is_overdue for v in Visit.objects.all())
    assert not visit(following_world, 1).is_overdue


def test_stale_pages_and_repeated_requests(following_world: World) -> None:
    seen = Visit.objects.get(months=1)
    fields = {"visited_on": date(2026, 12, 1), "people": 1, "lasted": "no", "satisfaction": 2, "summary": "助餐已停"}
    for _time in range(2):
        visiting.record_visit.on(Terms(key="k"))(seen, actor=following_world.clerk, **fields)
    assert Event.objects.filter(verb="followup.visit:record", outcome="done").count() == 1
    other = Visit.objects.get(months=3)
    visit(following_world, 3)
    with pytest.raises(Stale):
        visiting.record_visit.on(Terms(version=other.version))(other, actor=following_world.clerk, **fields)
