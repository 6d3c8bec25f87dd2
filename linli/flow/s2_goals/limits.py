"""What the rule book allows a project today, read once for all checks of a page or a submission."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from linli.flow.s2_goals.rules import Limits, method_for
from linli.flow.s2_goals.states import Category
from linli.flow.thread.models import Method
from linli.foundations.rulebook import book


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which budget (yuan) which method is required."""

    open_tender: Decimal
    consultation: Decimal
    citations: dict[str, dict[str, Any]]

    def required(self, budget: Decimal) -> Method:
        return method_for(budget, self.open_tender, self.consultation)

    def citation(self, method: str) -> dict[str, Any]:
        return self.citations["open_tender" if method == Method.OPEN_TENDER else "consultation"]


def budget_limits() -> Limits:
    """Guide and ceilings in percent of the budget (资金管理办法)."""
    return Limits(
        wage_guide=Decimal(book.value("wage.guide_percent")),
        wage_ceiling=Decimal(book.value("wage.ceiling_percent")),
        management=Decimal(book.value("budget.management_percent")),
        citations={
            "wage_guide": book.citation("wage.guide_percent"),
            "wage_ceiling": book.citation("wage.ceiling_percent"),
            "management": book.citation("budget.management_percent"),
            "categories": book.citation("budget.category_percent"),
        },
        categories={name: Decimal(most) for name, most in book.value("budget.category_percent").items()},
    )


def uses() -> list[tuple[str, str]]:
    """What each cost category may be used for: (category in words, uses)."""
    return [(str(Category(name).label), str(words)) for name, words in book.value("budget.uses").items()]


def thresholds() -> Thresholds:
    """Thresholds of the purchase methods."""
    return Thresholds(
        open_tender=Decimal(book.value("method.open_tender_from")),
        consultation=Decimal(book.value("method.consultation_from")),
        citations={
            "open_tender": book.citation("method.open_tender_from"),
            "consultation": book.citation("method.consultation_from"),
        },
    )


def term_years(is_stable: bool) -> tuple[int, dict[str, Any]]:
    """The longest service period in years: one, or three where budget and content are stable (102号令 24)."""
    name = "contract.term_years_stable" if is_stable else "contract.term_years"
    return int(book.value(name)), book.citation(name)
