"""A document's text as pages show it: each clause with its address, what it fixes, and the table of contents."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from linli.foundations.rulebook import shown
from linli.foundations.rulebook.documents.held import HeldVersion
from linli.foundations.rulebook.documents.states import ClauseKind
from linli.foundations.rulebook.documents.tree import Numbered

LONG, HEAD = 24, 16
"""From this many articles on the table of contents lists chapters alone; characters of an article's beginning shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One clause on a page; `url` is its public address, empty while the version is not public; `rows` are the
    parameters whose value of today rests on it."""

    clause: Numbered
    url: str
    rows: tuple[shown.Row, ...] = ()

    @property
    def anchor(self) -> str:
        return f"c-{self.clause.key}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    anchor: str
    label: str
    text: str
    depth: int


def lines(
    key: str, version: HeldVersion, on: date, *, current: bool, only: str = "", public: bool = True
) -> list[Line]:
    """The clauses of a version; `only` one of them with what lies in it."""
    fixed: dict[str, list[shown.Row]] = {}
    for _label, rows in shown.rows(on):
        for row in rows:
            fixed.setdefault(row.entry.clause.address, []).append(row)
    query = "" if current else f"?version={version.ordinal}"
    return [
        Line(
            clause,
            reverse("rulebook:clause", args=[key, clause.key]) + query if public else "",
            tuple(fixed.get(f"{key}/{clause.key}", ()) if current else ()),
        )
        for clause in (branch(version.clauses, only) if only else version.clauses)
    ]


def branch(clauses: tuple[Numbered, ...], key: str) -> list[Numbered]:
    """A clause and everything in it."""
    made: list[Numbered] = []
    for one in clauses:
        if made and one.depth <= made[0].depth:
            break
        if made or one.key == key:
            made.append(one)
    return made


def contents(version: HeldVersion) -> list[Entry]:
    """Chapters, sections and, where the document is short or has no chapters, its articles."""
    articles = [one for one in version.clauses if one.kind == ClauseKind.ARTICLE]
    headings = [one for one in version.clauses if one.is_heading]
    wanted = {one.key for one in headings}
    if len(articles) <= LONG or not headings:
        wanted |= {one.key for one in articles}
    return [
        Entry(f"c-{one.key}", one.label, one.text if one.is_heading else beginning(one.text), one.depth)
        for one in version.clauses
        if one.key in wanted
    ]


def beginning(text: str) -> str:
    """The first words of a clause, up to a stop."""
    first = text[: HEAD + 1]
    for stop in "。；：，":
        cut = text.find(stop, 2, HEAD)
        if cut > 0:
            return text[:cut]
    return first if len(text) <= HEAD else text[:HEAD] + "…"
