"""Writing the design page by page: chain, indicators, people, staff and risks. A draft may lack anything."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import writing
from linli.flow.s2_goals.results.values import Hazard, Node, People, Position
from linli.flow.s2_goals.rules import Target
from linli.flow.s2_goals.states import OPEN
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor


@action("goals.design:chain", gettext_lazy("填写结果链"), subject=Design, moves=(OPEN, None))
def set_chain(
    design: Design, *, actor: Actor, nodes: Sequence[Node], problem: str | None = None, goal: str | None = None
) -> Design:
    """Save problem, goal and what follows from them, replacing the rows before; None leaves problem or goal as it is."""
    if problem is not None:
        design.problem = problem.strip()
    if goal is not None:
        design.goal = goal.strip()
    writing.nodes(design, nodes)
    record(nodes=len(nodes))
    return design


@action("goals.design:target", gettext_lazy("填写目标与指标"), subject=Design, moves=(OPEN, None))
def set_targets(design: Design, *, actor: Actor, targets: Sequence[Target]) -> Design:
    """Save the indicators, replacing those before."""
    writing.targets(design, targets)
    record(indicators=len(targets))
    return design


@action("goals.design:people", gettext_lazy("填写服务对象"), subject=Design, moves=(OPEN, None))
def set_people(design: Design, *, actor: Actor, groups: Sequence[People]) -> Design:
    """Save the groups of beneficiaries, replacing those before."""
    writing.groups(design, groups)
    record(groups=len(groups))
    return design


@action("goals.design:team", gettext_lazy("填写人员与风险"), subject=Design, moves=(OPEN, None))
def set_team(design: Design, *, actor: Actor, posts: Sequence[Position], risks: Sequence[Hazard]) -> Design:
    """Save staff plan and risks, replacing those before."""
    writing.posts(design, posts)
    writing.risks(design, risks)
    record(posts=len(posts), risks=len(risks))
    return design
