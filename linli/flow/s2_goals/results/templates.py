"""Templates of designs for the public-welfare lines, as files in `data/templates/`: read strictly, fitted to a service period.

A file says its results chain as a tree; indicators stand at the output or outcome they measure, budget lines name the
activity that they pay for. Amounts are yuan; what is typed there is an example to be corrected.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from linli.flow.s2_goals.results import periods
from linli.flow.s2_goals.results.content import Content
from linli.flow.s2_goals.results.dimensions import DATA
from linli.flow.s2_goals.results.states import Aggregation, Frequency, Level
from linli.flow.s2_goals.results.values import Hazard, Node, Position
from linli.flow.s2_goals.rules import Line, Target
from linli.flow.s2_goals.states import Category, Direction
from linli.foundations.rulebook.loading import parse


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Measure(Strict):
    """An indicator; `each` is the target of every period, `target` that of what is measured once."""

    name: str = Field(max_length=60)
    definition: str = Field(max_length=200)
    unit: str = Field(max_length=10)
    baseline: Decimal = Decimal(0)
    target: Decimal | None = None
    each: Decimal | None = None
    frequency: Frequency = Frequency.WHOLE
    aggregation: Aggregation = Aggregation.SUM
    direction: Direction = Direction.INCREASE
    means: str = Field(max_length=120)
    source: str = Field(max_length=120)
    responsible: str = Field(max_length=60)


class Activity(Strict):
    text: str = Field(max_length=120)
    months: tuple[int, int]


class Output(Strict):
    text: str = Field(max_length=120)
    indicators: list[Measure] = Field(min_length=1)
    activities: list[Activity] = Field(min_length=1)


class Outcome(Strict):
    text: str = Field(max_length=120)
    indicators: list[Measure] = []
    outputs: list[Output] = Field(min_length=1)


class Cost(Strict):
    category: Category
    basis: str = Field(max_length=120)
    price: Decimal
    quantity: Decimal
    unit: str = Field(max_length=10)
    activity: str = ""


class Post(Strict):
    role: str = Field(max_length=40)
    number: int
    certificate: str = ""
    months: Decimal
    share: int = 100
    on_wages: bool = True
    duties: str = Field(default="", max_length=120)


class Danger(Strict):
    description: str = Field(max_length=120)
    likelihood: int = Field(ge=1, le=5)
    impact: int = Field(ge=1, le=5)
    response: str = Field(max_length=200)
    responsible: str = Field(max_length=60)


class TemplateFile(Strict):
    """One file. `field_code` is the line's second level of the guidance catalogue."""

    title: str
    line: str
    field_code: str
    gist: str
    problem: str = Field(max_length=1000)
    goal: str = Field(max_length=1000)
    outcomes: list[Outcome] = Field(min_length=1)
    budget: list[Cost] = Field(min_length=1)
    staff: list[Post] = Field(min_length=1)
    risks: list[Danger] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it is offered."""

    key: str
    file: TemplateFile

    def content(self, start: date | None, end: date | None) -> Content:
        """What it holds, its indicators in the periods of this service period (none while that is unknown)."""
        rows = list(_rows(self.file))
        nodes = [replace(node, key=key) for key, (node, _measures) in enumerate(rows, start=1)]
        keys = {node.text: node.key for node in nodes if node.is_activity}
        last = end or date.max
        return Content(
            problem=self.file.problem,
            goal=self.file.goal,
            nodes=nodes,
            targets=[
                _target(one, node, start, last)
                for node, (_node, measures) in zip(nodes, rows, strict=True)
                for one in measures
            ],
            lines=[
                Line(str(one.category), one.basis, one.price, one.quantity, one.unit, keys.get(one.activity))
                for one in self.file.budget
            ],
            posts=[
                Position(one.role, one.number, one.months, one.share, one.certificate, one.on_wages, one.duties)
                for one in self.file.staff
            ],
            risks=[
                Hazard(one.description, one.likelihood, one.impact, one.response, one.responsible)
                for one in self.file.risks
            ],
            since=start,
            until=last,
        )


def _rows(file: TemplateFile) -> Iterator[tuple[Node, list[Measure]]]:
    """The tree as rows, each with the indicators that measure it."""
    for outcome in file.outcomes:
        yield Node(Level.OUTCOME, outcome.text), outcome.indicators
        for output in outcome.outputs:
            yield Node(Level.OUTPUT, output.text), output.indicators
            for one in output.activities:
                yield Node(Level.ACTIVITY, one.text, 0, one.months[0], one.months[1]), []


def _target(one: Measure, node: Node, start: date | None, end: date) -> Target:
    count = len(periods.cut(one.frequency, start, end)) if start else 0
    each = (one.each,) * count if one.each is not None else ()
    whole = periods.together(each, one.aggregation) if each else one.target or one.each or one.baseline
    return Target(
        one.name, one.unit, one.baseline, whole, one.means, end, one.direction, node.level,
        definition=one.definition, data_source=one.source, responsible=one.responsible, node=node.key,
        frequency=one.frequency, aggregation=one.aggregation, periods=each,
    )  # fmt: skip


@cache
def known() -> dict[str, Template]:
    """All templates by key, in the order of the catalogue's lines."""
    found = [Template(path.stem, parse(path, TemplateFile)) for path in (DATA / "templates").glob("*.yaml")]
    return {one.key: one for one in sorted(found, key=lambda one: one.file.field_code)}


def lines() -> list[tuple[str, Any]]:
    """(key, file) of each, for a choice."""
    return [(key, one.file) for key, one in known().items()]
