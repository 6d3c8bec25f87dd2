"""Reading the ledger: statements, trial balance, groups and drill-down, budget against actual. Nothing here writes."""

from linli.foundations.funds.queries.budgets import BudgetRow, against_actual
from linli.foundations.funds.queries.committed import SourceShare, shares
from linli.foundations.funds.queries.groups import (
    GROUPS,
    Row,
    accounts,
    by_stage,
    chosen,
    grouped,
    left_by_month,
    name_of,
    total,
    ways,
    years,
)
from linli.foundations.funds.queries.quotas import quotas
from linli.foundations.funds.queries.statements import Statement, counterparts, statement, window
from linli.foundations.funds.queries.trails import trail
from linli.foundations.funds.queries.trial import Side, TrialBalance, trial_balance

__all__ = [
    "GROUPS",
    "BudgetRow",
    "Row",
    "Side",
    "SourceShare",
    "Statement",
    "TrialBalance",
    "accounts",
    "against_actual",
    "by_stage",
    "chosen",
    "counterparts",
    "grouped",
    "left_by_month",
    "name_of",
    "quotas",
    "shares",
    "statement",
    "total",
    "trail",
    "trial_balance",
    "ways",
    "window",
    "years",
]
