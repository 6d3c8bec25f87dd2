"""The ledger as a table, one line an entry, for spreadsheets."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundations.funds.models import Entry
from linli.ui.excel import safe

BOM = "\ufeff"


def rows() -> Iterator[list[Any]]:
    """The heading, then every entry in the order in which it was posted."""
    yield [
        _("记账号"), _("入账日期"), _("记账时间"), _("类别"), _("说明"), _("科目编码"), _("资金来源"), _("年度"), _("阶段"),
        _("资金池"), _("专用"), _("项目"), _("金额（元）"), _("余额（元）"), _("序号"), _("留痕号"), _("办理单位"),
    ]  # fmt: skip
    found = Entry.objects.select_related(
        "posting__organisation", "account__pool", "account__earmark", "account__source"
    ).order_by("posting_id", "pk")
    for entry in found.iterator(5000):
        posting, account = entry.posting, entry.account
        yield [
            entry.posting_id, posting.effective_on, timezone.localtime(posting.posted_at), posting.get_kind_display(),
            posting.note, account.code, account.source.name, account.year, account.get_stage_display(),
            str(account.pool or ""), str(account.earmark or ""), posting.project_key or "", entry.amount, entry.balance,
            entry.sequence, posting.event_id or "", str(posting.organisation or ""),
        ]  # fmt: skip


def csv_lines() -> Iterator[str]:
    """The same as CSV in UTF-8 with the mark that Excel wants; texts that a spreadsheet could run are kept from it."""
    yield BOM
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows():
        writer.writerow([value if _is_number(value) else safe(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _is_number(value: Any) -> bool:
    return not isinstance(value, str)
