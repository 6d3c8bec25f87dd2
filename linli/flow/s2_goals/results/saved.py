"""What a design holds, as the values that rules, pages and templates work with."""

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results.values import GroupTarget, Hazard, Node, People, Position
from linli.flow.s2_goals.rules import Line, Target


def nodes(design: Design) -> list[Node]:
    return [Node(row.level, row.text, row.key, row.from_month, row.to_month) for row in design.nodes.all()]


def targets(design: Design) -> list[Target]:
    """The indicators with their periods and groups."""
    found = design.indicators.select_related("node").prefetch_related("periods", "groups")
    return [
        Target(
            row.name, row.unit, row.baseline, row.target, row.means, row.due, row.direction, row.level,
            definition=row.definition, data_source=row.data_source, responsible=row.responsible,
            node=row.node.key if row.node else None, frequency=row.frequency, aggregation=row.aggregation,
            periods=tuple(one.target for one in row.periods.all()),
            groups=tuple(GroupTarget(one.dimension, one.key, one.target) for one in row.groups.all()),
        )
        for row in found
    ]  # fmt: skip


def lines(design: Design) -> list[Line]:
    return [
        Line(row.category, row.basis, row.unit_price, row.quantity, row.unit,
             row.activity.key if row.activity else None, row.price_reason)
        for row in design.lines.select_related("activity")
    ]  # fmt: skip


def groups(design: Design) -> list[People]:
    return [People(row.served, row.name, row.people, row.is_direct, row.basis) for row in design.groups.all()]


def posts(design: Design) -> list[Position]:
    return [
        Position(row.role, row.number, row.months, row.share, row.certificate, row.on_wages, row.duties)
        for row in design.posts.all()
    ]


def risks(design: Design) -> list[Hazard]:
    return [
        Hazard(row.description, row.likelihood, row.impact, row.response, row.responsible) for row in design.risks.all()
    ]
