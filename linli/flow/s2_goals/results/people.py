"""Pure rules of beneficiaries, staff and risks."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.flow.s2_goals.results.values import Hazard, People, Position
from linli.flow.s2_goals.rules import Finding, Line
from linli.flow.s2_goals.states import Category

PERSON_MONTH = "人月"
HIGH = 15
"""From this product of likelihood and impact a risk is high: the upper right corner of the matrix."""
MIDDLE = 6


def check_groups(groups: Sequence[People], distinct: int | None) -> list[Finding]:
    """The number counted once (`distinct`) lies between the largest direct group and the sum of them; whoever is in several
    groups is counted in each, and that is said."""
    direct = [one for one in groups if one.is_direct]
    if not direct or not distinct:
        return []
    total, largest = sum(one.people for one in direct), max(direct, key=lambda one: one.people)
    words = {"total": f"{total:,}", "distinct": f"{distinct:,}", "name": largest.name, "people": f"{largest.people:,}"}
    if largest.people > distinct:
        title = _("“%(name)s” %(people)s 人，多于去重后的服务对象 %(distinct)s 人") % words
        return [Finding("groups", "stop", title, _("请核对本组人数或“基本情况”中的服务对象人数"), "groups-0-people")]
    if total < distinct:
        title = _("直接受益各组合计 %(total)s 人，少于服务对象 %(distinct)s 人") % words
        return [Finding("groups", "stop", title, _("请补齐分组，或改正服务对象人数"), "groups-0-people")]
    if total > distinct:
        title = _("直接受益各组合计 %(total)s 人，去重后 %(distinct)s 人") % words
        twice = _("有 %(n)s 人次重复计入多组") % {"n": f"{total - distinct:,}"}
        return [Finding("groups", "warn", title, twice, "groups-0-people")]
    return [Finding("groups", "ok", _("服务对象分组与总人数一致"), _("%(n)s 人") % {"n": words["distinct"]})]


def check_staff(posts: Sequence[Position], lines: Sequence[Line], level: str) -> list[Finding]:
    """The person-months of the posts paid by the project are those of the wage lines."""
    wages = [one for one in lines if one.category == Category.WAGES and one.unit.strip() == PERSON_MONTH]
    paid = [one for one in posts if one.on_wages]
    if not posts:
        return [Finding("staff", level, _("还没有人员配备"), _("请写明岗位、人数和月数"), "posts-0-role")]
    planned = sum((one.person_months for one in paid), Decimal(0))
    budgeted = sum((one.quantity for one in wages), Decimal(0))
    if planned == budgeted:
        return [Finding("staff", "ok", _("人员配备与工资明细一致"), _("%(n)s 人月") % {"n": plain(planned)})]
    words = {"planned": plain(planned), "budgeted": plain(budgeted)}
    title = _("岗位合计 %(planned)s 人月，工资明细 %(budgeted)s 人月") % words
    remedy = _("请核对人数、月数、投入比例，或工资明细的数量（单位写“人月”）")
    return [Finding("staff", level, title, remedy, "posts-0-number")]


def check_risks(risks: Sequence[Hazard], level: str) -> list[Finding]:
    """Somebody has thought of what may go wrong, and of every high risk says what is done."""
    if not risks:
        return [Finding("risks", level, _("还没有分析风险"), _("请至少写一项风险和应对措施"), "risks-0-description")]
    return [
        Finding("risks", level, _("第 %(row)d 项是高风险，没有写明应对措施") % {"row": place + 1}, _("请补充"),
                f"risks-{place}-response")
        for place, one in enumerate(risks)
        if one.likelihood * one.impact >= HIGH and not one.response.strip()
    ]  # fmt: skip


def plain(number: Decimal) -> str:
    """A number without idle zeros."""
    return f"{number.normalize():f}"
