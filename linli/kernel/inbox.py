"""Putting tasks into inboxes and taking them out. A task names the verb that does it; doing the verb closes it."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from linli.kernel import clock, workdays
from linli.kernel.actor import Actor
from linli.kernel.models.inbox import Task, TaskKind, TaskState


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
) -> Task:
    """Ask somebody to do a verb on a record; asking again only updates what is already open.

    `due_basis` says in words where the deadline comes from (签订后 2 个工作日内); `clause` is a citation of the rule book.
    """
    from linli.kernel.actions import registry

    found = registry.get(verb)
    asked = {
        "subject_type": subject._meta.label_lower,
        "subject_id": subject.pk,
        "verb": verb,
        "organisation_id": organisation_id,
        "role": role,
        "person_id": person_id,
        "kind": kind,
        "state": TaskState.OPEN,
    }
    told = {
        "title": title[:200],
        "context": context[:300],
        "due_at": due_at,
        "due_basis": due_basis,
        "counted": _counted(subject, verb, due_at),
        "clause": clause,
        "path": path or subject.get_absolute_url(),  # type: ignore[attr-defined]
        "step": step if step is not None else (found.step if found else None),
        "thread_key": getattr(subject, "thread_key", None),
        "opened_at": clock.now(),
    }
    open_already = Task.objects.filter(**asked)
    if open_already.update(**told):
        task = open_already.get()
    else:
        task = Task.objects.create(**asked, **told)
    _tell(subject)
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
    tasks = Task.objects.open().filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    if verbs:
        tasks = tasks.filter(verb__in=verbs)
    ended = tasks.update(state=state, closed_at=clock.now(), closed_by_id=actor.person_id if actor else None)
    if ended:
        _tell(subject)
    return ended


def _tell(subject: models.Model) -> None:
    """Let the thread keep its next deadline up to date."""
    from linli.kernel.actions import touch_thread

    key = getattr(subject, "thread_key", None)
    if key is not None:
        touch_thread(key)
