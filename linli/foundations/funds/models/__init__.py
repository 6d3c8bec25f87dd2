"""The tables of the funds: sources, the accounts of the double-entry ledger, what is set aside and held."""

from linli.foundations.funds.models.account import Account, Stage
from linli.foundations.funds.models.bank import BankAccount, BankLine, BankMatch, BankStatement
from linli.foundations.funds.models.budget import Budget, BudgetLine
from linli.foundations.funds.models.entry import Entry, Posting, PostingKind
from linli.foundations.funds.models.holding import Reservation
from linli.foundations.funds.models.setting_aside import Earmark, EarmarkKind, Pool
from linli.foundations.funds.models.source import OVERSEERS, FundSource, SourceKind
from linli.foundations.funds.models.transfer import Refund, Transfer, TransferState
from linli.foundations.funds.models.year import FundYear

__all__ = [
    "OVERSEERS",
    "Account",
    "BankAccount",
    "BankLine",
    "BankMatch",
    "BankStatement",
    "Budget",
    "BudgetLine",
    "Earmark",
    "EarmarkKind",
    "Entry",
    "FundSource",
    "FundYear",
    "Pool",
    "Posting",
    "PostingKind",
    "Refund",
    "Reservation",
    "SourceKind",
    "Stage",
    "Transfer",
    "TransferState",
]
