"""The indicators that a project's design promised, as rows of a report."""

from typing import Any

from linli.flow.s2_goals.models import Indicator
from linli.flow.thread.models import Project


def of_project(project: Project) -> list[dict[str, Any]]:
    """Code, name, unit and target of each indicator in the design's order; none when the project has no design."""
    found = Indicator.objects.filter(design__project=project).order_by("order")
    return [{"code": str(one.order), "name": one.name, "unit": one.unit, "target": one.target} for one in found]
