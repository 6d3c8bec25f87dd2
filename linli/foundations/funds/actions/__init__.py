"""The verbs of money itself; what projects do with it is in ledger.py."""

from linli.foundations.funds.actions.bank import import_statement, match, open_account, unmatch
from linli.foundations.funds.actions.budgets import adopt_budget, amend_budget
from linli.foundations.funds.actions.earmarks import change as change_earmark
from linli.foundations.funds.actions.earmarks import set_aside
from linli.foundations.funds.actions.pools import create_pool, put_in, take_out
from linli.foundations.funds.actions.refunds import refund
from linli.foundations.funds.actions.sources import adjust, attach, create
from linli.foundations.funds.actions.transfers import request as request_transfer
from linli.foundations.funds.actions.years import carry_over, close, take_back

__all__ = [
    "adjust",
    "adopt_budget",
    "amend_budget",
    "attach",
    "carry_over",
    "change_earmark",
    "close",
    "create",
    "create_pool",
    "import_statement",
    "match",
    "open_account",
    "put_in",
    "refund",
    "request_transfer",
    "set_aside",
    "take_back",
    "take_out",
    "unmatch",
]
