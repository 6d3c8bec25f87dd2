"""Search over the clauses of every published document, shipped ones too; two-character words are found.

The database finds candidates by pairs of characters (kernel/search.py); every word must then stand in the clause, its
label, or the document's title. A hit in a heading or title counts more than one in the text, and what is in force more
than what no longer is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.documents.held import Held, HeldVersion, Standing
from linli.foundations.rulebook.documents.states import PUBLISHED
from linli.foundations.rulebook.documents.tree import Numbered
from linli.foundations.rulebook.models import RuleClause

MOST, AROUND = 200, 60
"""Hits shown; characters shown on either side of the first hit in a long clause."""
STANDS = (Standing.IN_FORCE, Standing.TRIAL)


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found; `pieces` are its text in stretches, each with whether it is what was looked for."""

    document: Held
    version: HeldVersion
    clause: Numbered
    standing: Standing
    score: float
    pieces: tuple[tuple[str, bool], ...]


def search(words: str, on: date, level: str = "", standing: str = "") -> list[Hit]:
    """The clauses in which every word stands, best first."""
    wanted = [word for word in words.lower().split() if word][:8]
    if not wanted:
        return []
    found = [hit for hit in _hits(wanted, on, level) if standing in ("", hit.standing)]
    found.sort(key=lambda hit: (-hit.score, hit.document.level, hit.document.key, hit.version.ordinal))
    return found[:MOST]


def _hits(wanted: list[str], on: date, level: str) -> Iterator[Hit]:
    candidates = _candidates(wanted)
    for document in shelf.documents():
        if level and document.level != level:
            continue
        for version in document.versions:
            name = f"{document.short} {version.title}".lower()
            whole = document.shipped or any(word in name for word in wanted)
            possible = candidates.get(version.pk or 0, set())
            for clause in version.clauses:
                if whole or clause.key in possible:
                    hit = _hit(wanted, document, version, clause, on)
                    if hit is not None:
                        yield hit


def _candidates(wanted: list[str]) -> dict[int, set[str]]:
    """The clauses of each version in which one of the words may stand, by the index."""
    made: dict[int, set[str]] = {}
    for word in wanted:
        rows = RuleClause.objects.filter(search__words=word, version__state__in=[str(state) for state in PUBLISHED])
        for version, key in rows.values_list("version_id", "key"):
            made.setdefault(version, set()).add(key)
    return made


def _hit(wanted: list[str], document: Held, version: HeldVersion, clause: Numbered, on: date) -> Hit | None:
    text, about = clause.text.lower(), f"{clause.name} {document.short} {version.title}".lower()
    if not all(word in text or word in about for word in wanted) or not any(word in text for word in wanted):
        return None
    standing = version.standing(on)
    times = sum(min(text.count(word), 3) for word in wanted)
    score = float(times + 2 * sum(word in about for word in wanted) + (3 if clause.is_heading else 0))
    score += 20 / (20 + len(text)) + (2 if standing in STANDS else -2 if standing != Standing.PENDING else 0)
    return Hit(document, version, clause, standing, score, tuple(marked(excerpt(clause.text, wanted), wanted)))


def excerpt(text: str, wanted: list[str]) -> str:
    """A long clause from a little before its first hit to a little after."""
    if len(text) <= 4 * AROUND:
        return text
    low = text.lower()
    first = min((low.find(word) for word in wanted if word in low), default=0)
    start, end = max(first - AROUND, 0), first + 3 * AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def marked(text: str, wanted: list[str]) -> Iterator[tuple[str, bool]]:
    """The text in stretches, each with whether it is a word looked for."""
    pattern = "|".join(re.escape(word) for word in sorted(wanted, key=len, reverse=True))
    for place, piece in enumerate(re.split(f"({pattern})", text, flags=re.IGNORECASE)):
        if piece:
            yield piece, place % 2 == 1
