"""Does the ledger add up? What `linli manage audit` asks of this room.

Balances are the sums of their entries, every chain of running balances is unbroken, every posting balances source by
source, no account is below its floor, and what a reversal or a settlement undoes is there. Each fault is a sentence.
"""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import hooks
from linli.kernel.audit import Check, rows
from linli.kernel.errors import Text

CHECKS: tuple[tuple[str, Text, Text, str], ...] = (
    (
        "funds.balances",
        gettext_lazy("各科目余额等于分录之和"),
        gettext_lazy("科目 %(what)s 的余额与分录之和不符"),
        "SELECT a.code FROM funds_account a LEFT JOIN funds_entry e ON e.account_id = a.id"
        " GROUP BY a.id HAVING a.balance <> COALESCE(sum(e.amount), 0) OR a.sequence <> count(e.id)",
    ),
    (
        "funds.chains",
        gettext_lazy("各科目的逐笔余额连续"),
        gettext_lazy("科目 %(what)s 的逐笔余额不连续"),
        "SELECT code || ' #' || sequence FROM (SELECT a.code, e.sequence, e.amount, e.balance,"
        " lag(e.balance, 1, 0) OVER chain AS before, lag(e.sequence, 1, 0::bigint) OVER chain AS previous"
        " FROM funds_entry e JOIN funds_account a ON a.id = e.account_id"
        " WINDOW chain AS (PARTITION BY e.account_id ORDER BY e.sequence)) AS links"
        " WHERE balance <> before + amount OR sequence <> previous + 1",
    ),
    (
        "funds.postings",
        gettext_lazy("每笔记账按资金来源借贷相等"),
        gettext_lazy("记账 %(what)s 不平衡"),
        "SELECT DISTINCT posting_id::text FROM funds_entry GROUP BY posting_id, source_id HAVING sum(amount) <> 0",
    ),
    (
        "funds.whole",
        gettext_lazy("每笔记账的分录齐全"),
        gettext_lazy("记账 %(what)s 的分录数不符"),
        "SELECT p.id::text FROM funds_posting p LEFT JOIN funds_entry e ON e.posting_id = p.id"
        " GROUP BY p.id HAVING count(e.id) <> p.size OR p.size < 2",
    ),
    (
        "funds.floors",
        gettext_lazy("没有科目低于限额"),
        gettext_lazy("科目 %(what)s 低于限额"),
        "SELECT code FROM funds_account WHERE balance < floor",
    ),
    (
        "funds.sources",
        gettext_lazy("分录与科目属于同一资金来源"),
        gettext_lazy("分录 %(what)s 的资金来源与科目不符"),
        "SELECT e.id::text FROM funds_entry e JOIN funds_account a ON a.id = e.account_id"
        " WHERE e.source_id <> a.source_id",
    ),
    (
        "funds.transit",
        gettext_lazy("在途的划转与审批状态一致"),
        gettext_lazy("资金划转 %(what)s 的在途记账没有了结"),
        "SELECT t.id::text FROM funds_transfer t LEFT JOIN funds_posting s ON s.settles_id = t.sent_id"
        " WHERE (t.state = 'in_approval') = (s.id IS NOT NULL)",
    ),
)


@hooks.on("audit.checks")
def checks() -> list[Check]:
    """What must be so of the ledger."""
    return [Check(name, says, partial(_told, words, query)) for name, says, words, query in CHECKS]


def faults() -> Iterator[str]:
    """Every fault of the ledger in a sentence; nothing when it adds up."""
    for check in checks():
        yield from check.faults()


def _told(words: Text, query: str) -> Iterator[str]:
    for (what,) in rows(query):
        yield _("资金账：") + str(words) % {"what": what}
