"""Filling a draft from a template or an earlier project: only what was chosen, and over what is there only when told so."""

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import content as contents
from linli.flow.s2_goals.results import writing
from linli.flow.s2_goals.results.content import Content, Part
from linli.flow.s2_goals.states import OPEN
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "goals.design:fill", gettext_lazy("套用方案内容"), subject=Design, moves=(OPEN, None),
    tells=gettext_lazy("套用“%(origin)s”的%(parts)s"),
)  # fmt: skip
def fill(
    design: Design, *, actor: Actor, content: Content, parts: Collection[str], origin: str, overwrite: bool = False
) -> Design:
    """Take these parts (keys of `Part`) of `content`, which comes from `origin`. What the design has of them already is
    replaced only with `overwrite`. A budget total that was not given yet becomes the sum of the lines."""
    if not parts:
        raise Refusal(_("没有选择要套用的内容。"), remedy=_("请至少选择一项。"), field="parts")
    lost = contents.filled(design) & set(parts)
    if lost and not overwrite:
        raise Refusal(
            _("方案已有内容：%(parts)s。") % {"parts": contents.labels(lost)},
            remedy=_("套用会替换这些内容；请确认替换，或不选这些项。"),
            field="overwrite",
        )
    if Part.TARGETS in parts and content.targets and not (design.service_from and design.service_to):
        raise Refusal(_("还没有填写服务期，不能套用指标。"), remedy=_("请先在“基本情况”填写服务期。"), field="parts")
    _write(design, contents.fitted(content, design), parts)
    record(origin=origin, parts=contents.labels(parts))
    return design


def _write(design: Design, content: Content, parts: Collection[str]) -> None:
    """In the order in which they rest on one another: the chain before what measures it and what pays for it."""
    if Part.GOAL in parts:
        design.problem, design.goal = content.problem, content.goal
    if Part.CHAIN in parts:
        design.nodes.all().delete()
        writing.nodes(design, content.nodes)
    if Part.TARGETS in parts:
        writing.targets(design, content.targets)
    if Part.PEOPLE in parts:
        writing.groups(design, content.groups)
    if Part.BUDGET in parts:
        writing.lines(design, content.lines)
        design.budget = design.budget or sum((one.amount for one in content.lines), Decimal(0)) or None
    if Part.TEAM in parts:
        writing.posts(design, content.posts)
    if Part.RISKS in parts:
        writing.risks(design, content.risks)
