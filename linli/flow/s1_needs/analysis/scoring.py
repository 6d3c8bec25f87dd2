"""Scores that a suggestion begins with; whoever confirms it changes them."""

from collections.abc import Mapping

from linli.flow.s1_needs.states import Topic
from linli.foundations.rulebook import book

VULNERABLE: Mapping[str, int] = {
    Topic.DISABLED: 5,
    Topic.RELIEF: 5,
    Topic.ELDERLY: 4,
    Topic.CHILDREN: 4,
    Topic.HEALTH: 3,
}
"""How hard those are hit whom a topic is about, as the scale of the form says; others 2."""
OTHERS = 2


def breadth(part: float, whole: float) -> int:
    """1 to 5 by the share of those who were asked or spoke (rule book: needs.breadth_steps, percent)."""
    share = 100 * part / whole if whole else 0.0
    steps = book.value("needs.breadth_steps")
    return 1 + sum(share >= float(steps[name]) for name in ("two", "three", "four", "five"))


def vulnerability(topic: str) -> int:
    return VULNERABLE.get(topic, OTHERS)
