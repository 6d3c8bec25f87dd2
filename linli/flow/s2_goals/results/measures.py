"""Pure rules of indicators: periods that fit the service period, groups that do not exceed the whole."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from linli.flow.s2_goals.results import dimensions, periods
from linli.flow.s2_goals.results.people import plain
from linli.flow.s2_goals.rules import Finding, Target

SCALES = ("%", "％", "分")
"""Units of which there is more or less, not many or few: groups of such an indicator do not add up."""


def check(targets: Sequence[Target], start: date | None, end: date | None) -> list[Finding]:
    """Every finding about periods and groups, in the order of the indicators."""
    found = []
    for place, one in enumerate(targets):
        found += _of_periods(place, one, start, end)
        found += _of_groups(place, one)
    return found


def _of_periods(place: int, one: Target, start: date | None, end: date | None) -> list[Finding]:
    """As many period targets as the service period has periods, and the end target is what they give."""
    wanted = periods.cut(one.frequency, start, end)
    words = {"row": place + 1, "name": one.name, "n": len(one.periods), "wanted": len(wanted)}
    if len(one.periods) != len(wanted):
        title = _("第 %(row)d 项“%(name)s”有 %(n)d 期目标，服务期分为 %(wanted)d 期") % words
        return [Finding("periods", "stop", title, _("请按现在的服务期重新填写各期目标"), f"targets-{place}-frequency")]
    if one.periods and (whole := periods.together(one.periods, one.aggregation)) != one.target:
        words |= {"target": plain(one.target), "whole": plain(whole)}
        title = _("第 %(row)d 项“%(name)s”目标值 %(target)s，各期得出 %(whole)s") % words
        return [Finding("periods", "stop", title, _("目标值由各期得出，请重新保存"), f"targets-{place}-frequency")]
    return []


def _of_groups(place: int, one: Target) -> list[Finding]:
    found = []
    for name, rows in groupby(sorted(one.groups, key=lambda row: row.dimension), key=lambda row: row.dimension):
        found += _of_dimension(place, one, name, [row.target for row in rows])
    return found


def _of_dimension(place: int, one: Target, name: str, parts: Sequence[Decimal]) -> list[Finding]:
    """No group is more than the whole. Groups that exclude one another do not add up to more; those that overlap may, and
    it is said how many are counted twice."""
    if one.unit.strip() in SCALES:
        return []
    dimension = dimensions.known().get(name)
    total, words = sum(parts, Decimal(0)), {"row": place + 1, "name": one.name, "unit": one.unit}
    words |= {"by": dimension.title if dimension else name, "target": plain(one.target)}
    field = f"targets-{place}-by_{name}"
    if parts and max(parts) > one.target:
        title = _("第 %(row)d 项“%(name)s”按%(by)s有一组 %(most)s %(unit)s，超过目标值 %(target)s %(unit)s") % (
            words | {"most": plain(max(parts))}
        )
        return [Finding("disaggregation", "stop", title, _("请核对分组目标"), field)]
    if total <= one.target:
        return []
    words |= {"total": plain(total), "over": plain(total - one.target)}
    title = _("第 %(row)d 项“%(name)s”按%(by)s各组合计 %(total)s %(unit)s，超过目标值 %(target)s %(unit)s") % words
    if dimension is not None and dimension.overlaps:
        remedy = _("组别可以重叠：%(over)s %(unit)s重复计入，目标值按去重后的数字填写") % words
        return [Finding("disaggregation", "warn", title, remedy, field)]
    return [Finding("disaggregation", "stop", title, _("同一人只计入一组，请核对"), field)]
