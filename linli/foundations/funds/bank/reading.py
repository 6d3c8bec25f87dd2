"""From the rows of a bank's export to lines. All rows or none: every wrong row is named."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from linli.foundations.funds.bank import columns as headings
from linli.foundations.funds.bank.columns import Columns
from linli.kernel.errors import Refusal, Refusals

MOST_FAULTS = 20
OUT = ("借", "支", "付", "出", "D")
TOTALS = ("合计", "小计", "总计", "累计")
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the bank tells it; money out is below zero."""

    on: date
    amount: Decimal
    balance: Decimal | None
    counterparty: str
    summary: str
    reference: str
    nth: int

    @property
    def fingerprint(self) -> str:
        """What the line says; `nth` tells equal lines of one file apart."""
        told = (self.on, self.amount, self.balance, self.counterparty, self.summary, self.reference, self.nth)
        return hashlib.sha256("\x1f".join(str(part) for part in told).encode()).hexdigest()


def read(rows: Sequence[Sequence[str]], remembered: Mapping[str, str] | None = None) -> list[Line]:
    """The lines of an export, in its order. Raises Refusal(s) naming the rows that cannot be read."""
    number, columns = headings.find(rows, remembered or {})
    lines, faults, seen = [], [], Counter[tuple[object, ...]]()
    for row_number, row in enumerate(rows[number + 1 :], start=number + 2):
        if _is_no_line(row, columns):
            continue
        try:
            parts = _parts(row, columns)
        except Refusal as refusal:
            faults.append(_at(refusal, row_number))
            continue
        lines.append(Line(*parts, nth=seen[parts]))
        seen[parts] += 1
    if faults:
        raise Refusals(
            _("对账单有 %(count)d 行读不出来，没有导入任何一行") % {"count": len(faults)}, each=faults[:MOST_FAULTS]
        )
    if not lines:
        raise Refusal(_("对账单里没有明细。"), remedy=_("请从网银重新导出包含明细的对账单。"), field="file")
    return lines


def _at(refusal: Refusal, row: int) -> Refusal:
    words = _("第 %(row)d 行：%(message)s") % {"row": row, "message": refusal.message}
    return Refusal(words, remedy=refusal.remedy, field="file")


def _is_no_line(row: Sequence[str], columns: Columns) -> bool:
    """An empty row, or a total at the end of a page."""
    if not any(cell.strip() for cell in row):
        return True
    return any(cell.strip().startswith(TOTALS) for cell in row) and not _DAY.match(_cell(row, columns, "on"))


def _parts(row: Sequence[str], columns: Columns) -> tuple[date, Decimal, Decimal | None, str, str, str]:
    balance = _cell(row, columns, "balance")
    summary = " ".join(dict.fromkeys(filter(None, (_at_place(row, place) for place in columns.get("summary", ())))))
    return (
        _day(_cell(row, columns, "on")),
        _signed(row, columns),
        _amount(balance) if balance else None,
        _cell(row, columns, "counterparty")[:120],
        summary[:300],
        _cell(row, columns, "reference")[:80],
    )


def _signed(row: Sequence[str], columns: Columns) -> Decimal:
    out, into = (_cell(row, columns, name) for name in ("out", "in"))
    amounts = [_amount(text) for text in (out, into) if text]
    if len(amounts) == 2 and all(amounts):
        raise Refusal(_("收入和支出都有金额。"), remedy=_("一行只能是收入或支出。"))
    if out and _amount(out):
        return -abs(_amount(out)) if _amount(out) > 0 else abs(_amount(out))
    if into and _amount(into):
        return _amount(into)
    amount = _amount(_cell(row, columns, "amount") or "0")
    if not amount:
        raise Refusal(_("没有金额。"), remedy=_("请核对这一行的收入、支出。"))
    side = _cell(row, columns, "side")
    return -abs(amount) if side and side.upper().startswith(OUT) else amount


def _day(text: str) -> date:
    found = _DAY.match(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise Refusal(_("“%(text)s”不是日期。") % {"text": text[:20]}, remedy=_("日期应如 2026-07-01。"))


def _amount(text: str) -> Decimal:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("¥", "").replace("元", "").strip()
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise Refusal(_("“%(text)s”不是金额。") % {"text": text[:20]}, remedy=_("金额应如 12,000.00。")) from None
    if amount != amount.quantize(Decimal("0.01")):
        raise Refusal(_("金额 %(text)s 超过两位小数。") % {"text": text[:20]}, remedy=_("请核对是否选错了列。"))
    return amount.quantize(Decimal("0.01"))


def _cell(row: Sequence[str], columns: Columns, name: str) -> str:
    places = columns.get(name)
    return _at_place(row, places[0]) if places else ""


def _at_place(row: Sequence[str], place: int) -> str:
    return unicodedata.normalize("NFKC", row[place]).strip() if place < len(row) else ""
