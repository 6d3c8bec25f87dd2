"""The rule book of this deployment as files: the shipped base as it is, and what was decided here beside it.

`LINLI_LAW=DIR` with such a folder gives the same answers on every day, without this deployment's database.
"""

import shutil
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from linli.foundations.rulebook import book
from linli.foundations.rulebook.law import Clause, Document, LawError
from linli.foundations.rulebook.layers import Entry


def export(folder: Path) -> int:
    """Write the rule book into a new or empty folder; returns how many decided entries it holds. Raises LawError."""
    if folder.exists() and any(folder.iterdir()):
        raise LawError(f"{folder} is not empty")
    shutil.copytree(settings.LAW_DIR, folder, dirs_exist_ok=True)
    decided = [(name, entry) for name, one in book.law().parameters.items() for entry in one.entries if entry.decided]
    decided.sort(key=lambda pair: pair[1].decided)
    for clause in {entry.clause.address: entry.clause for _name, entry in decided}.values():
        _keep(folder, clause)
    if decided:
        _write(folder / "decisions" / f"{settings.DISTRICT}.yaml", {"decisions": [_text(*pair) for pair in decided]})
    return len(decided)


def _keep(folder: Path, clause: Clause) -> None:
    """A clause of a document that was made here is written with its document."""
    document = clause.document
    shipped = book.base().documents.get(document.key)
    if shipped is not None and clause.key in shipped.clauses:
        return
    path = folder / (shipped.file if shipped else f"districts/{settings.DISTRICT}/{document.key}.yaml")
    text = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else _document(document)
    text["clauses"][clause.key] = {"label": clause.label, "label_en": clause.label_en, "gist": clause.gist}
    _write(path, text)


def _document(document: Document) -> dict[str, Any]:
    names = ("title", "short", "short_en", "number", "issuer", "issued", "effective", "trial", "role")
    return {"document": {name: getattr(document, name) for name in names}, "clauses": {}}


def _text(name: str, entry: Entry) -> dict[str, Any]:
    return {
        "parameter": name,
        "from": entry.since,
        "value": plain(entry.value),
        "clause": entry.clause.address,
        "place": entry.place,
        "verified": entry.verified,
        "assumed": entry.assumed,
    }


def plain(value: Any) -> Any:
    """A value as the files write it: amounts as numbers, shares as their text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    text = book.jsonable(value)
    if isinstance(text, str) and not isinstance(value, str) and "/" not in text:
        return int(value) if value == int(value) else float(value)
    return text


def _write(path: Path, text: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(text, allow_unicode=True, sort_keys=False), encoding="utf-8")
