"""The budget as its page shows it: each line with amount, share and reference price, the gap to the total, the gauge."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s2_goals import rules
from linli.flow.s2_goals.checks import BudgetCheck
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results.prices import References, reference, words
from linli.flow.s2_goals.rules import Line
from linli.flow.s2_goals.states import STAFF_COST, Category
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.catalogue.web.words import price_words
from linli.foundations.funds import ledger
from linli.ui.clauses import chip


@dataclass
class Row:
    """One line as the page shows it. `form` is None in the live answer, which only brings results."""

    index: int
    line: Line
    share: str
    form: Any = None
    basis_error: str = ""
    amount_note: str = ""
    price_note: str = ""
    reference: str = ""

    @property
    def is_staff(self) -> bool:
        return self.line.category in STAFF_COST

    @property
    def failed(self) -> bool:
        return bool(self.basis_error or self.amount_note)


def blank(design: Design) -> dict[str, Any]:
    """A line that is added is counted as the service that is bought is."""
    item = catalogue.item(design.catalogue_code) if design.catalogue_code else None
    return {"category": Category.OTHER, "unit": item.unit[:10] if item else ""}


def bought(design: Design) -> dict[str, Any]:
    """What is bought, for the head of the page: the item and its reference price; nothing while none is chosen."""
    item = catalogue.item(design.catalogue_code) if design.catalogue_code else None
    return {"item": item, "price": price_words(item)} if item else {}


def left_in_source(design: Design) -> str:
    """What the source chosen has for this project, in words; empty without one."""
    if design.purse is None:
        return ""
    return rules.yuan(ledger.available(design.purse, design.catalogue_code, design.project.place))


def row_of(index: int, line: Line, found: BudgetCheck, tried: bool, known: References) -> Row:
    row = Row(index, line, rules.percent(found.sums.share(line.amount)), price_note=words(line, known))
    row.reference = "" if row.price_note else reference(line.category, known)
    for finding in found.stops:
        if not finding.field.startswith(f"lines-{index}-"):
            continue
        if finding.code == "basis" and tried:
            row.basis_error = str(finding.remedy)
        elif finding.code in Category.values:
            limits = {**found.limits.categories, Category.WAGES: found.limits.wage_ceiling}
            most = limits.get(finding.code, found.limits.management)
            row.amount_note = _("超过上限 %(most)s") % {"most": rules.percent(most)}
    return row


def gap_words(sums: rules.Sums) -> str:
    if sums.budget is None or not sums.gap:
        return ""
    if sums.gap > 0:
        return _("比预算少 %(gap)s") % {"gap": rules.yuan(sums.gap)}
    return _("比预算多 %(gap)s") % {"gap": rules.yuan(-sums.gap)}


def gauge_of(found: BudgetCheck) -> dict[str, Any]:
    """What the gauge of staff cost shows."""
    sums, limits = found.sums, found.limits
    share = sums.share(sums.staff)
    over = share - limits.wage_guide
    whole = sums.budget or sums.total
    return {
        "value": rules.percent(share).rstrip("%"),
        "guide": f"{limits.wage_guide.normalize():f}",
        "ceiling": f"{limits.wage_ceiling.normalize():f}",
        "basis": f"{rules.yuan(sums.staff)} ÷ {rules.yuan(whole)}" if whole else "",
        "state": "stop" if share > limits.wage_ceiling else "watch" if over > 0 else "good",
        "over": f"{max(over, Decimal(0)).quantize(Decimal('0.1')):f}",
        "clause": chip(found.wages.citation or limits.citations.get("wage_guide")),
        "finding": found.wages,
    }
