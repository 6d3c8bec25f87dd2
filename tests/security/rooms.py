"""Samples of money, of the catalogue's batches and supplements, and of admissions."""

from linli.foundations.admission.models import Admission, Opinion, Report
from linli.foundations.catalogue.models import Batch, Supplement
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
)
from tests.security.finding import Arguments, Sample, fixed, named, one, pk, pk_rather
from tests.security.world import NOW


def item_of_draft() -> tuple[Arguments, Batch]:
    batch = one(Batch, state="draft")
    return {"pk": batch.pk, "code": batch.items.order_by("code")[0].code}, batch


DRAFT = pk_rather(Batch, state="draft")
BY_NAME: dict[str, Sample] = {
    "funds:account": pk(Account),
    "funds:posting": pk(Posting),
    **dict.fromkeys(("funds:budget", "funds:budget_amend"), pk(Budget)),
    **dict.fromkeys(("funds:put_in", "funds:take_out"), pk_rather(Pool, year=NOW.year)),
    "funds:close": fixed(year=NOW.year),
    **dict.fromkeys(("funds:bank_account", "funds:bank_import"), pk(BankAccount)),
    "funds:bank_match": pk_rather(BankLine, matches__isnull=True),
    "funds:bank_unmatch": pk(BankMatch),
    "funds:earmark": pk_rather(Earmark, source__year=NOW.year),
    **dict.fromkeys(("funds:set_aside", "funds:transfer"), pk_rather(FundSource, year=NOW.year)),
    **dict.fromkeys(("funds:carry_over", "funds:take_back"), pk_rather(FundSource, year=NOW.year - 1)),
    **dict.fromkeys(
        (
            "catalogue:batch",
            "catalogue:batch_describe",
            "catalogue:batch_import",
            "catalogue:batch_submit",
            "catalogue:batch_item_new",
        ),
        DRAFT,
    ),
    "catalogue:batch_issue": pk_rather(Batch, state="approved"),
    "catalogue:batch_end": pk_rather(Batch, state="issued"),
    **dict.fromkeys(("catalogue:batch_item", "catalogue:batch_item_drop"), item_of_draft),
    **dict.fromkeys(
        ("catalogue:supplement", "catalogue:supplement_revise", "catalogue:supplement_submit"),
        pk_rather(Supplement, state="returned"),
    ),
    **dict.fromkeys(
        ("catalogue:supplement_withdraw", "catalogue:supplement_judge"), pk_rather(Supplement, state="in_approval")
    ),
    "catalogue:supplement_include": pk_rather(Supplement, state="approved"),
    **dict.fromkeys(
        ("admission:admission", "admission:describe", "admission:shares", "admission:submit"),
        pk_rather(Admission, state="draft"),
    ),
    "admission:withdraw": pk_rather(Admission, state="consulting"),
    "admission:issue": pk_rather(Admission, state="approved"),
    **dict.fromkeys(("admission:renew", "admission:revoke"), pk_rather(Admission, state="in_force")),
    "admission:acknowledge": pk_rather(Admission, state="revoked"),
    "admission:opinion": pk_rather(Opinion, state="asked"),
    "admission:report": pk_rather(Report, state="filed"),
    "admission:report_answer": pk(Report, state="filed", department__memberships__person__username="bumen"),
    "admission:report_decide": pk_rather(Report, state="answered"),
    "admission:report_close": pk_rather(Report, state="decided"),
    "admission:one": named(Admission, "number", state="in_force"),
}
