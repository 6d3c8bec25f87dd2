"""The time line (一事一链): what happened on a project, newest first, grouped by step; open tasks stand on top."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.flow.thread.states import Step
from linli.kernel.actions import registry
from linli.kernel.models import Event, Task
from linli.kernel.models.journal import Outcome


@dataclass
class Entry:
    """One line: `verb` is set bold, `sentence` completes it. `kind` is person, system or open."""

    at: datetime
    step: int
    verb: str
    sentence: str
    who: list[str]
    clauses: list[dict[str, Any]]
    kind: str
    path: str = ""


@dataclass
class Group:
    """Neighbouring entries of one step."""

    step: int
    name: str
    entries: list[Entry] = field(default_factory=list)


def happened(project: Project) -> "QuerySet[Event]":
    """The project's events that were done, newest first."""
    return (
        Event.objects.filter(thread_key=project.pk, outcome=Outcome.DONE)
        .select_related("person", "organisation")
        .defer("leaf")
        .order_by("-at", "-id")
    )


def groups(events: Iterable[Event], tasks: Iterable[Task] = (), *, names: bool = True) -> list[Group]:
    """Entries in groups. Without `names` (public pages) only organisations are named, never people."""
    entries = [of_task(task) for task in tasks] + [of_event(event, names=names) for event in events]
    made = []
    for step, some in groupby(entries, key=lambda entry: entry.step):
        made.append(Group(step, str(Step(step).label) if step else "", list(some)))
    return made


def of_event(event: Event, *, names: bool = True) -> Entry:
    """The line of one event."""
    found = registry.get(event.verb)
    who = [str(event.organisation)] if event.organisation else []
    if names and event.person:
        who.insert(0, event.person.name)
    return Entry(
        at=event.at,
        step=event.step or 0,
        verb=str(found.label) if found else event.verb,
        sentence=tell(str(found.tells), event.facts) if found and found.tells else "",
        who=who or [_("系统自动记录") if event.actor_kind == "system" else _("居民")],
        clauses=[law for law in event.law if law.get("clause")],
        kind="system" if event.actor_kind == "system" else "person",
    )


def of_task(task: Task) -> Entry:
    """The line of an open task, dated by its deadline."""
    return Entry(
        at=task.due_at or task.opened_at,
        step=task.step or 0,
        verb=task.title,
        sentence=task.due_basis,
        who=[str(task.organisation)] if task.organisation else [],
        clauses=[task.clause] if task.clause else [],
        kind="open",
        path=task.path,
    )


def tell(template: str, facts: dict[str, Any]) -> str:
    """Fill a verb's `tells` with an event's facts, dates and amounts in words; empty when a fact is missing."""
    try:
        return template % {name: in_words(value) for name, value in facts.items()}
    except (KeyError, ValueError, TypeError):
        return ""


def in_words(value: Any) -> str:
    """A fact as a person reads it: ISO dates as 3月5日 with the year, amounts with two decimals and separators."""
    if isinstance(value, list):
        return "、".join(in_words(one) for one in value)
    text = str(value)
    if isinstance(value, str) and len(text) >= 10 and text[4:5] == "-":
        moment = parse_datetime(text) if "T" in text else None
        if moment:
            return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
        day: date | None = parse_date(text)
        if day:
            return date_format(day, "DATE_FORMAT")
    if isinstance(value, str) and text.count(".") == 1 and len(text.rsplit(".", 1)[1]) == 2:
        try:
            return f"{Decimal(text):,.2f}"
        except InvalidOperation:
            return text
    return text
