"""Putting tasks into inboxes and taking them out. A task names the verb that does it; doing the verb closes it."""

from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone

from linli.kernel import clock, workdays
from linli.kernel.actor import Actor
from linli.kernel.canonical import compact
from linli.kernel.errors import Text
from linli.kernel.models.inbox import Task, TaskKind, TaskState

_JSON = ("counted", "clause")
_ASKED = ("subject_type", "subject_id", "verb", "organisation_id", "role", "person_id", "kind")
_TOLD = (
    "title", "context", "due_at", "due_basis", "counted", "clause", "path", "step", "thread_key", "opened_at",
)  # fmt: skip
_OPEN = (
    f"INSERT INTO kernel_task (state, {', '.join(_ASKED + _TOLD)})"  # noqa: S608
    f" VALUES ('open', {', '.join('%s::jsonb' if name in _JSON else '%s' for name in _ASKED + _TOLD)})"
    f" ON CONFLICT ({', '.join(_ASKED)}) WHERE state = 'open'"
    f" DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in _TOLD)} RETURNING id"
)
_END = (
    "UPDATE kernel_task SET state = %s, closed_at = %s, closed_by_id = %s"
    " WHERE state = 'open' AND subject_type = %s AND subject_id = %s"
)
"""Constant statements: they run in every action, and building them anew takes longer than running them."""

asked_for: dict[str, Text] = {}
"""The word of tasks that several verbs answer (接受 or 回避 to 回复): filled by `ask_for`."""


def ask_for(verb: str, word: Text) -> str:
    """Give a task's verb its word where no single action has it; returns the verb."""
    asked_for[verb] = word
    return verb


def word_of(verb: str) -> str:
    """The act that a task asks for in one word (发布), empty when its action has none."""
    from linli.kernel.actions import registry

    found = registry.get(verb)
    return str(found.short if found else asked_for.get(verb, ""))


def open_task(
    subject: models.Model,
    verb: str,
    *,
    title: str,
    organisation_id: int | None = None,
    role: str = "",
    person_id: int | None = None,
    context: str = "",
    due_at: datetime | None = None,
    due_basis: str = "",
    clause: dict[str, Any] | None = None,
    path: str = "",
    step: int | None = None,
    kind: str = TaskKind.DUTY,
    thread_key: int | None = None,
) -> Task:
    """Ask somebody to do a verb on a record; asking again only updates what is already open.

    `due_basis` says in words where the deadline comes from (签订后 2 个工作日内); `clause` is a citation of the rule book;
    `thread_key` names the project where the record itself keeps it back (a bid, whose bond is due once it is public).
    """
    from linli.kernel.actions import registry

    found = registry.get(verb)
    thread = thread_key if thread_key is not None else getattr(subject, "thread_key", None)
    asked = {
        "subject_type": subject._meta.label_lower,
        "subject_id": subject.pk,
        "verb": verb,
        "organisation_id": organisation_id,
        "role": str(role),
        "person_id": person_id,
        "kind": str(kind),
    }
    told = {
        "title": str(title)[:200],
        "context": str(context)[:300],
        "due_at": due_at,
        "due_basis": str(due_basis),
        "counted": _counted(subject, verb, due_at),
        "clause": clause,
        "path": path or subject.get_absolute_url(),  # type: ignore[attr-defined]
        "step": step if step is not None else (found.step if found else None),
        "thread_key": thread,
        "opened_at": clock.now(),
    }
    task = Task(state=TaskState.OPEN, **asked, **told)
    for name in _JSON:
        told[name] = None if told[name] is None else compact(told[name])
    values = [*asked.values(), *told.values()]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, values)
        task.pk = cursor.fetchone()[0]
    task._state.adding, task._state.db = False, connection.alias
    _tell({thread})
    return task


def _counted(subject: models.Model, verb: str, due_at: datetime | None) -> dict[str, Any] | None:
    """How a deadline was counted; one that was read back from the record is that of the task asked for before."""
    counted: dict[str, Any] | None = getattr(due_at, "counted", None)
    if counted is not None or due_at is None or timezone.localtime(due_at).time() != workdays.END_OF_DAY:
        return counted
    before = Task.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk, due_at=due_at)
    return before.filter(counted__isnull=False).values_list("counted", flat=True).first()


def open_moment(subject: models.Model, verb: str, *, title: str, due_at: datetime, **more: Any) -> Task:
    """Note a legal moment that only passes, such as a bid deadline or the end of a publicity period."""
    return open_task(subject, verb, title=title, due_at=due_at, kind=TaskKind.MOMENT, **more)


def close(subject: models.Model, verb: str, actor: Actor) -> int:
    """Close the open tasks that asked for this verb; returns how many. Called by the kernel when the verb is done."""
    return _end(subject, [verb], TaskState.DONE, actor)


def cancel(subject: models.Model, *verbs: str) -> int:
    """Take tasks back that nobody needs to do any more; all of the record's when no verb is named."""
    return _end(subject, list(verbs), TaskState.CANCELLED, None)


def _end(subject: models.Model, verbs: list[str], state: str, actor: Actor | None) -> int:
    values: list[Any] = [state, clock.now(), actor.person_id if actor else None, subject._meta.label_lower, subject.pk]
    with connection.cursor() as cursor:
        if verbs:
            cursor.execute(f"{_END} AND verb = ANY(%s) RETURNING thread_key", [*values, verbs])
        else:
            cursor.execute(f"{_END} RETURNING thread_key", values)
        ended = [key for (key,) in cursor.fetchall()]
    _tell(set(ended))
    return len(ended)


def _tell(threads: set[int | None]) -> None:
    """Let each thread keep its next deadline up to date."""
    from linli.kernel.actions import touch_thread

    for key in threads:
        if key is not None:
            touch_thread(key)
