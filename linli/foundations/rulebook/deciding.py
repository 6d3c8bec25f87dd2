"""From the rows that this district decided to entries of the rule book."""

from collections.abc import Iterator
from typing import Any

from linli.foundations.rulebook.law import Law, LawError
from linli.foundations.rulebook.layers import Entry
from linli.foundations.rulebook.models import DatedEntry
from linli.foundations.rulebook.schema import typed


def entries(law: Law) -> Iterator[tuple[str, Entry]]:
    """Every decided entry that was not superseded, in the order of decision, with its parameter's name."""
    for row in DatedEntry.objects.standing().order_by("pk"):
        yield row.parameter, entry_of(row, law)


def entry_of(row: DatedEntry, law: Law) -> Entry:
    """A row as the rule book keeps it. Raises LawError when parameter or clause have left the shipped base."""
    parameter = law.parameter(row.parameter)
    document = law.documents.get(row.document)
    clause = document.clauses.get(row.clause) if document else None
    if clause is None:
        raise LawError(f"{row.parameter} from {row.since}: the rule book has no clause {row.document}/{row.clause}")
    value = typed(parameter.unit, row.value, parameter.choices)
    return Entry(row.since, value, clause, row.verified, row.assumed, row.place_code, row.pk)


def stored(value: Any) -> Any:
    """A typed value in the form of the column."""
    from fractions import Fraction

    return str(value) if isinstance(value, Fraction) else value
