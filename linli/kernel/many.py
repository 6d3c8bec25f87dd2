"""The journal and the inbox for one verb done to many records at once: an event for each, in a few statements for all."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785
from django.db import connection, models

from linli.kernel import clock, hooks, journal
from linli.kernel.actions import Action, Run, current_run, registry
from linli.kernel.idempotency import plain
from linli.kernel.models import Event, Task
from linli.kernel.models.inbox import TaskState
from linli.kernel.models.journal import Outcome

_COLUMNS = (
    "id", "at", "actor_kind", "person_id", "organisation_id", "role", "verb", "step", "subject_type", "subject_id",
    "subject_text", "thread_key", "outcome", "facts", "law", "public", "leaf",
)  # fmt: skip
_COPY = f"COPY kernel_event ({', '.join(_COLUMNS)}) FROM STDIN"


def event_keys(count: int) -> list[int]:
    """Keys for events that are still to be written, in rising order: for what has to name them before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('kernel_event_id_seq') FROM generate_series(1, %s)", [count])
        return sorted(key for (key,) in cursor.fetchall())


def append(
    verb: str, subjects: Sequence[models.Model], facts: Sequence[Mapping[str, Any]], keys: Sequence[int]
) -> None:
    """Append the event of a verb for each record, inside the action that did it to all of them."""
    run, made = current_run(), registry[verb]
    assert run is not None
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for key, subject, told in zip(keys, subjects, facts, strict=True):
            copy.write_row(_row(_event(run, made, key, subject, told)))


def _event(run: Run, made: Action[Any, Any], key: int, subject: models.Model, told: Mapping[str, Any]) -> Event:
    event = Event(
        id=key,
        at=run.at,
        actor_kind=run.actor.kind,
        person_id=run.actor.person_id,
        organisation_id=run.actor.organisation_id,
        role=run.actor.role,
        verb=made.name,
        step=made.step,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_text=str(getattr(subject, "journal_text", subject))[:200],
        thread_key=getattr(subject, "thread_key", None),
        outcome=str(Outcome.DONE),
        facts=plain(dict(told)),
        law=plain(run.law),
        public=made.public,
    )
    event.leaf = rfc8785.dumps(journal.leaf(event))
    return event


def _row(event: Event) -> list[Any]:
    """The event's columns as COPY takes them: jsonb as its text."""
    values = {name: getattr(event, name) for name in _COLUMNS}
    for name in ("facts", "law"):
        values[name] = json.dumps(values[name], ensure_ascii=False)
    return list(values.values())


def open_tasks(verb: str, subjects: Sequence[models.Model], told: Sequence[Mapping[str, Any]]) -> None:
    """Ask for a verb on records that nobody was asked about before (new ones); `told` is what `inbox.open_task` takes.
    Their threads are not told: records of a project are asked about one by one."""
    Task.objects.bulk_create(
        (
            Task(
                state=TaskState.OPEN,
                verb=verb,
                subject_type=subject._meta.label_lower,
                subject_id=subject.pk,
                path=subject.get_absolute_url(),  # type: ignore[attr-defined]
                step=registry[verb].step,
                counted=getattr(asked.get("due_at"), "counted", None),
                opened_at=clock.now(),
                **asked,
            )
            for subject, asked in zip(subjects, told, strict=True)
        ),
        batch_size=500,
    )


def close_tasks(verb: str, subjects: Sequence[models.Model]) -> int:
    """Close the open tasks that asked for the verb on these records, and let their threads know; how many there were."""
    run = current_run()
    if not subjects or run is None:
        return 0
    asked = Task.objects.open().filter(
        verb=verb, subject_type=subjects[0]._meta.label_lower, subject_id__in=[one.pk for one in subjects]
    )
    threads = set(asked.exclude(thread_key=None).values_list("thread_key", flat=True))
    ended = asked.update(state=TaskState.DONE, closed_at=clock.now(), closed_by_id=run.actor.person_id)
    hooks.call("inbox.changed_many", thread_keys=threads)
    return ended
