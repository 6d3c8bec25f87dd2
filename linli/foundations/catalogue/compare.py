"""What one batch changes against another: items added and dropped, fields changed, prices moved by how much. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

COMPARED = (
    "name", "field", "section", "content", "unit", "price_from", "price_to", "basis", "standard", "standard_clause",
    "buyers", "served", "providers", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One item: `kind` is added, dropped or changed; `fields` are (name, before, after); `moved` how far the middle of
    the price range moved, in percent with one decimal, None where there is nothing to compare."""

    kind: str
    code: str
    name: str
    fields: list[tuple[str, Any, Any]] = field(default_factory=list)
    moved: Decimal | None = None


def changes(before: Iterable[Any], after: Iterable[Any]) -> list[Change]:
    """Every item that is not the same in both, by code."""
    old, new = {one.code: one for one in before}, {one.code: one for one in after}
    made = []
    for code in sorted({*old, *new}):
        if code not in old:
            made.append(Change("added", code, new[code].name))
        elif code not in new:
            made.append(Change("dropped", code, old[code].name))
        else:
            made += _change(old[code], new[code])
    return made


def _change(old: Any, new: Any) -> Sequence[Change]:
    fields = [(n, getattr(old, n), getattr(new, n)) for n in COMPARED if getattr(old, n) != getattr(new, n)]
    return [Change("changed", new.code, new.name, fields, moved(old, new))] if fields else []


def moved(old: Any, new: Any) -> Decimal | None:
    """Percent by which the middle of the range moved; None when it was zero, or the unit is another."""
    before: Decimal = old.price_from + old.price_to
    after: Decimal = new.price_from + new.price_to
    if not before or old.unit != new.unit:
        return None
    return ((after - before) * 100 / before).quantize(Decimal("0.1"))
