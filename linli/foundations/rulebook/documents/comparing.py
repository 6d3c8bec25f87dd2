"""Two versions clause by clause: what was added, deleted, moved, and which words changed.

Clauses are the same where their keys are; words are compared as Chinese characters one by one, and Latin words and
numbers whole. `apply` makes the new text of the old one and the differences, which shows that nothing is left out.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from linli.foundations.rulebook.documents.tree import Numbered, Row

TOKENS = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)
UNLIKE = 0.3
"""Below this share of common text two wordings are shown whole, one gone and one new."""
Op = Literal["same", "gone", "new"]
Kind = Literal["same", "changed", "added", "deleted"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that stayed, went or came."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One clause in both versions; `moved` says that its place among the others changed."""

    kind: Kind
    old: Numbered | None
    new: Numbered | None
    parts: tuple[Part, ...]
    moved: bool = False

    @property
    def key(self) -> str:
        side = self.new or self.old
        assert side is not None
        return side.key

    @property
    def before(self) -> list[Part]:
        return [part for part in self.parts if part.op != "new"]

    @property
    def after(self) -> list[Part]:
        return [part for part in self.parts if part.op != "gone"]

    @property
    def renumbered(self) -> bool:
        return self.old is not None and self.new is not None and self.old.name != self.new.name

    @property
    def is_change(self) -> bool:
        """Whether something is different; a new number alone follows from other changes."""
        return self.kind != "same" or self.moved


def compare(old: Sequence[Numbered], new: Sequence[Numbered]) -> list[Change]:
    """Every clause of both versions, in the order of the new one; what was deleted stands where it stood."""
    before = {one.key: one for one in old}
    kept = {one.key for one in new if one.key in before}
    staying = _in_order([one.key for one in old if one.key in kept], [one.key for one in new if one.key in kept])
    made = [_change(before.get(one.key), one, one.key in kept and one.key not in staying) for one in new]
    return _with_deleted(old, made, kept)


def _change(old: Numbered | None, new: Numbered, moved: bool) -> Change:
    if old is None:
        return Change("added", None, new, (Part("new", new.text),))
    parts = tuple(words(old.text, new.text))
    same = old.kind == new.kind and all(part.op == "same" for part in parts)
    return Change("same" if same else "changed", old, new, parts, moved)


def _with_deleted(old: Sequence[Numbered], made: list[Change], kept: set[str]) -> list[Change]:
    """Put each deleted clause behind the one it followed."""
    behind: dict[str, list[Change]] = {}
    previous = ""
    for one in old:
        if one.key in kept:
            previous = one.key
        else:
            behind.setdefault(previous, []).append(Change("deleted", one, None, (Part("gone", one.text),)))
    whole = behind.pop("", [])
    for change in made:
        whole.append(change)
        if change.old is not None:
            whole += behind.pop(change.key, [])
    return whole


def _in_order(old: list[str], new: list[str]) -> set[str]:
    """The largest set of keys that have the same order in both: the rest has moved."""
    place = {key: index for index, key in enumerate(old)}
    tails: list[int] = []
    links: list[tuple[int, int | None]] = []
    ends: list[int] = []
    for index, key in enumerate(new):
        at = bisect_left(tails, place[key])
        links.append((index, ends[at - 1] if at else None))
        tails[at : at + 1] = [place[key]]
        ends[at : at + 1] = [index]
    staying: set[str] = set()
    following = ends[-1] if ends else None
    while following is not None:
        staying.add(new[following])
        following = links[following][1]
    return staying


def words(old: str, new: str) -> list[Part]:
    """The stretches that stayed, went and came between two wordings."""
    if old == new:
        return [Part("same", new)] if new else []
    left, right = TOKENS.findall(old), TOKENS.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < UNLIKE:
        return _replaced(old, new)
    pieces = [("".join(left[a:b]), "".join(right[c:d])) for _op, a, b, c, d in matcher.get_opcodes()]
    return [part for gone, came in _smoothed(pieces) for part in _replaced(gone, came)]


def _smoothed(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One character that stayed between two changes is noise: the three are one change."""
    made: list[tuple[str, str]] = []
    for index, (gone, came) in enumerate(pieces):
        island = gone == came and len(gone) == 1 and 0 < index < len(pieces) - 1
        if made and (island or (gone != came and made[-1][0] != made[-1][1])):
            made[-1] = (made[-1][0] + gone, made[-1][1] + came)
        else:
            made.append((gone, came))
    return made


def _replaced(gone: str, came: str) -> list[Part]:
    if gone == came:
        return [Part("same", came)] if came else []
    return [part for part in (Part("gone", gone), Part("new", came)) if part.text]


def apply(old: Sequence[Numbered], changes: Sequence[Change]) -> list[Row]:
    """The new text, made of the old one. Raises ValueError where the differences do not fit it."""
    before = {one.key: one for one in old}
    made = []
    for change in changes:
        had = before.pop(change.key).text if change.old is not None else ""
        if "".join(part.text for part in change.before) != had:
            raise ValueError(f"{change.key}: the difference does not fit the text")
        if change.new is not None:
            made.append(Row(change.new.kind, "".join(part.text for part in change.after), change.key))
    if before:
        raise ValueError(f"nothing is said of {', '.join(before)}")
    return made
