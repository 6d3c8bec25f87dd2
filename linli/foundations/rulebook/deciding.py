"""From the rows that this district decided to entries of the rule book."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from linli.foundations.rulebook.law import Clause, Law, LawError
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
    clause = clause_at(law, row.document, row.clause, row.since)
    if clause is None:
        raise LawError(f"{row.parameter} from {row.since}: the rule book has no clause {row.document}/{row.clause}")
    value = typed(parameter.unit, row.value, parameter.choices)
    return Entry(row.since, value, clause, row.verified, row.assumed, row.place_code, row.pk)


def clause_at(law: Law, document: str, clause: str, day: date) -> Clause | None:
    """A clause of a shipped document, or of one made here as it reads on a day."""
    shipped = law.documents.get(document)
    if shipped is not None and clause in shipped.clauses:
        return shipped.clauses[clause]
    from linli.foundations.rulebook.documents import shelf

    held = shelf.made_here.value().get(document)
    version = held.current(day) if held else None
    found = version.clause(clause) if version else None
    if held is None or version is None or found is None:
        return None
    return Clause(held.as_law(version), found.key, found.name, found.name_en, found.text)


def stored(value: Any) -> Any:
    """A typed value in the form of the column."""
    return str(value) if isinstance(value, Fraction) else value
