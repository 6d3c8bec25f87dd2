"""How the rooms of the six steps move the project along. Called inside their actions; each locks the project's row."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone

from linli.flow.thread.models import Project
from linli.flow.thread.states import ENDED, STEP_OF, State
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import clock, hooks, numbering, rows


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
    row = rows.lock(Project, key)
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


_NEAREST = """
UPDATE thread_project AS project SET next_due_at = nearest.due_at, next_due_title = COALESCE(nearest.title, '')
FROM unnest(%(keys)s::bigint[]) AS thread (key) LEFT JOIN LATERAL (
    SELECT due_at, title FROM kernel_task
    WHERE thread_key = thread.key AND state = 'open' AND due_at IS NOT NULL AND (kind <> 'moment' OR due_at >= %(now)s)
    ORDER BY due_at, id LIMIT 1
) AS nearest ON true
WHERE project.id = thread.key
  AND (next_due_at IS DISTINCT FROM nearest.due_at OR next_due_title <> COALESCE(nearest.title, ''))
"""


@hooks.on("inbox.changed")
def keep_next_deadline(*, thread_key: int) -> None:
    """Repeat the nearest open deadline of the thread on the project, where it has changed; a moment that has passed is none.
    A constant statement, for nearly every action of a thread runs it."""
    keep_next_deadlines(thread_keys={thread_key})


@hooks.on("inbox.changed_many")
def keep_next_deadlines(*, thread_keys: set[int]) -> None:
    """The same for many threads, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, {"keys": list(thread_keys), "now": clock.now()})


def is_ended(project: Project) -> bool:
    return project.state in ENDED
