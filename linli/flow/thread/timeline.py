"""The time line (一事一链): what happened on a project, newest first, grouped by step; open tasks stand on top."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.kernel.actions import registry
from linli.kernel.models import Event, Task
from linli.kernel.models.journal import Outcome
from linli.ui import formats, parts
from linli.ui.clauses import chip, chips
from linli.ui.due import of_task as of_task_due
from linli.ui.steps import NAMES

Line = tuple[int, parts.Event]


def happened(project: Project) -> "QuerySet[Event]":
    """The project's events that were done, newest first."""
    return (
        Event.objects.filter(thread_key=project.pk, outcome=Outcome.DONE)
        .select_related("person", "organisation", "journal_position")
        .defer("leaf")
        .order_by("-at", "-id")
    )


def groups(
    events: Iterable[Event], tasks: Iterable[tuple[Task, str]] = (), *, names: bool = True
) -> list[parts.EventGroup]:
    """Neighbouring lines of one step together; tasks with the page that each leads to. Without `names` (public pages) only
    organisations are named, never people."""
    lines = [of_task(task, url) for task, url in tasks] + [of_event(event, names=names) for event in events]
    return [
        parts.EventGroup([line for _step, line in some], NAMES.get(step, ""), step or None)
        for step, some in groupby(lines, key=lambda line: line[0])
    ]


def told(event: Event) -> str:
    """What the event's facts add to its verb, in words."""
    found = registry.get(event.verb)
    return tell(str(found.tells), event.facts) if found and found.tells else ""


def verb_of(event: Event) -> str:
    """The event's verb in words."""
    found = registry.get(event.verb)
    return str(found.label) if found else event.verb


def of_event(event: Event, *, names: bool = True) -> Line:
    """The line of one event, with its step."""
    who = [str(event.organisation)] if event.organisation else []
    if names and event.person:
        who.insert(0, event.person.name)
    more = told(event)
    return event.step or 0, parts.Event(
        when=formats.moment(event.at),
        verb=verb_of(event),
        text=_("，%(more)s") % {"more": more} if more else "",
        kind="system" if event.actor_kind == "system" else "person",
        who=who or [_("系统自动记录") if event.actor_kind == "system" else _("居民")],
        clauses=chips(event.law),
        law_url=law_url(event, inside=names),
        iso=event.at.isoformat(),
    )


def law_url(event: Event, *, inside: bool) -> str:
    """Where the rules of an event are listed with their values of that day; outside only for what is public."""
    if not event.law:
        return ""
    if inside:
        return reverse("rulebook:decision", args=[event.pk])
    position = getattr(event, "journal_position", None) if event.public else None
    return reverse("rulebook:public-decision", args=[position.position]) if position else ""


def of_task(task: Task, url: str) -> Line:
    """The line of an open task, dated by its deadline."""
    clause = chip(task.clause)
    return task.step or 0, parts.Event(
        when=_("%(moment)s 前") % {"moment": formats.moment(task.due_at)} if task.due_at else _("待办"),
        verb=_("待办：%(title)s") % {"title": task.title},
        text=_("，%(more)s") % {"more": task.due_basis} if task.due_basis else "",
        kind="task",
        who=[str(task.organisation)] if task.organisation else [],
        clauses=[clause] if clause else [],
        url=url,
        iso=task.due_at.isoformat() if task.due_at else "",
        warning=of_task_due(task),
    )


def tell(template: str, facts: dict[str, Any]) -> str:
    """Fill a verb's `tells` with an event's facts, dates and amounts in words; empty when a fact is missing."""
    try:
        return template % {name: in_words(value) for name, value in facts.items()}
    except (KeyError, ValueError, TypeError):
        return ""


def in_words(value: Any) -> str:
    """A fact as a person reads it: ISO dates as 3月5日, amounts with two decimals and separators, lists joined."""
    if isinstance(value, list):
        return "、".join(in_words(one) for one in value)
    if not isinstance(value, str):
        return str(value)
    return _date_in_words(value) or _amount_in_words(value) or value


def _date_in_words(text: str) -> str:
    """Empty for what is no date, or is one that no calendar has."""
    if len(text) < 10 or text[4:5] != "-":
        return ""
    try:
        moment = parse_datetime(text) if "T" in text else None
        day: date | None = parse_date(text) if len(text) == 10 else None
    except ValueError:
        return ""
    if moment:
        return formats.moment(timezone.localtime(moment))
    return formats.day(day) if day else ""


def _amount_in_words(text: str) -> str:
    whole, _point, cents = text.partition(".")
    if len(cents) != 2 or not whole.lstrip("-").isdigit():
        return ""
    try:
        return f"{Decimal(text):,.2f}"
    except InvalidOperation:
        return ""
