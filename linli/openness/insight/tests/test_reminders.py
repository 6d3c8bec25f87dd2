"""Reminding: who may, once a day, gone when the task is done."""

from datetime import timedelta

import pytest
from django.test import Client

from linli.flow.thread import spine
from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import make_actor, make_organisation, make_place
from linli.kernel import clock, hooks, inbox
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task
from linli.openness.insight.actions import ACKNOWLEDGE, acknowledge, remind
from linli.openness.insight.models import Reminder

pytestmark = pytest.mark.django_db
NOTE = "请在本周五之前办理完毕。"


@pytest.fixture
def task() -> Task:
    """A late duty of a community's clerk, in the first town."""
    community = make_organisation("community", "320117004001")
    project = spine.open_project(title="明觉社区助餐", purchaser=community, place=community.place)
    late = clock.now() - timedelta(days=2)
    return inbox.open_task(
        project,
        "tenders.contract:publish",
        title="发布合同公告",
        organisation_id=community.pk,
        role="clerk",
        due_at=late,
    )


@pytest.mark.parametrize(
    ("kind", "role", "place", "may"),
    [
        ("civil_affairs", "clerk", "320117", True), ("civil_affairs", "leader", "320117", True),
        ("civil_affairs", "staff", "320117", False), ("town", "clerk", "320117004", True), ("town", "leader", "320117004", True),
        ("town", "clerk", "320117005", False), ("community", "clerk", "320117004001", False), ("finance", "clerk", "320117", False),
        ("supervisor", "supervisor", "320117", False), ("department", "clerk", "320117", False), ("social", "manager", "320117", False),
        ("operator", "operator", "320117", False),
    ],
)  # fmt: skip
def test_who_may_remind(task: Task, kind: str, role: str, place: str, may: bool) -> None:
    actor = make_actor(kind, role, make_place(place))
    if may:
        assert remind(actor=actor, task=task, note=NOTE).recipient_id == task.organisation_id
        return
    with pytest.raises(NotAllowed):
        remind(actor=actor, task=task, note=NOTE)


@pytest.mark.parametrize("actor", [Actor.public(), Actor.system()])
def test_visitors_and_the_system_remind_nobody(task: Task, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        remind(actor=actor, task=task, note=NOTE)


def test_a_reminder_stands_in_the_inbox_until_it_was_seen(task: Task) -> None:
    made = remind(actor=make_actor("civil_affairs"), task=task, note=NOTE)
    waiting = Task.objects.open().get(verb=ACKNOWLEDGE)
    assert (waiting.organisation_id, waiting.role) == (task.organisation_id, "clerk")
    acknowledge(made, actor=make_actor(organisation=make_organisation("community", "320117004001")))
    assert not Task.objects.open().filter(verb=ACKNOWLEDGE).exists()
    assert Task.objects.open().filter(pk=task.pk).exists()
    with pytest.raises(WrongState):
        acknowledge(made, actor=make_actor(organisation=make_organisation("community", "320117004001")))


def test_others_cannot_acknowledge(task: Task) -> None:
    made = remind(actor=make_actor("civil_affairs"), task=task, note=NOTE)
    for actor in (
        make_actor("civil_affairs"),
        make_actor("community", place="320117005001"),
        make_actor("community", "leader", "320117004001"),
    ):
        with pytest.raises(NotAllowed):
            acknowledge(made, actor=actor)


def test_once_a_day(task: Task) -> None:
    actor = make_actor("civil_affairs")
    remind(actor=actor, task=task, note=NOTE)
    with pytest.raises(Refusal, match="今天已经催办过"):
        remind(actor=actor, task=task, note=NOTE)
    with clock.travelled(clock.now() + timedelta(days=1)):
        remind(actor=actor, task=task, note=NOTE)
    assert Reminder.objects.count() == 2


def test_a_closed_task_and_a_short_note_are_refused(task: Task) -> None:
    actor = make_actor("civil_affairs")
    with pytest.raises(Refusal, match="至少 5 个字"):
        remind(actor=actor, task=task, note=" 快点 ")
    Task.objects.filter(pk=task.pk).update(state="done", closed_at=clock.now())
    with pytest.raises(Refusal, match="已经办结"):
        remind(actor=actor, task=task, note=NOTE)
    assert Event.objects.filter(verb="insight.task:remind", outcome="refused").count() == 2


def test_a_reminder_goes_when_its_task_is_closed(task: Task) -> None:
    remind(actor=make_actor("civil_affairs"), task=task, note=NOTE)
    hooks.call("inbox.changed", thread_key=task.thread_key)
    assert Task.objects.open().filter(verb=ACKNOWLEDGE).exists()
    Task.objects.filter(pk=task.pk).update(state="done", closed_at=clock.now())
    hooks.call("inbox.changed", thread_key=task.thread_key)
    assert not Task.objects.open().filter(verb=ACKNOWLEDGE).exists()


def test_reminding_through_the_page(client: Client, task: Task) -> None:
    actor = make_actor("civil_affairs")
    client.force_login(Person.objects.get(pk=actor.person_id))
    assert "催办" in client.get(f"/cockpit/tasks/{task.pk}/remind/").content.decode()
    short = client.post(f"/cockpit/tasks/{task.pk}/remind/", {"note": "快"})
    assert "至少 5 个字" in short.content.decode()
    assert client.post(f"/cockpit/tasks/{task.pk}/remind/", {"note": NOTE})["Location"] == "/cockpit/"
    made = Reminder.objects.get()
    assert NOTE in client.get(made.get_absolute_url()).content.decode()


def test_a_reminder_is_shown_to_those_whom_it_concerns(client: Client, task: Task) -> None:
    made = remind(actor=make_actor("town", place="320117004"), task=task, note=NOTE)
    for kind, place, status in (
        ("community", "320117004001", 200),
        ("supervisor", "320117", 200),
        ("community", "320117005001", 403),
    ):
        actor = make_actor(kind, "supervisor" if kind == "supervisor" else "clerk", place)
        client.force_login(Person.objects.get(pk=actor.person_id))
        assert client.get(made.get_absolute_url()).status_code == status


def test_only_whose_task_it_is_is_led_to_it(client: Client, task: Task) -> None:
    """Others would be refused there: the cockpit and the reminder lead them to the project."""
    bureau, clerk = make_actor("civil_affairs"), make_actor("community", place="320117004001")
    project = f"/projects/{task.thread_key}/"
    Task.objects.filter(pk=task.pk).update(path="/somewhere/")
    made = remind(actor=bureau, task=task, note=NOTE)
    for actor, page, way in ((bureau, "/cockpit/", project), (clerk, made.get_absolute_url(), "/somewhere/")):
        client.force_login(Person.objects.get(pk=actor.person_id))
        shown = client.get(page).content.decode()
        assert f'href="{way}"' in shown
        assert (way == "/somewhere/") == ('href="/somewhere/"' in shown)
