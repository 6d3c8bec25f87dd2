"""Two frozen contents side by side: what changed, part by part. Words are compared as the rule book compares its versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from linli.flow.s2_goals.reviews.snapshots import Content
from linli.foundations.rulebook.documents.comparing import Part, words

Kind = Literal["changed", "added", "deleted"]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs: its words before and after, in parts."""

    kind: Kind
    name: str
    parts: tuple[Part, ...]

    @property
    def before(self) -> list[Part]:
        return [part for part in self.parts if part.op != "new"]

    @property
    def after(self) -> list[Part]:
        return [part for part in self.parts if part.op != "gone"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the design with its changes; `same` rows stayed as they were."""

    key: str
    label: str
    changes: tuple[Change, ...]
    same: int


def compare(old: Content, new: Content) -> list[Difference]:
    """Every part of either content, in the order of the new one; a part that one of them lacks counts as empty there."""
    before = {one["key"]: one for one in old["sections"]}
    after = {one["key"]: one for one in new["sections"]}
    keys = [*after, *(key for key in before if key not in after)]
    return [_difference(key, before.get(key), after.get(key)) for key in keys]


def is_same(differences: list[Difference]) -> bool:
    return not any(one.changes for one in differences)


def _difference(key: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Difference:
    side = new or old
    assert side is not None
    left = {row["key"]: row for row in (old or {}).get("rows", [])}
    right = {row["key"]: row for row in (new or {}).get("rows", [])}
    changes = [change for row in [*right.values(), *_gone(left, right)] if (change := _change(row, left, right))]
    return Difference(key, side["label"], tuple(changes), len(left.keys() & right.keys()) - _changed(changes))


def _gone(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[Any]:
    return [row for key, row in left.items() if key not in right]


def _changed(changes: list[Change]) -> int:
    return sum(one.kind == "changed" for one in changes)


def _change(row: Mapping[str, Any], left: Mapping[str, Any], right: Mapping[str, Any]) -> Change | None:
    was, now = left.get(row["key"]), right.get(row["key"])
    if was is None:
        return Change("added", row["name"], (Part("new", row["text"]),))
    if now is None:
        return Change("deleted", row["name"], (Part("gone", row["text"]),))
    if was["text"] == now["text"]:
        return None
    return Change("changed", row["name"], tuple(words(was["text"], now["text"])))
