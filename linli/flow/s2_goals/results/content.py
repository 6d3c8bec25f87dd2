"""The contents of a design as a whole: taken from an earlier one, or from a template, and fitted to another design."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import periods, saved
from linli.flow.s2_goals.results.values import Hazard, Node, People, Position
from linli.flow.s2_goals.rules import Line, Target


class Part(models.TextChoices):
    """What may be taken from elsewhere, each as a whole."""

    GOAL = "goal", _("要解决的问题和目标")
    CHAIN = "chain", _("结果链")
    TARGETS = "targets", _("指标")
    PEOPLE = "people", _("服务对象分组")
    BUDGET = "budget", _("预算明细")
    TEAM = "team", _("人员配备")
    RISKS = "risks", _("风险")


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is not of one project alone. `since` and `until` are the service period that it was written for;
    a template has none, its targets are due on the last day."""

    problem: str = ""
    goal: str = ""
    nodes: Sequence[Node] = ()
    targets: Sequence[Target] = ()
    groups: Sequence[People] = ()
    lines: Sequence[Line] = ()
    posts: Sequence[Position] = ()
    risks: Sequence[Hazard] = ()
    since: date | None = None
    until: date | None = None


def of(design: Design) -> Content:
    """What a design holds."""
    return Content(
        problem=design.problem,
        goal=design.goal,
        nodes=saved.nodes(design),
        targets=saved.targets(design),
        groups=saved.groups(design),
        lines=saved.lines(design),
        posts=saved.posts(design),
        risks=saved.risks(design),
        since=design.service_from,
        until=design.service_to,
    )


def filled(design: Design) -> set[str]:
    """The parts in which a design has something already."""
    there = {
        Part.GOAL: bool(design.problem or design.goal),
        Part.CHAIN: design.nodes.exists(),
        Part.TARGETS: design.indicators.exists(),
        Part.PEOPLE: design.groups.exists(),
        Part.BUDGET: design.lines.exists(),
        Part.TEAM: design.posts.exists(),
        Part.RISKS: design.risks.exists(),
    }
    return {str(part) for part, has in there.items() if has}


def labels(parts: Collection[str]) -> str:
    """Parts in words, in their own order."""
    return "、".join(str(part.label) for part in Part if part in parts)


def fitted(content: Content, design: Design) -> Content:
    """The indicators moved into the design's service period: due as many days before its end, as many periods as it has."""
    start, end = design.service_from, design.service_to
    if start is None or end is None:
        return content
    return replace(content, targets=[_fitted(one, content.until, start, end) for one in content.targets])


def _fitted(one: Target, until: date | None, start: date, end: date) -> Target:
    before = max(until - one.due, timedelta(0)) if until is not None else timedelta(0)
    count = len(periods.cut(one.frequency, start, end))
    each = stretched(one.periods, count)
    whole = periods.together(each, one.aggregation) if each else one.target
    return replace(one, due=max(end - before, start), periods=each, target=whole)


def stretched(targets: Sequence[Decimal], count: int) -> tuple[Decimal, ...]:
    """The targets of another number of periods: the later ones left out, or the last repeated."""
    if not targets:
        return ()
    return (*targets[:count], *[targets[-1]] * (count - len(targets)))
