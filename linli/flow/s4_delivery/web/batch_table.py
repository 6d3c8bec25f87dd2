"""The treasury's vouchers as a table (Excel or CSV): one to fill in, and what was filled in, every wrong row named."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s4_delivery.actions.batch import LEAST_VOUCHER, Voucher
from linli.flow.s4_delivery.models import Payment
from linli.kernel.errors import Refusal, Refusals
from linli.kernel.money import parse_yuan

MOST_FAULTS = 50
AMOUNT = 4
"""The place of the amount in a row."""
Row = tuple[int, str, str, str]
"""Its place in the table, the payment's number, the amount, the voucher; as typed."""


def heads() -> list[str]:
    """The headings. The first and the last are read back; an amount that is there must be the payment's own."""
    return [_("支付编号"), _("采购人"), _("项目"), _("收款单位"), _("金额（元）"), _("支付期限"), _("支付凭证号")]


def sheet(payments: Iterable[Payment]) -> list[list[Any]]:
    """The payments as rows, with their vouchers where they are paid."""
    return [list(heads())] + [
        [p.number, p.project.purchaser.name, p.project.title, p.provider.name, p.amount, p.due_at, p.voucher]
        for p in payments
    ]


def vouchers(rows: Sequence[Sequence[str]]) -> list[Voucher]:
    """What a filled-in table says; rows without a voucher are not paid. Raises Refusals that name the rows."""
    wanted = heads()
    start = next((n for n, row in enumerate(rows) if [c.strip() for c in row[: len(wanted)]] == wanted), None)
    if start is None:
        raise Refusal(
            _("没有找到表头：%(heads)s。") % {"heads": "、".join(wanted)},
            remedy=_("请下载待支付表，在“支付凭证号”一列填写。"),
            field="file",
        )
    typed = _typed(rows[start + 1 :], start + 2)
    known = {p.number: p for p in Payment.objects.filter(number__in={one[1] for one in typed}).only("number", "amount")}
    made: dict[int, Voucher] = {}
    faults: list[Refusal] = []
    for one in typed:
        wrong = _wrong(one, known.get(one[1]), made)
        if wrong:
            faults.append(Refusal(_("第 %(row)d 行：%(what)s") % {"row": one[0], "what": wrong}, field="file"))
        else:
            made[known[one[1]].pk] = Voucher(known[one[1]].pk, one[3])
    if faults:
        raise Refusals(
            _("有 %(count)d 行有错，没有采用任何一行") % {"count": len(faults)}, each=faults[:MOST_FAULTS], field="file"
        )
    return list(made.values())


def _typed(rows: Sequence[Sequence[str]], first: int) -> list[Row]:
    """The rows with a voucher; `first` is the place of the first row in the table."""
    last = len(heads()) - 1
    return [
        (place, row[0].strip(), row[AMOUNT].strip(), row[last].strip())
        for place, row in enumerate(rows, start=first)
        if len(row) > last and row[last].strip()
    ]


def _wrong(row: Row, payment: Payment | None, made: dict[int, Voucher]) -> str:
    """What is wrong with a row, in words; empty where nothing is."""
    _place, number, amount, voucher = row
    if payment is None:
        return _("没有编号为“%(number)s”的支付。") % {"number": number[:40]}
    if payment.pk in made:
        return _("%(number)s 在表中重复。") % {"number": number}
    if not LEAST_VOUCHER <= len(voucher) <= Payment._meta.get_field("voucher").max_length:  # type: ignore[operator]
        return _("%(number)s 的支付凭证号应为 %(least)d 至 40 个字。") % {"number": number, "least": LEAST_VOUCHER}
    return _other_amount(payment, amount) if amount else ""


def _other_amount(payment: Payment, typed: str) -> str:
    """Who changes the amount in the table would have the treasury pay another sum than was approved."""
    try:
        if parse_yuan(typed) == payment.amount:
            return ""
    except Refusal as refusal:
        return f"{payment.number}：{refusal.message}"
    words = {"number": payment.number, "typed": typed[:30], "amount": f"{payment.amount:,.2f}"}
    return _("%(number)s 在表中的金额是 %(typed)s，批准的是 %(amount)s 元；批准的金额不能在表中改。") % words
