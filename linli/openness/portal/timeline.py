"""The public time line of a project: public events only, organisations named, people never."""

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.flow.thread.timeline import Entry, groups, of_event
from linli.kernel.models import Event
from linli.openness.portal.notices.listing import public_events
from linli.ui import formats, parts


def events(project: Project) -> QuerySet[Event]:
    """The project's public events, newest first; none while it is not published."""
    rows = public_events().filter(thread_key=project.pk).order_by("-at", "-id")
    return rows.select_related("organisation", "journal_position")


def shown(project: Project) -> list[parts.EventGroup]:
    """The time line in groups of one step, as the page's component wants it, without names of people."""
    made = groups(events(project).defer("leaf"), names=False)
    return [parts.EventGroup([_line(entry) for entry in group.entries], group.name, group.step) for group in made]


def _line(line: Entry) -> parts.Event:
    return parts.Event(
        when=formats.day(line.at),
        verb=line.verb,
        text=_("：%(sentence)s") % {"sentence": line.sentence} if line.sentence else "",
        kind=line.kind,
        who=line.who,
        clauses=[parts.Clause(clause_text(law), bool(law.get("verified"))) for law in line.clauses],
        iso=line.at.isoformat(),
    )


def fingerprint(event: Event) -> str:
    """The SHA-256 of the event's exact record, in hex."""
    return hashlib.sha256(bytes(event.leaf)).hexdigest()


def entry(event: Event, position: int) -> dict[str, Any]:
    """One event for the API."""
    line = of_event(event, names=False)
    return {
        "position": position,
        "at": event.at,
        "step": line.step,
        "verb": event.verb,
        "verb_label": line.verb,
        "text": line.sentence,
        "organisation": str(event.organisation) if event.organisation else None,
        "clauses": [clause_text(law) for law in line.clauses],
        "fingerprint": fingerprint(event),
    }


def clause_text(law: dict[str, Any]) -> str:
    """Document and clause of a citation, in one text."""
    return f"{law.get('document', '')} {law.get('clause', '')}".strip()


def as_data(project: Project) -> list[dict[str, Any]]:
    """The time line for the API; an event that has no position yet follows a moment later."""
    found = events(project).filter(journal_position__isnull=False)
    return [entry(event, event.journal_position.position) for event in found]
