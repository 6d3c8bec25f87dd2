"""Pure rules of step 2: sums and shares, limits, indicators, service period, method. No database, no clock.

Amounts are yuan with two decimals; shares are percent of the project budget, unrounded. Each rule answers with findings:
`stop` forbids submitting, `warn` asks for a reason, `ok` is shown as passed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s2_goals.results.states import Aggregation, Frequency
from linli.flow.s2_goals.results.values import GroupTarget
from linli.flow.s2_goals.states import STAFF_COST, Category, Direction
from linli.flow.thread.models import Method

CENT = Decimal("0.01")
STRICTNESS = {Method.DIRECT: 0, Method.VENTURE_CALL: 1, Method.CONSULTATION: 1, Method.OPEN_TENDER: 2}
"""How competitive each method is; a purchaser may always choose a stricter one than he must."""


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line as it was typed. `activity` is the key of the chain's activity that it pays for."""

    category: str
    basis: str
    unit_price: Decimal
    quantity: Decimal
    unit: str
    activity: int | None = None
    price_reason: str = ""

    @property
    def amount(self) -> Decimal:
        return (self.unit_price * self.quantity).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator as it was typed. `node` is the key of what it measures; `periods` are the targets of its periods, in order,
    from which `target` follows; `groups` those of groups of people."""

    name: str
    unit: str
    baseline: Decimal
    target: Decimal
    means: str
    due: date
    direction: str = Direction.INCREASE
    level: str = "output"
    definition: str = ""
    data_source: str = ""
    responsible: str = ""
    node: int | None = None
    frequency: str = Frequency.WHOLE
    aggregation: str = Aggregation.SUM
    periods: tuple[Decimal, ...] = ()
    groups: tuple[GroupTarget, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What the rule book allows, in percent, with the citation of each under the same name."""

    wage_guide: Decimal
    wage_ceiling: Decimal
    management: Decimal
    citations: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    categories: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. `field` names the input it points to; `citation` is the clause applied; `link` (words,
    address) leads to where it can be mended outside the design."""

    code: str
    level: str
    title: str
    remedy: str = ""
    field: str = ""
    citation: dict[str, Any] | None = None
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What a budget adds up to, and its shares of the project budget."""

    total: Decimal
    staff: Decimal
    management: Decimal
    budget: Decimal | None

    def share(self, amount: Decimal) -> Decimal:
        """Percent of the project budget, or of the total while no budget is given; 0 without either."""
        whole = self.budget or self.total
        return amount * 100 / whole if whole else Decimal(0)

    @property
    def gap(self) -> Decimal:
        """What the lines lack to the budget; negative if they exceed it."""
        return (self.budget or Decimal(0)) - self.total


def sums(lines: Iterable[Line], budget: Decimal | None) -> Sums:
    """Add up a budget."""
    known = list(lines)
    staff = sum((one.amount for one in known if one.category in STAFF_COST), Decimal(0))
    management = sum((one.amount for one in known if one.category == Category.MANAGEMENT), Decimal(0))
    return Sums(sum((one.amount for one in known), Decimal(0)), staff, management, budget)


def yuan(amount: Decimal) -> str:
    """An amount in a sentence: 18,600 元; cents only where there are any."""
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f} {_('元')}" if whole else f"{amount:,.2f} {_('元')}"


def percent(share: Decimal) -> str:
    """A share in a sentence, one decimal where needed: 6.5%, 5%."""
    return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP).normalize():f}%"


def check_lines(lines: Sequence[Line]) -> list[Finding]:
    """Every line needs an amount and says how it was computed."""
    if not lines:
        return [Finding("lines", "stop", _("没有预算明细"), _("请至少增加一行。"), "lines-0-basis")]
    found = []
    for index, line in enumerate(lines):
        where = {"row": index + 1, "category": Category(line.category).label}
        if not line.basis.strip():
            title = _("第 %(row)d 行“%(category)s”没有测算依据") % where
            found.append(
                Finding(
                    "basis", "stop", title, _("请写明单价和数量怎样得来，例如“4 人 × 12 月”"), f"lines-{index}-basis"
                )
            )
        if line.amount <= 0:
            title = _("第 %(row)d 行“%(category)s”金额为 0") % where
            found.append(
                Finding("amount", "stop", title, _("请填写单价和数量，或删除这一行"), f"lines-{index}-unit_price")
            )
    return found


def check_sum(found: Sums) -> Finding:
    """The lines add up to the project budget, to the cent."""
    if found.budget is None:
        return Finding("sum", "stop", _("没有填写项目预算"), _("请填写项目预算总额"), "budget")
    if found.gap:
        title = _("明细合计 %(total)s，与项目预算 %(budget)s相差 %(gap)s") % {
            "total": yuan(found.total),
            "budget": yuan(found.budget),
            "gap": yuan(abs(found.gap)),
        }
        return Finding("sum", "stop", title, _("请调整明细或修改项目预算"), "budget")
    return Finding("sum", "ok", _("明细合计与项目预算一致"), yuan(found.total))


def check_management(found: Sums, limits: Limits, lines: Sequence[Line]) -> Finding:
    """Management cost stays within the ceiling."""
    share = found.share(found.management)
    cited = limits.citations.get("management")
    allowed = percent(limits.management)
    if share <= limits.management:
        detail = _("%(share)s，上限 %(allowed)s") % {"share": percent(share), "allowed": allowed}
        return Finding("management", "ok", _("管理费占比"), detail, citation=cited)
    row = next((i for i, line in enumerate(lines) if line.category == Category.MANAGEMENT), 0)
    return _above(found, Category.MANAGEMENT, found.management, limits.management, row, cited)


