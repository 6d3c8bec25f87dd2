"""The checks of chain, indicators, people, staff, risks and prices of a saved design; by the law that is being read."""

from collections.abc import Sequence
from decimal import Decimal

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import chain, law, measures, people, periods, prices, saved
from linli.flow.s2_goals.results.values import Hazard, Position
from linli.flow.s2_goals.rules import Finding, Line, Target


def of_design(design: Design, targets: Sequence[Target], lines: Sequence[Line]) -> list[Finding]:
    """Everything but the prices, in the order of the pages."""
    return [
        *people.check_groups(saved.groups(design), design.beneficiaries),
        *of_chain(design, targets),
        *measures.check(targets, design.service_from, design.service_to),
        *of_team(saved.posts(design), saved.risks(design), lines),
    ]


def of_chain(design: Design, targets: Sequence[Target]) -> list[Finding]:
    measured = [one.node for one in targets if one.node is not None]
    months = periods.months_of(design.service_from, design.service_to)
    return chain.check(saved.nodes(design), measured, months, law.level())


def of_team(posts: Sequence[Position], risks: Sequence[Hazard], lines: Sequence[Line]) -> list[Finding]:
    """Posts and risks, saved or as typed, against the lines of the budget."""
    level = law.level()
    return [*people.check_staff(posts, lines, level), *people.check_risks(risks, level)]


def of_prices(design: Design, lines: Sequence[Line], budget: Decimal | None) -> list[Finding]:
    """Prices of a budget as typed against what is known; the outputs are those saved."""
    known = law.references(design)
    return [
        *prices.check_lines(lines, known),
        *prices.check_whole(budget, saved.targets(design), known, design.price_reason),
    ]
