"""How the rooms of the six steps move the project along. Called inside their actions; each locks the project's row."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from linli.flow.thread.models import Project
from linli.flow.thread.states import ENDED, STEP_OF, State
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import clock, hooks, numbering
from linli.kernel.models import Task
from linli.kernel.models.inbox import TaskKind, TaskState


def open_project(
    *, title: str, purchaser: Organisation, place: Place, communities: Iterable[Place] = (), **fields: Any
) -> Project:
    """Open a thread in step 1, numbered by the purchaser's town or district and the year (320117004-2026-007)."""
    year = clock.today().year
    series = purchaser.place.code[:9]
    project = Project.objects.create(
        number=f"{series}-{year}-{numbering.next_number(f'project:{series}', year):03d}",
        title=title,
        purchaser=purchaser,
        place=place,
        year=year,
        **fields,
    )
    project.communities.set(communities)
    return project


def move(project: Project | int, state: str, **fields: Any) -> Project:
    """Bring a project into a state (and so into its step), and set other columns with it. Returns the fresh project.

    When a step is left for a later one, the day is noted for the stepper.
    """
    key = project if isinstance(project, int) else project.pk
    row = Project.objects.select_for_update(no_key=True, of=("self",)).select_related("place").get(pk=key)
    before = row.step
    row.state = State(state)
    row.step = STEP_OF.get(state, before)
    if row.step > before or state == State.CLOSED:
        row.step_dates = {**row.step_dates, str(before): timezone.localdate(clock.now()).isoformat()}
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return row


@hooks.on("inbox.changed")
def keep_next_deadline(*, thread_key: int) -> None:
    """Repeat the nearest open deadline of the thread on the project; a moment that has passed is none."""
    keep_next_deadlines(thread_keys={thread_key})


@hooks.on("inbox.changed_many")
def keep_next_deadlines(*, thread_keys: set[int]) -> None:
    """The same for many threads, in one statement."""
    nearest = (
        Task.objects.filter(thread_key=OuterRef("pk"), state=TaskState.OPEN, due_at__isnull=False)
        .exclude(kind=TaskKind.MOMENT, due_at__lt=clock.now())
        .order_by("due_at", "id")
    )
    Project.objects.filter(pk__in=thread_keys).update(
        next_due_at=Subquery(nearest.values("due_at")[:1]),
        next_due_title=Coalesce(Subquery(nearest.values("title")[:1]), Value("")),
    )


def is_ended(project: Project) -> bool:
    return project.state in ENDED
