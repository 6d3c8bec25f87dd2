"""Appending to the journal and reading from it."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.kernel import hooks
from linli.kernel.canonical import canonical, compact
from linli.kernel.errors import Refusal, Refusals
from linli.kernel.idempotency import kept, plain
from linli.kernel.models.journal import Event, IdempotencyKey, JournalHead, Outcome

if TYPE_CHECKING:
    from linli.kernel.actions import Run


_COLUMNS = (
    "at", "actor_kind", "person_id", "organisation_id", "role", "verb", "step", "subject_type", "subject_id",
    "subject_text", "thread_key", "outcome", "facts", "law", "public", "leaf",
)  # fmt: skip
_JSON = ("facts", "law")
_APPEND = (
    f"INSERT INTO kernel_event (id, {', '.join(_COLUMNS)})"  # noqa: S608
    " VALUES (COALESCE(%s::bigint, nextval('kernel_event_id_seq')),"
    f" {', '.join('%s::jsonb' if name in _JSON else '%s' for name in _COLUMNS)}) RETURNING id"
)
"""The key is given where something written before, such as a posting, has named the event already."""
_ANSWER = "WITH answered AS (UPDATE kernel_idempotencykey SET answer = %s::jsonb WHERE id = %s) "
_UNAWAITED = ", set_config('synchronous_commit', 'off', true)"
"""The commit that follows does not wait for the disk by itself: the sequencer's, called right after it, waits for both."""


def append(run: "Run", subject: Any, claim: IdempotencyKey | None = None, answer: Any = None) -> Event:
    """Append the event of a finished action, inside its transaction; the answer is kept with the key that claimed it."""
    event = _event(run, subject, Outcome.DONE, run.facts, public=run.action.public)
    _insert(event, (compact(kept(answer)), claim.pk) if claim else None, awaited=run.outer is not None)
    return event


_refused: ContextVar[list[tuple["Run", Refusal]] | None] = ContextVar("linli_refused", default=None)


@contextmanager
def refusals_outlive() -> Iterator[None]:
    """Around a transaction of one's own that holds several verbs: what one of them refuses is appended when that transaction
    has been rolled back, for it would go with it."""
    refused: list[tuple[Run, Refusal]] = []
    token = _refused.set(refused)
    try:
        yield
    finally:
        _refused.reset(token)
        for run, refusal in refused:
            append_refusal(run, refusal)


def append_refusal(run: "Run", refusal: Refusal) -> None:
    """Append who tried what and why not. The message is generic enough to be kept; inputs are not."""
    waiting = _refused.get()
    if waiting is not None:
        waiting.append((run, refusal))
        return
    facts = {"code": refusal.code, "message": str(refusal.message), "clauses": [str(c) for c in refusal.clauses]}
    parameters = sorted({name for one in _each(refusal) for name in _parameters(one)})
    if parameters:
        facts["parameters"] = parameters
    _insert(_event(run, run.about, Outcome.REFUSED, facts, public=False), None, awaited=True)


def _each(refusal: Refusal) -> Sequence[Refusal]:
    return refusal.each if isinstance(refusal, Refusals) and refusal.each else [refusal]


def _parameters(refusal: Refusal) -> Iterator[str]:
    """The parameters of the rule book that stopped it: its clauses remember them."""
    for clause in refusal.clauses:
        name = getattr(clause, "parameter", "")
        if name:
            yield name


def _event(run: "Run", subject: Any, outcome: str, facts: dict[str, Any], *, public: bool) -> Event:
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
        outcome=str(outcome),
        facts=plain(facts),
        law=plain(run.law),
        public=public,
    )
    event.leaf = canonical(leaf(event))
    return event


def _insert(event: Event, answered: tuple[str, int] | None, *, awaited: bool) -> None:
    """One constant statement, for it runs in every action: the event, and the answer of its key."""
    values = [getattr(event, name) for name in _COLUMNS]
    for name in _JSON:
        values[_COLUMNS.index(name)] = compact(getattr(event, name))
    with connection.cursor() as cursor:
        sql = (_ANSWER if answered else "") + _APPEND + ("" if awaited else _UNAWAITED)
        cursor.execute(sql, [*(answered or ()), event.pk, *values])
        event.pk = cursor.fetchone()[0]


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


def proof(subject: models.Model, *verbs: str) -> tuple[int | None, str] | None:
    """Position and fingerprint (SHA-256 of the exact record, hex) of the last time one of these verbs was done to the
    record; the position is None until it is given. None where it was never done."""
    done = history(subject).filter(outcome=Outcome.DONE, verb__in=verbs).select_related(None)
    row = done.values_list("journal_position__position", "leaf").first()
    return (row[0], hashlib.sha256(bytes(row[1])).hexdigest()) if row else None
