"""The public time line of a project: public events only, organisations named, people never."""

import hashlib
from typing import Any

from django.db.models import QuerySet

from linli.flow.thread.models import Project
from linli.flow.thread.timeline import groups, told, verb_of
from linli.kernel.models import Event
from linli.openness.portal.notices.listing import public_events
from linli.ui.parts import EventGroup


def events(project: Project) -> QuerySet[Event]:
    """The project's public events, newest first; none while it is not published."""
    rows = public_events().filter(thread_key=project.pk).order_by("-at", "-id")
    return rows.select_related("organisation", "journal_position")


def shown(project: Project) -> list[EventGroup]:
    """The time line in groups of one step, without names of people."""
    return groups(events(project).defer("leaf"), names=False)


def fingerprint(event: Event) -> str:
    """The SHA-256 of the event's exact record, in hex."""
    return hashlib.sha256(bytes(event.leaf)).hexdigest()


def entry(event: Event, position: int) -> dict[str, Any]:
    """One event for the API."""
    return {
        "position": position,
        "at": event.at,
        "step": event.step or 0,
        "verb": event.verb,
        "verb_label": verb_of(event),
        "text": told(event),
        "organisation": str(event.organisation) if event.organisation else None,
        "clauses": [clause_text(law) for law in event.law if law.get("clause")],
        "fingerprint": fingerprint(event),
    }


def clause_text(law: dict[str, Any]) -> str:
    """Document and clause of a citation, in one text."""
    return f"{law.get('document', '')} {law.get('clause', '')}".strip()


def as_data(project: Project) -> list[dict[str, Any]]:
    """The time line for the API; an event that has no position yet follows a moment later."""
    found = events(project).filter(journal_position__isnull=False)
    return [entry(event, event.journal_position.position) for event in found]
