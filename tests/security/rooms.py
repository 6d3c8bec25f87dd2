"""Samples of the pages about money."""

from linli.flow.s4_delivery.models import PaymentBatch
from linli.foundations.funds.models import (
    Account,
    BankAccount,
    BankLine,
    BankMatch,
    Budget,
    Earmark,
    FundSource,
    Pool,
    Posting,
    Transfer,
)
from tests.security.finding import Sample, fixed, pk, pk_rather
from tests.security.world import NOW

BY_NAME: dict[str, Sample] = {
    "funds:account": pk(Account),
    "funds:posting": pk(Posting),
    "funds:transfer_shown": pk(Transfer),
    **dict.fromkeys(("funds:budget", "funds:budget_amend"), pk(Budget)),
    **dict.fromkeys(("funds:put_in", "funds:take_out"), pk_rather(Pool, year=NOW.year)),
    "funds:close": fixed(year=NOW.year),
    **dict.fromkeys(("funds:bank_account", "funds:bank_import"), pk(BankAccount)),
    "funds:bank_match": pk_rather(BankLine, matches__isnull=True),
    "funds:bank_unmatch": pk(BankMatch),
    "funds:earmark": pk_rather(Earmark, source__year=NOW.year),
    "delivery:batch_paid": pk(PaymentBatch),
    **dict.fromkeys(("funds:set_aside", "funds:transfer"), pk_rather(FundSource, year=NOW.year)),
    **dict.fromkeys(("funds:carry_over", "funds:take_back"), pk_rather(FundSource, year=NOW.year - 1)),
}
