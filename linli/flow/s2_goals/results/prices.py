"""Unit prices against reference prices: each cost line against the rule book's ceiling, the whole against the catalogue's range."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s2_goals.rules import CENT, Finding, Line, Target, yuan
from linli.flow.s2_goals.states import Category, IndicatorLevel

SHORTEST = 5
"""Characters of a reason that says anything."""


@dataclass(frozen=True, slots=True)
class References:
    """Reference prices of today: by category the most (yuan) for one unit; the catalogue item's range for its unit. `stops`:
    what is outside is refused, else it needs a reason."""

    most: Mapping[str, Decimal] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    item: str = ""
    item_unit: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    stops: bool = False
    citation: dict[str, Any] | None = None

    def ceiling(self, category: str, unit: str) -> Decimal | None:
        """The most a unit of this category may cost; None where no reference price has this unit."""
        return self.most.get(category) if self.units.get(category) == unit.strip() else None

    def level(self, reason: str) -> str:
        return "stop" if self.stops or len(reason.strip()) < SHORTEST else "warn"

    def remedy(self, reason: str) -> str:
        if self.stops:
            return _("请调整价格")
        if len(reason.strip()) < SHORTEST:
            return _("可以提交，但须写明理由，审批人会看到")
        return _("理由已写明，审批人会看到")


def reference(category: str, known: References) -> str:
    """The reference price of a cost category with its unit, as it stands beside a line; empty where there is none."""
    most, unit = known.most.get(category), known.units.get(category)
    if most is None or unit is None:
        return ""
    return _("参考价 %(most)s/%(unit)s以内") % {"most": yuan(most), "unit": unit}


def words(line: Line, known: References) -> str:
    """What stands beside a line whose price is above its reference price; empty where it is not."""
    most = known.ceiling(line.category, line.unit)
    if most is None or line.unit_price <= most:
        return ""
    return _("高于参考价 %(most)s") % {"most": yuan(most)}


def check_lines(lines: Sequence[Line], known: References) -> list[Finding]:
    """Every line whose unit price is above its reference price."""
    found = []
    for place, line in enumerate(lines):
        most = known.ceiling(line.category, line.unit)
        if most is None or line.unit_price <= most:
            continue
        title = _("第 %(row)d 行“%(category)s”单价 %(price)s，高于参考价 %(most)s/%(unit)s") % {
            "row": place + 1, "category": Category(line.category).label, "price": yuan(line.unit_price),
            "most": yuan(most), "unit": line.unit.strip(),
        }  # fmt: skip
        level, remedy = known.level(line.price_reason), known.remedy(line.price_reason)
        found.append(Finding("price", level, title, remedy, f"lines-{place}-price_reason", known.citation))
    return found


def unit_cost(budget: Decimal | None, targets: Sequence[Target], unit: str) -> Decimal | None:
    """The budget for one unit of what is bought: over the target of the first output measured in the item's unit. None where
    no output is."""
    for one in targets:
        counts = one.unit.strip() == unit and one.level == IndicatorLevel.OUTPUT
        if counts and one.target > one.baseline and budget:
            return (budget / (one.target - one.baseline)).quantize(CENT, ROUND_HALF_UP)
    return None


def check_whole(budget: Decimal | None, targets: Sequence[Target], known: References, reason: str) -> list[Finding]:
    """The cost of one unit lies within the catalogue's range."""
    cost = unit_cost(budget, targets, known.item_unit) if known.item_unit else None
    if cost is None or known.lowest is None or known.highest is None:
        return []
    told = {
        "cost": yuan(cost), "unit": known.item_unit, "lowest": yuan(known.lowest), "highest": yuan(known.highest),
        "item": known.item,
    }  # fmt: skip
    allowed = _("“%(item)s”参考价 %(lowest)s 至 %(highest)s/%(unit)s") % told
    if known.lowest <= cost <= known.highest:
        return [Finding("unit_cost", "ok", _("单位成本 %(cost)s/%(unit)s") % told, allowed)]
    shape = (
        _("单位成本 %(cost)s/%(unit)s，高于%(allowed)s")
        if cost > known.highest
        else _("单位成本 %(cost)s/%(unit)s，低于%(allowed)s")
    )
    title = shape % (told | {"allowed": allowed})
    return [Finding("unit_cost", known.level(reason), title, known.remedy(reason), "price_reason", known.citation)]
