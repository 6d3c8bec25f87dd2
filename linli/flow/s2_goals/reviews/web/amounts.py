"""What the budget page tells while an amount is typed: the chain it needs, the experts, and a method that it changes."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s2_goals import limits as law
from linli.flow.s2_goals import rules
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import chain, checks
from linli.foundations.rulebook import book


def of_amount(design: Design, budget: Decimal | None) -> dict[str, Any]:
    """Asked before the typed amount is put into the design: `method_told` compares it with the saved one."""
    with book.of(design):
        return {
            "stages": chain.stages(design.project, budget),
            "opinions_needed": int(book.value("feasibility.experts")) if checks.is_required(budget) else 0,
            "method_told": method_moved(design, budget),
        }


def method_moved(design: Design, budget: Decimal | None) -> str:
    """That a changed budget crosses a threshold, in words; empty while it does not, or nothing was saved before."""
    if design.budget is None or budget is None:
        return ""
    bounds = law.thresholds()
    before, after = bounds.required(design.budget), bounds.required(budget)
    if before == after:
        return ""
    return _("预算由 %(old)s改为 %(new)s，按限额应当采用的方式由“%(before)s”变为“%(after)s”。") % {
        "old": rules.yuan(design.budget),
        "new": rules.yuan(budget),
        "before": before.label,
        "after": after.label,
    }