def check_categories(found: Sums, limits: Limits, lines: Sequence[Line]) -> list[Finding]:
    """Every other cost category stays within its ceiling; nothing is said of those that do."""
    made = []
    for category, most in limits.categories.items():
        amount = sum((line.amount for line in lines if line.category == category), Decimal(0))
        if found.share(amount) > most:
            row = next(i for i, line in enumerate(lines) if line.category == category)
            made.append(_above(found, Category(category), amount, most, row, limits.citations.get("categories")))
    return made


def _above(
    found: Sums, category: Category, amount: Decimal, limit: Decimal, row: int, cited: dict[str, Any] | None
) -> Finding:
    title = _("%(category)s %(amount)s，占 %(share)s，超过上限 %(allowed)s") % {
        "category": category.label,
        "amount": yuan(amount),
        "share": percent_above(found.share(amount), limit),
        "allowed": percent(limit),
    }
    remedy = _("最多可列 %(most)s") % {"most": yuan(most_of(found, limit))}
    return Finding(str(category), "stop", title, remedy, f"lines-{row}-unit_price", cited)


def percent_above(share: Decimal, limit: Decimal) -> str:
    """A share that is above a limit, with as many decimals as it takes to be seen above it: 5.004%."""
    for places in ("0.1", "0.01", "0.001", "0.0001"):
        shown = share.quantize(Decimal(places), ROUND_HALF_UP)
        if shown > limit:
            return f"{shown.normalize():f}%"
    return percent(share)


def most_of(found: Sums, limit: Decimal) -> Decimal:
    """The largest amount in whole fen that stays within a share (percent) of the budget."""
    return ((found.budget or found.total) * limit / 100).quantize(CENT, ROUND_DOWN)


def check_wages(found: Sums, limits: Limits, reason: str) -> Finding:
    """Staff cost: a guide value that asks for a reason above it, a ceiling that stops."""
    share = found.share(found.staff)
    above = limits.wage_ceiling if share > limits.wage_ceiling else limits.wage_guide
    words = {
        "share": percent_above(share, above),
        "guide": percent(limits.wage_guide),
        "ceiling": percent(limits.wage_ceiling),
    }
    if share > limits.wage_ceiling:
        most = most_of(found, limits.wage_ceiling)
        title = _("人员经费占 %(share)s，超过上限 %(ceiling)s") % words
        remedy = _("最多可列 %(most)s") % {"most": yuan(most)}
        return Finding("wages", "stop", title, remedy, "lines-0-unit_price", limits.citations.get("wage_ceiling"))
    cited = limits.citations.get("wage_guide")
    if share > limits.wage_guide:
        title = _("人员经费占 %(share)s，高于指引值 %(guide)s") % words
        if len(reason.strip()) < 5:
            return Finding("wages", "stop", title, _("可以提交，但须写明理由，审批人会看到"), "wage_reason", cited)
        return Finding("wages", "warn", title, _("理由已写明，审批人会看到"), "wage_reason", cited)
    return Finding("wages", "ok", _("人员经费占比"), _("%(share)s，指引值 %(guide)s") % words, citation=cited)


def check_targets(targets: Sequence[Target], service_from: date | None, service_to: date | None) -> list[Finding]:
    """At least one indicator; no target worse than its baseline; each due within the service period."""
    if not targets:
        return [Finding("targets", "stop", _("没有指标"), _("请至少写一项有现状值和目标值的指标"), "targets-0-name")]
    found = []
    for index, one in enumerate(targets):
        where = {"row": index + 1, "name": one.name, "baseline": one.baseline, "target": one.target, "unit": one.unit}
        worse = one.target > one.baseline if one.direction == Direction.DECREASE else one.target < one.baseline
        if worse:
            title = _("第 %(row)d 项“%(name)s”目标值 %(target)s %(unit)s，比现状值 %(baseline)s %(unit)s差") % where
            found.append(Finding("target", "stop", title, _("请核对数值和方向"), f"targets-{index}-target"))
        if service_from and service_to and not service_from <= one.due <= service_to:
            title = _("第 %(row)d 项“%(name)s”的完成日期不在服务期内") % where
            remedy = _("请填 %(start)s 至 %(end)s 之间的日期") % {"start": service_from, "end": service_to}
            found.append(Finding("due", "stop", title, remedy, f"targets-{index}-due"))
    return found


def last_day(start: date, years: int) -> date:
    """The last day of a term of whole years: 2026-03-01 and one year give 2027-02-28."""
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:
        anniversary = date(start.year + years, 3, 1)
    return anniversary - timedelta(days=1)


def check_term(start: date, end: date, years: int, citation: dict[str, Any] | None) -> Finding:
    """The service period is no longer than the contract term allowed."""
    latest = last_day(start, years)
    if end > latest:
        title = _("服务期至 %(end)s，超过 %(years)d 年") % {"end": end, "years": years}
        remedy = _("最晚到 %(latest)s；预算和内容稳定的，可以申请跨年度") % {"latest": latest}
        return Finding("term", "stop", title, remedy, "service_to", citation)
    return Finding("term", "ok", _("服务期限"), _("不超过 %(years)d 年") % {"years": years}, citation=citation)


def method_for(budget: Decimal, open_tender_from: Decimal, consultation_from: Decimal) -> Method:
    """The least competitive method that the thresholds (yuan) allow for a budget."""
    if budget >= open_tender_from:
        return Method.OPEN_TENDER
    return Method.CONSULTATION if budget >= consultation_from else Method.DIRECT


def is_strict_enough(chosen: str, required: str) -> bool:
    """Whether a chosen method is at least as competitive as the required one."""
    return STRICTNESS[Method(chosen)] >= STRICTNESS[Method(required)]
