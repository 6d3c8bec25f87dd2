"""Reading the ledger: statements, trial balance, flows, burn-down, budget against actual. Nothing here writes."""

from linli.foundations.funds.queries.budgets import BudgetRow, against_actual
from linli.foundations.funds.queries.flows import Flow, Month, burn_down, flows, trail
from linli.foundations.funds.queries.statements import Statement, statement
from linli.foundations.funds.queries.trial import Side, TrialBalance, trial_balance

__all__ = [
    "BudgetRow",
    "Flow",
    "Month",
    "Side",
    "Statement",
    "TrialBalance",
    "against_actual",
    "burn_down",
    "flows",
    "statement",
    "trail",
    "trial_balance",
]
