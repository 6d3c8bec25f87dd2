"""What a clerk's desk shows: open tasks counted and grouped, the legal moments ahead, the projects he works on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from linli.flow.thread.models import Project
from linli.flow.thread.states import ENDED, Step
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Task
from linli.kernel.models.inbox import TaskKind, TaskState

SHOWN = 500
"""More open tasks than this are not loaded at once; the page says so and the deadline filter narrows them."""


@dataclass
class Counts:
    """Open tasks of one desk: overdue, due today (and the earliest of these), due this week, all."""

    overdue: int = 0
    today: int = 0
    week: int = 0
    all: int = 0
    first_today: datetime | None = None


@dataclass
class Group:
    """Tasks under one head: a step of the six, or a stretch of time."""

    step: int
    tasks: list[Task] = field(default_factory=list)


def open_tasks(actor: Actor) -> list[Task]:
    """The actor's open duties, the nearest deadline first, those without one last."""
    duties = Task.objects.open().duties().for_actor(actor)
    return list(duties.order_by("due_at", "id")[:SHOWN])


def count(tasks: Iterable[Task]) -> Counts:
    """Count tasks by how near their deadline is, at the present moment."""
    made, now = Counts(), clock.now()
    day_ends, week_ends = _day_end(now), _week_end(now)
    for task in tasks:
        made.all += 1
        if task.due_at is None:
            continue
        if task.due_at < now:
            made.overdue += 1
        elif task.due_at <= day_ends:
            made.today += 1
            made.first_today = made.first_today or task.due_at
        if now <= task.due_at <= week_ends:
            made.week += 1
    return made


FILTERS: dict[str, Callable[[Task, datetime], bool]] = {
    "overdue": lambda task, now: task.due_at is not None and task.due_at < now,
    "today": lambda task, now: task.due_at is not None and now <= task.due_at <= _day_end(now),
    "week": lambda task, now: task.due_at is not None and now <= task.due_at <= _week_end(now),
}


def chosen(tasks: list[Task], which: str) -> list[Task]:
    """The tasks of one tile (`overdue`, `today`, `week`); all of them for any other word."""
    test, now = FILTERS.get(which), clock.now()
    return [task for task in tasks if test(task, now)] if test else tasks


def by_step(tasks: list[Task]) -> list[Group]:
    """Groups by step, ordered by their nearest deadline; tasks outside the six steps come last under step 0."""
    groups: dict[int, Group] = {}
    for task in tasks:
        groups.setdefault(task.step or 0, Group(task.step or 0)).tasks.append(task)
    return sorted(groups.values(), key=lambda group: (group.step == 0, _due(group.tasks[0])))


def moments(actor: Actor, until: datetime) -> "QuerySet[Task]":
    """Legal deadlines ahead of the actor's organisation: its own tasks that have one, and moments that only pass."""
    mine = Q(organisation_id=actor.organisation_id) | Q(kind=TaskKind.MOMENT, thread_key__in=_own_threads(actor))
    return Task.objects.filter(mine, state=TaskState.OPEN, due_at__gte=clock.now(), due_at__lte=until).order_by(
        "due_at"
    )


def projects(actor: Actor) -> "QuerySet[Project]":
    """Unfinished projects that the actor's organisation buys or provides, the nearest deadline first."""
    mine = Q(purchaser_id=actor.organisation_id) | Q(provider_id=actor.organisation_id)
    return Project.objects.filter(mine).exclude(state__in=ENDED).order_by("next_due_at", "-id")


def done_by(actor: Actor) -> "QuerySet[Task]":
    """What the person finished (已办), newest first."""
    return Task.objects.filter(state=TaskState.DONE, closed_by_id=actor.person_id).order_by("-closed_at")


def done_counts(actor: Actor) -> Counts:
    """How much the person has finished: this week (from Monday), and altogether; one statement."""
    today = timezone.localdate(clock.now())
    monday = timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), time.min))
    found = done_by(actor).order_by().aggregate(all=Count("pk"), week=Count("pk", filter=Q(closed_at__gte=monday)))
    return Counts(week=found["week"], all=found["all"])


def step_counts(actor: Actor) -> tuple[dict[int, int], int]:
    """Open duties of the actor by step, and how many lie outside the six steps: one query."""
    made, elsewhere = {int(step): 0 for step in Step}, 0
    rows = Task.objects.open().duties().for_actor(actor).values("step").annotate(n=Count("pk"))
    for row in rows:
        if row["step"] in made:
            made[row["step"]] = row["n"]
        else:
            elsewhere += row["n"]
    return made, elsewhere


def _own_threads(actor: Actor) -> Any:
    return projects(actor).order_by().values("pk")


def _due(task: Task) -> datetime:
    return task.due_at or clock.now() + timedelta(days=36500)


def _day_end(now: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(now), time.max))


def _week_end(now: datetime) -> datetime:
    day = timezone.localdate(now)
    return timezone.make_aware(datetime.combine(day + timedelta(days=6 - day.weekday()), time.max))
