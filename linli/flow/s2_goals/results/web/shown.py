"""Chain, timetable, staff and risks as templates show them: on the pages, on the project's tab, on paper, in public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s2_goals.models import Design, Indicator
from linli.flow.s2_goals.results import diagram, dimensions, people, periods, saved
from linli.flow.s2_goals.results.values import Hazard, Node, Position
from linli.ui import formats


@dataclass(frozen=True, slots=True)
class Bar:
    """An activity in the timetable: where its bar begins and how long it is, in months, and both in words."""

    text: str
    start: int
    length: int
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the risk matrix; `level` is low, middle or high."""

    likelihood: int
    impact: int
    level: str
    numbers: str


def chain_of(design: Design, nodes: Sequence[Node], problem: str, goal: str, *, head: bool = True) -> dict[str, Any]:
    """Picture, list and timetable of a chain; without `head` the picture leaves out problem and goal."""
    return {
        "picture": diagram.drawn(problem, goal, nodes, head=head) if nodes else None,
        "branches": diagram.nested(nodes),
        "chain_problem": problem,
        "chain_goal": goal,
        **timetable(design, nodes),
    }


def timetable(design: Design, nodes: Sequence[Node]) -> dict[str, Any]:
    """The activities over the months of the service period."""
    known = periods.months_of(design.service_from, design.service_to)
    timed = [one for one in nodes if one.is_activity and one.from_month and one.to_month]
    months = max([known, *(one.to_month or 0 for one in timed)])
    return {"months": months, "bars": [_bar(design, one) for one in timed] if months else []}


def _bar(design: Design, node: Node) -> Bar:
    since, until = node.from_month or 1, node.to_month or 1
    words = _("第 %(since)d—%(until)d 月") % {"since": since, "until": until}
    if design.service_from:
        first = periods.later(design.service_from, since - 1)
        last = periods.later(design.service_from, until) - timedelta(days=1)
        last = min(last, design.service_to) if design.service_to else last
        words = f"{words}（{formats.day_range(first, max(first, last))}）"
    return Bar(node.text, since - 1, until - since + 1, words)


def matrix(risks: Sequence[Hazard]) -> list[list[Cell]]:
    """Rows from the most likely to the least, cells from the least impact to the most; each names its risks by number."""
    return [[_cell(risks, likelihood, impact) for impact in range(1, 6)] for likelihood in range(5, 0, -1)]


def _cell(risks: Sequence[Hazard], likelihood: int, impact: int) -> Cell:
    numbers = [str(n) for n, one in enumerate(risks, 1) if (one.likelihood, one.impact) == (likelihood, impact)]
    return Cell(likelihood, impact, level(likelihood * impact), "、".join(numbers))


def level(score: int) -> str:
    return "high" if score >= people.HIGH else "middle" if score >= people.MIDDLE else "low"


def level_words(score: int) -> str:
    return {"high": _("高"), "middle": _("中"), "low": _("低")}[level(score)]


def staff(posts: Sequence[Position]) -> list[tuple[Position, str, str]]:
    """(post, certificate in words, person-months)."""
    names = dimensions.certificates()
    return [
        (one, names.get(one.certificate, one.certificate) or _("不要求"), people.plain(one.person_months))
        for one in posts
    ]


def measures(design: Design) -> list[tuple[Indicator, list[str], list[str]]]:
    """(indicator, its periods in words, its groups in words)."""
    found = design.indicators.select_related("node").prefetch_related("periods", "groups")
    return [
        (
            row,
            _each([people.plain(one.target) for one in row.periods.all()]),
            [
                f"{dimensions.group_words(one.dimension, one.key)} {people.plain(one.target)}"
                for one in row.groups.all()
            ],
        )
        for row in found
    ]


def _each(targets: Sequence[str]) -> list[str]:
    """The targets of the periods in one line; nothing where there are none."""
    return [_("各期：%(targets)s") % {"targets": "、".join(targets)}] if targets else []


def everything(design: Design) -> dict[str, Any]:
    """All of it, for a design to read."""
    risks, posts = saved.risks(design), saved.posts(design)
    return {
        **chain_of(design, saved.nodes(design), design.problem, design.goal, head=False),
        "measures": measures(design),
        "groups": design.groups.all(),
        "posts": staff(posts),
        "person_months": people.plain(sum((one.person_months for one in posts), Decimal(0))) if posts else "",
        "risks": [(one, level(one.likelihood * one.impact), level_words(one.likelihood * one.impact)) for one in risks],
        "matrix": matrix(risks) if risks else [],
    }
