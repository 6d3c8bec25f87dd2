"""Reading what a lawyer wrote: files of decisions, or documents of the rule book with further values.

Everything is read before anything is entered, and every fault is named by its file and place.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from linli.foundations.rulebook import book
from linli.foundations.rulebook.deciding import clause_at
from linli.foundations.rulebook.law import Clause, LawError
from linli.foundations.rulebook.layers import LEVELS, Entry
from linli.foundations.rulebook.loading import decisions, is_law, parse, parse_yaml
from linli.foundations.rulebook.schema import LawFile, typed

Named = tuple[str, Entry]
DIGITS = {level: digits for digits, level in LEVELS.items()}


def read(path: Path) -> list[Named]:
    """The new entries of a file, or of every YAML file in a folder. Raises LawError with all faults, a line each."""
    if not path.exists():
        raise LawError(f"{path} is not there")
    files = sorted(one for one in path.rglob("*.yaml") if is_law(one)) if path.is_dir() else [path]
    if not files:
        raise LawError(f"{path} holds no YAML file")
    found: list[Named] = []
    faults: list[str] = []
    for file in files:
        try:
            found += _entries(file)
        except LawError as error:
            faults.append(str(error))
    if faults:
        raise LawError("\n".join(faults))
    if not found:
        raise LawError(f"{path} holds nothing that is not in the rule book already")
    return found


def _find(address: str, day: date) -> Clause | None:
    document, _slash, clause = address.partition("/")
    return clause_at(book.base(), document, clause, day)


def _entries(file: Path) -> list[Named]:
    content = parse_yaml(file)
    if isinstance(content, dict) and "decisions" in content:
        return [one for one in decisions(file, book.law(), find=_find) if not _known(*one)]
    return [one for one in _of_document(file) if not _known(*one)]


def _of_document(file: Path) -> Iterator[Named]:
    """The values of a document that the rule book has; a new document is entered in the application first."""
    text, law = parse(file, LawFile), book.law()
    for name, parameter in text.parameters.items():
        known = law.parameters.get(name)
        if known is None:
            raise LawError(f"{file.name}: {name}: the rule book has no such parameter")
        for dated in parameter.values:
            clause = _find(f"{file.stem}/{dated.clause}", dated.since)
            if clause is None:
                raise LawError(f"{file.name}: {name}: the rule book has no clause {file.stem}/{dated.clause}")
            try:
                value = typed(known.unit, dated.value, known.choices)
            except ValueError as error:
                raise LawError(f"{file.name}: {name}: from {dated.since}: {error}") from error
            place = known.home[: DIGITS[clause.document.level]]
            yield name, Entry(dated.since, value, clause, dated.verified, dated.assumed, place)


def _known(name: str, entry: Entry) -> bool:
    """Whether the rule book says so already, word for word."""
    return any(
        (one.place, one.since, one.value, one.clause.address)
        == (entry.place, entry.since, entry.value, entry.clause.address)
        for one in book.law().parameter(name).entries
    )
