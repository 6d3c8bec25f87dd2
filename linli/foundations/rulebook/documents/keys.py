"""Addresses of clauses: given once, kept through revisions, never given again in the same document."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from linli.foundations.rulebook.documents.states import ClauseKind
from linli.foundations.rulebook.documents.tree import Numbered, Row, number

ALIKE = 0.6
"""From this share of common text on, a clause of a new text is taken for the old one of the same kind."""


def matched(rows: Sequence[Row], base: Sequence[Row]) -> list[Row]:
    """Give rows of a new text the keys of the clauses they continue: the same wording first, then the most alike."""
    free = [row for row in base if row.key]
    made = list(rows)
    for place, row in enumerate(made):
        same = (
            next((old for old in free if (old.kind, old.text) == (row.kind, row.text)), None) if not row.key else None
        )
        if same is not None:
            free.remove(same)
            made[place] = replace(row, key=same.key)
    for place, row in enumerate(made):
        likeness, best = _most_alike(row, free) if not row.key else (0.0, None)
        if best is not None and likeness >= ALIKE:
            free.remove(best)
            made[place] = replace(row, key=best.key)
    return made


def _most_alike(row: Row, free: list[Row]) -> tuple[float, Row | None]:
    best: tuple[float, Row | None] = (0.0, None)
    matcher = SequenceMatcher(None, "", row.text, autojunk=False)
    for old in free:
        if old.kind != row.kind:
            continue
        matcher.set_seq1(old.text)
        floor = max(best[0], ALIKE)
        if matcher.real_quick_ratio() >= floor and matcher.quick_ratio() >= floor and matcher.ratio() > best[0]:
            best = (matcher.ratio(), old)
    return best


def keyed(rows: Sequence[Row], style: str, used: Iterable[str] = ()) -> list[Row]:
    """Give every clause without a key one that no clause of this document ever had; a key that comes twice stays with
    the first."""
    taken = {*used, *(row.key for row in rows if row.key)}
    seen: set[str] = set()
    keys: list[str] = []
    made: list[Row] = []
    for one in number(rows, style):
        key = one.key if one.key and one.key not in seen else _fresh(_proper(one, keys), taken)
        seen.add(key)
        taken.add(key)
        keys.append(key)
        made.append(replace(one.row, key=key))
    return made


def _proper(one: Numbered, keys: list[str]) -> str:
    """12 for an article, 12p2 for its second paragraph, 12i3 for an item, ch2s1 for a section."""
    above = keys[one.parent] if one.parent is not None else ""
    if one.kind == ClauseKind.ARTICLE:
        return str(one.number)
    if one.kind == ClauseKind.CHAPTER:
        return f"ch{one.number}"
    mark = {ClauseKind.SECTION: "s", ClauseKind.PARAGRAPH: "p", ClauseKind.ITEM: "i", ClauseKind.POINT: "n"}
    return f"{above}{mark[ClauseKind(one.kind)]}{one.number}"


def _fresh(proper: str, taken: set[str]) -> str:
    key, turn = proper, 1
    while key in taken:
        turn += 1
        key = f"{proper}-{turn}"
    return key
