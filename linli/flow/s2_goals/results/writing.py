"""Writing the rows of a design, replacing those before. Called by the verbs alone, in their transaction."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from linli.flow.s2_goals.models import (
    BeneficiaryGroup,
    BudgetLine,
    Design,
    Indicator,
    IndicatorGroup,
    IndicatorPeriod,
    Post,
    ResultNode,
    Risk,
)
from linli.flow.s2_goals.results import chain, periods
from linli.flow.s2_goals.results.values import Hazard, Node, People, Position
from linli.flow.s2_goals.rules import Line, Target
from linli.flow.s2_goals.states import IndicatorLevel
from linli.kernel.errors import Refusal

MOST_NODES, MOST_TARGETS, MOST_LINES, MOST_ROWS = 60, 30, 60, 30


def nodes(design: Design, rows: Sequence[Node]) -> None:
    """The chain. Rows that were there keep their record, so that indicators and budget lines stay with them."""
    _not_more(len(rows), MOST_NODES)
    there = {row.key: row for row in design.nodes.all()}
    unused = max([*there, *(one.key for one in rows)], default=0) + 1
    kept: dict[int, ResultNode] = {}
    for order, one in enumerate(rows, start=1):
        key = one.key
        if not key or key in kept:
            key, unused = unused, unused + 1
        row = there.get(key) or ResultNode(design=design, key=key)
        row.order, row.level, row.text, row.parent = order, one.level, one.text.strip(), None
        activity = one.is_activity and one.from_month is not None
        row.from_month = one.from_month if activity else None
        row.to_month = (one.to_month or one.from_month) if activity else None
        kept[key] = row
    design.nodes.exclude(key__in=kept).delete()
    fields = ["order", "level", "text", "parent", "from_month", "to_month"]
    ResultNode.objects.bulk_update([row for row in kept.values() if row.pk], fields)
    ResultNode.objects.bulk_create([row for row in kept.values() if not row.pk])
    ordered = list(kept.values())
    for row, above in zip(ordered, chain.parents([row.level for row in ordered]), strict=True):
        row.parent = ordered[above] if above is not None else None
    ResultNode.objects.bulk_update([row for row in ordered if row.parent is not None], ["parent"])


def targets(design: Design, rows: Sequence[Target]) -> None:
    """The indicators. Where one has periods its target is what they give, whatever was typed."""
    _not_more(len(rows), MOST_TARGETS)
    by_key = {row.key: row for row in design.nodes.all()}
    design.indicators.all().delete()
    made = Indicator.objects.bulk_create(
        _indicator(design, order, one, by_key) for order, one in enumerate(rows, start=1)
    )
    IndicatorPeriod.objects.bulk_create(
        IndicatorPeriod(indicator=row, number=each.number, since=each.since, until=each.until, target=target)
        for row, one in zip(made, rows, strict=True)
        for each, target in zip(_periods(design, one), one.periods, strict=True)
    )
    IndicatorGroup.objects.bulk_create(
        IndicatorGroup(indicator=row, dimension=each.dimension, key=each.key, target=each.target)
        for row, one in zip(made, rows, strict=True)
        for each in one.groups
    )


def _indicator(design: Design, order: int, one: Target, by_key: dict[int, ResultNode]) -> Indicator:
    node = by_key.get(one.node or 0)
    return Indicator(
        design=design,
        order=order,
        level=node.level if node is not None and node.level in IndicatorLevel.values else one.level,
        node=node,
        name=one.name.strip(),
        definition=one.definition.strip(),
        unit=one.unit.strip(),
        direction=one.direction,
        baseline=one.baseline,
        target=periods.together(one.periods, one.aggregation) if one.periods else one.target,
        frequency=one.frequency,
        aggregation=one.aggregation,
        means=one.means.strip(),
        data_source=one.data_source.strip(),
        responsible=one.responsible.strip(),
        due=one.due,
    )


def _periods(design: Design, one: Target) -> list[periods.Period]:
    """The periods of the service period, one for each target. Raises a Refusal where they are not as many."""
    found = periods.cut(one.frequency, design.service_from, design.service_to)
    if len(found) != len(one.periods) or (one.frequency != "whole" and not found):
        words = {"name": one.name, "n": len(one.periods), "wanted": len(found)}
        raise Refusal(
            _("“%(name)s”有 %(n)d 期目标，服务期分为 %(wanted)d 期。") % words,
            remedy=_("请先填写服务期，再逐期填写目标。"),
            field="frequency",
        )
    return found


def lines(design: Design, rows: Sequence[Line]) -> None:
    """The budget lines."""
    _not_more(len(rows), MOST_LINES)
    activities = {row.key: row for row in design.nodes.filter(level="activity")}
    design.lines.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            design=design,
            order=order,
            category=one.category,
            basis=one.basis.strip(),
            unit_price=one.unit_price,
            quantity=one.quantity,
            unit=one.unit.strip(),
            activity=activities.get(one.activity or 0),
            price_reason=one.price_reason.strip(),
        )
        for order, one in enumerate(rows, start=1)
    )


def groups(design: Design, rows: Sequence[People]) -> None:
    """The groups of beneficiaries."""
    _not_more(len(rows), MOST_ROWS)
    design.groups.all().delete()
    BeneficiaryGroup.objects.bulk_create(
        BeneficiaryGroup(
            design=design, order=order, served=one.served, name=one.name.strip(), people=one.people,
            is_direct=one.is_direct, basis=one.basis.strip(),
        )
        for order, one in enumerate(rows, start=1)
    )  # fmt: skip


def posts(design: Design, rows: Sequence[Position]) -> None:
    """The staff plan."""
    _not_more(len(rows), MOST_ROWS)
    design.posts.all().delete()
    Post.objects.bulk_create(
        Post(
            design=design, order=order, role=one.role.strip(), number=one.number, certificate=one.certificate,
            months=one.months, share=one.share, on_wages=one.on_wages, duties=one.duties.strip(),
        )
        for order, one in enumerate(rows, start=1)
    )  # fmt: skip


def risks(design: Design, rows: Sequence[Hazard]) -> None:
    """The risks."""
    _not_more(len(rows), MOST_ROWS)
    design.risks.all().delete()
    Risk.objects.bulk_create(
        Risk(
            design=design, order=order, description=one.description.strip(), likelihood=one.likelihood,
            impact=one.impact, response=one.response.strip(), responsible=one.responsible.strip(),
        )
        for order, one in enumerate(rows, start=1)
    )  # fmt: skip


def _not_more(count: int, most: int) -> None:
    if count > most:
        raise Refusal(
            _("共 %(count)d 行，最多 %(most)d 行。") % {"count": count, "most": most}, remedy=_("请合并同类的行。")
        )
