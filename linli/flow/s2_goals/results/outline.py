"""Moving the rows of a results chain: up and down with all that serves them, one level deeper or higher. Pure."""

from collections.abc import Callable, Sequence
from typing import Any

from linli.flow.s2_goals.results.states import DEPTH, Level

Row = dict[str, Any]
ORDERED = [str(level) for level in Level]


def depth(row: Row) -> int:
    """How deep a row is; what says no level is an activity."""
    return DEPTH.get(str(row.get("level")), DEPTH[Level.ACTIVITY])


def end_of(rows: Sequence[Row], place: int) -> int:
    """The place after a row and all that serves it."""
    end = place + 1
    while end < len(rows) and depth(rows[end]) > depth(rows[place]):
        end += 1
    return end


def up(rows: list[Row], place: int) -> list[Row]:
    """Above the nearest row above it that is not deeper."""
    end, before = end_of(rows, place), place - 1
    while before > 0 and depth(rows[before]) > depth(rows[place]):
        before -= 1
    if before < 0:
        return rows
    return [*rows[:before], *rows[place:end], *rows[before:place], *rows[end:]]


def down(rows: list[Row], place: int) -> list[Row]:
    """Below the row that follows, with all that serves that one; below a higher row it becomes the first that serves it."""
    end = end_of(rows, place)
    if end == len(rows):
        return rows
    after = end_of(rows, end) if depth(rows[end]) >= depth(rows[place]) else end + 1
    return [*rows[:place], *rows[end:after], *rows[place:end], *rows[after:]]


def _shift(by: int) -> Callable[[list[Row], int], list[Row]]:
    def shifted(rows: list[Row], place: int) -> list[Row]:
        if not 0 <= depth(rows[place]) + by < len(ORDERED):
            return rows
        end = end_of(rows, place)
        return [
            row | {"level": ORDERED[min(depth(row) + by, len(ORDERED) - 1)]} if place <= at < end else row
            for at, row in enumerate(rows)
        ]

    return shifted


def remove(rows: list[Row], place: int) -> list[Row]:
    """Only the row itself: what served it stays, and the checks say so."""
    return [row for at, row in enumerate(rows) if at != place]


def add(rows: list[Row], place: int) -> list[Row]:
    """A row of the same level below it, after all that serves it."""
    end = end_of(rows, place)
    return [*rows[:end], {"level": ORDERED[depth(rows[place])]}, *rows[end:]]


VERBS: dict[str, Callable[[list[Row], int], list[Row]]] = {
    "up": up, "down": down, "in": _shift(1), "out": _shift(-1), "remove": remove, "add": add,
}  # fmt: skip


def changes(do: str) -> bool:
    """Whether a button changes the rows: up-3, or `add` for one more at the end."""
    return do == "add" or do.partition("-")[0] in VERBS


def changed(rows: list[Row], do: str) -> list[Row]:
    """The rows after a button; one that names no row changes nothing."""
    if do == "add":
        return [*rows, {"level": ORDERED[min(depth(rows[-1]) + 1, len(ORDERED) - 1)] if rows else ORDERED[0]}]
    verb, _sign, place = do.partition("-")
    if verb not in VERBS or not place.isdigit() or int(place) >= len(rows):
        return rows
    return VERBS[verb](rows, int(place))
