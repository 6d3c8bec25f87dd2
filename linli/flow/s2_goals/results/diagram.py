"""The results chain as a picture: boxes in columns and the lines between them, for a server-rendered SVG. Pure.

Units are pixels at full size; texts are wrapped here, because SVG does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from linli.flow.s2_goals.results.chain import children
from linli.flow.s2_goals.results.states import DEPTH
from linli.flow.s2_goals.results.values import Node

COLUMN, GAP = 192, 30
LINE, PAD, BETWEEN = 20, 9, 10
PER_LINE, MOST_LINES = 11.6, 5
NOT_FIRST = "，。、；：？！）》”’%"
"""Signs that do not begin a line; they hang at the end of the one before."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its lines of text, each at its height; `kind` is problem, goal or a level."""

    x: int
    y: int
    height: int
    kind: str
    lines: list[tuple[int, str]]
    width: int = COLUMN


@dataclass(slots=True)
class Picture:
    """What is drawn. A stray line leads to a row that does not stand one level below."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[tuple[str, bool]] = field(default_factory=list)
    height: int = 0
    width: int = 0


def wrapped(text: str) -> list[str]:
    """A text in lines as wide as a box; a long one ends in …."""
    lines, width = [""], 0.0
    for sign in " ".join(text.split()):
        wide = 1.0 if east_asian_width(sign) in "WFA" else 0.56
        if width + wide > PER_LINE and sign not in NOT_FIRST:
            lines.append("")
            width = 0.0
        lines[-1] += sign
        width += wide
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + "…"]
    return lines


def drawn(problem: str, goal: str, nodes: Sequence[Node], *, head: bool = True) -> Picture:
    """The whole picture. Every row stands at the height of the first that serves it. Without `head` problem and goal are
    left out, where they stand beside the picture in words and there is room for three columns only."""
    before = 2 if head else 0
    picture, below = Picture(width=(before + len(DEPTH)) * (COLUMN + GAP) - GAP), children(nodes)

    def place(at: int, top: int) -> int:
        """Draw a row and what serves it from `top` on; returns where the next may begin."""
        node = nodes[at]
        box = _box(before + DEPTH[node.level], top, node.level, node.text)
        picture.boxes.append(box)
        return max(under(at, top, box), top + box.height + BETWEEN)

    def under(at: int | None, top: int, box: Box | None) -> int:
        """Draw what serves a row, each with its line from the row's box."""
        for child in below.get(at, []):
            column = before + DEPTH[nodes[child].level]
            if box is not None:
                stray = column != box.x // (COLUMN + GAP) + 1
                picture.lines.append((_line(box, column, top), stray))
            top = place(child, top)
        return top

    second = _headed(picture, problem, goal) if head else None
    picture.height = max(under(None, 0, second), *(box.height + BETWEEN for box in picture.boxes[:before]), 0)
    return picture


def _headed(picture: Picture, problem: str, goal: str) -> Box:
    """Draw problem and goal; the goal's box, from which the rest follows."""
    first, second = _box(0, 0, "problem", problem or "—"), _box(1, 0, "goal", goal or "—")
    picture.boxes += [first, second]
    picture.lines.append((_line(first, 1, 0), False))
    return second


def _box(column: int, top: int, kind: str, text: str) -> Box:
    lines = wrapped(text)
    placed = [(top + PAD + LINE * number + 15, one) for number, one in enumerate(lines)]
    return Box(column * (COLUMN + GAP), top, 2 * PAD + LINE * len(lines), kind, placed)


def _line(box: Box, column: int, top: int) -> str:
    """From the right of a box to the left of one in a column further right."""
    left, middle = column * (COLUMN + GAP), 2 * PAD + LINE >> 1
    return f"M{box.x + COLUMN} {box.y + middle}H{left - GAP // 2}V{top + middle}H{left}"


@dataclass(frozen=True, slots=True)
class Branch:
    """A row with what serves it, for the nested list."""

    node: Node
    rows: list["Branch"]


def nested(nodes: Sequence[Node]) -> list[Branch]:
    """The chain as a tree to be read."""
    below = children(nodes)

    def branches(above: int | None) -> list[Branch]:
        return [Branch(nodes[at], branches(at)) for at in below.get(above, [])]

    return branches(None)
