"""What rests on a document: the values of parameters, and the proposals that cite it. A repeal says what it leaves behind."""

from datetime import date

from django.db.models import QuerySet

from linli.foundations.rulebook import shown
from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.documents.held import Standing
from linli.foundations.rulebook.layers import Entry
from linli.foundations.rulebook.models import Proposal, ProposalState

OPEN = (ProposalState.IN_APPROVAL, ProposalState.RETURNED)


def values(key: str, on: date) -> list[shown.Row]:
    """The parameters whose value of a day rests on one of the document's clauses."""
    return [row for _label, rows in shown.rows(on) for row in rows if row.entry.clause.document.key == key]


def proposals(key: str, since: date | None = None) -> "QuerySet[Proposal]":
    """Proposals under way that cite the document; `since`: only those that would begin on that day or later."""
    found = Proposal.objects.filter(document=key, state__in=OPEN).select_related("organisation").order_by("pk")
    return found if since is None else found.filter(since__gte=since)


def ground_ended(entry: Entry, on: date) -> tuple[str, date] | None:
    """The document that a value rests on, and its last standing's end, where it is repealed or its trial is over; else None.
    The value itself applies until another takes its place."""
    held = shelf.find(entry.clause.document.key)
    version = held.current(on) if held is not None else None
    if held is None or version is None:
        return None
    ends = {Standing.REPEALED: version.ended, Standing.EXPIRED: version.expires}
    end = ends.get(version.standing(on))
    return (held.short, end) if end is not None else None
