"""What a project promised, and what was reached: the indicators of its published design."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import saved
from linli.flow.s2_goals.results.diagram import Branch, nested
from linli.flow.s2_goals.states import Direction
from linli.flow.thread.models import Project

SCALES = ("分", "%", "％")
"""Units of which there is more or less, not many or few."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One indicator: 服务居民不少于 4,200 人."""

    name: str
    target: str
    definition: str = ""


def design_of(project: Project) -> Design | None:
    """The design, once its intention was published."""
    return Design.objects.published().filter(project_id=project.pk).first()


def told(design: Design | None) -> list[Promise]:
    """The promises in the order of the design."""
    if design is None:
        return []
    return [
        Promise(phrase(row.name, row.unit, row.direction), f"{number(row.target)} {row.unit}", row.definition)
        for row in design.indicators.all()
    ]


def way(design: Design | None) -> list[Branch]:
    """How the promises are to be reached: outcomes, what brings them about, and what is done for that."""
    return nested(saved.nodes(design)) if design is not None else []


def phrase(name: str, unit: str, direction: str) -> str:
    """服务居民不少于, 居民满意度不低于, 投诉不高于."""
    if direction == Direction.DECREASE:
        return _("%(name)s不高于") % {"name": name}
    if unit in SCALES:
        return _("%(name)s不低于") % {"name": name}
    return _("%(name)s不少于") % {"name": name}


def number(value: Decimal) -> str:
    """A number without idle zeros, thousands separated."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")
