"""The two sides of a comparison: frozen rounds, and the present draft while it may be written."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import comparing, snapshots
from linli.flow.s2_goals.reviews.comparing import Difference
from linli.flow.s2_goals.reviews.models import DesignVersion
from linli.flow.s2_goals.reviews.snapshots import Content
from linli.flow.s2_goals.reviews.topics import label_of
from linli.ui import formats


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: a frozen round, or the draft as it stands (`round` 0)."""

    round: int
    label: str
    when: str
    content: Content


def sides(design: Design) -> list[Side]:
    """Every round, oldest first, and the present draft after them while it may be written."""
    made = [
        Side(one.round, _("第 %(n)d 次送审稿") % {"n": one.round}, formats.moment(one.frozen_at), one.content)
        for one in DesignVersion.objects.filter(design=design)
    ]
    if design.is_editable and made:
        made.append(Side(0, _("现在的草稿"), _("尚未提交"), snapshots.take(design)))
    return made


def compared(design: Design, old: str = "", new: str = "") -> tuple[Side, Side, list[Difference]] | None:
    """Two sides and how they differ; by default the last two. None while there is nothing to compare."""
    known = sides(design)
    if len(known) < 2:
        return None
    by_round = {str(one.round): one for one in known}
    left, right = by_round.get(old, known[-2]), by_round.get(new, known[-1])
    return left, right, comparing.compare(left.content, right.content)


def asked_of(design: Design, side: Side) -> list[tuple[Any, Any]]:
    """What the return of a round asked for, each with what it is about in words."""
    version = DesignVersion.objects.filter(design=design, round=side.round).first()
    return [(point, label_of(point.about)) for point in version.points.all()] if version is not None else []
