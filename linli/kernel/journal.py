"""Appending to the journal and reading from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import rfc8785
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.kernel import hooks
from linli.kernel.errors import Refusal
from linli.kernel.idempotency import plain
from linli.kernel.models.journal import Event, JournalHead, Outcome

if TYPE_CHECKING:
    from linli.kernel.actions import Run


def append(run: "Run", subject: Any) -> Event:
    """Append the event of a finished action, inside its transaction."""
    return _write(run, subject, Outcome.DONE, run.facts, public=run.action.public)


def append_refusal(run: "Run", refusal: Refusal) -> Event:
    """Append who tried what and why not. The message is generic enough to be kept; inputs are not."""
    facts = {"code": refusal.code, "message": str(refusal.message), "clauses": [str(c) for c in refusal.clauses]}
    return _write(run, run.about, Outcome.REFUSED, facts, public=False)


def _write(run: "Run", subject: Any, outcome: str, facts: dict[str, Any], *, public: bool) -> Event:
    is_record = isinstance(subject, models.Model)
    event = Event(
        id=run.event_id,
        at=run.at,
        actor_kind=run.actor.kind,
        person_id=run.actor.person_id,
        organisation_id=run.actor.organisation_id,
        role=run.actor.role,
        verb=run.action.name,
        step=run.action.step,
        subject_type=subject._meta.label_lower if is_record else "",
        subject_id=subject.pk if is_record else None,
        subject_text=str(getattr(subject, "journal_text", subject))[:200] if is_record else "",
        thread_key=getattr(subject, "thread_key", None),
        outcome=outcome,
        facts=plain(facts),
        law=plain(run.law),
        public=public,
    )
    event.leaf = rfc8785.dumps(leaf(event))
    event.save(force_insert=True)
    return event


def leaf(event: Event) -> dict[str, Any]:
    """What the transparency log commits to: organisation and role, never the person."""
    return {
        "at": event.at.isoformat(),
        "facts": event.facts,
        "law": event.law,
        "organisation": event.organisation_id,
        "outcome": str(event.outcome),
        "role": event.role,
        "step": event.step,
        "subject": [event.subject_type, event.subject_id],
        "thread": event.thread_key,
        "verb": event.verb,
    }


def sequence() -> int:
    """Give positions to the committed events that wait for one, under a lock; returns the last position."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_sequence_events()")
        row = cursor.fetchone()
    return int(row[0])


_later: ContextVar[bool] = ContextVar("linli_positions_later", default=False)


@contextmanager
def positions_later() -> Iterator[None]:
    """For a long run of actions in one transaction: positions are given once, after it, instead of after each action."""
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)
    transaction.on_commit(sequence)


def sequence_after_commit() -> None:
    """Have positions given when the running transaction has committed."""
    if not _later.get():
        transaction.on_commit(sequence)


def position() -> int:
    """The last position given: what public pages are cached under."""
    return JournalHead.objects.values_list("position", flat=True).get(pk=1)


def history(subject: models.Model) -> "models.QuerySet[Event]":
    """Everything that happened to one record, newest first, refusals included."""
    return (
        Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
        .select_related("person", "organisation")
        .order_by("-id")
    )


def disclosed() -> "models.QuerySet[Event]":
    """All events but those that a room still withholds (hook `journal.withheld`, each answer a Q): who bid before the
    opening, who sits on a panel before the result. They are kept all the same and show when their time has come."""
    found = Event.objects.all()
    for condition in hooks.call("journal.withheld"):
        found = found.exclude(condition)
    return found


def what_changed(subject: models.Model) -> str:
    """A sentence on the last change of a record, for somebody who acts on an older page."""
    from linli.kernel.actions import registry

    last = history(subject).filter(outcome=Outcome.DONE).first()
    if last is None:
        return _("这条记录在您打开页面之后已经变动。")
    made = registry.get(last.verb)
    return _("这条记录已由%(who)s于%(when)s办理“%(verb)s”，您看到的是变动前的内容。") % {
        "who": last.person or last.organisation or _("系统"),
        "when": timezone.localtime(last.at).strftime("%H:%M"),
        "verb": made.label if made else last.verb,
    }
