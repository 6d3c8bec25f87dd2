"""The treasury's vouchers as a table (Excel or CSV): one to fill in, and what was filled in, every wrong row named."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s4_delivery.actions.batch import LEAST_VOUCHER, Voucher
from linli.flow.s4_delivery.models import Payment
from linli.kernel.errors import Refusal, Refusals

MOST_FAULTS = 50


def heads() -> list[str]:
    """The headings; the first and the last are read back."""
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
    typed = [(n, row[0].strip(), row[len(wanted) - 1].strip() if len(row) >= len(wanted) else "")
             for n, row in enumerate(rows[start + 1 :], start=start + 2) if any(row)]  # fmt: skip
    typed = [one for one in typed if one[2]]
    keys = dict(Payment.objects.filter(number__in={number for _row, number, _v in typed}).values_list("number", "pk"))
    made: dict[int, Voucher] = {}
    faults: list[Refusal] = []
    for row, number, voucher in typed:
        wrong = _wrong(number, voucher, keys, made)
        if wrong:
            faults.append(Refusal(_("第 %(row)d 行：%(what)s") % {"row": row, "what": wrong}, field="file"))
        else:
            made[keys[number]] = Voucher(keys[number], voucher)
    if faults:
        raise Refusals(
            _("有 %(count)d 行有错，没有采用任何一行") % {"count": len(faults)}, each=faults[:MOST_FAULTS], field="file"
        )
    return list(made.values())


def _wrong(number: str, voucher: str, keys: dict[str, int], made: dict[int, Voucher]) -> str:
    if number not in keys:
        return _("没有编号为“%(number)s”的支付。") % {"number": number[:40]}
    if keys[number] in made:
        return _("%(number)s 在表中重复。") % {"number": number}
    if not LEAST_VOUCHER <= len(voucher) <= Payment._meta.get_field("voucher").max_length:  # type: ignore[operator]
        return _("%(number)s 的支付凭证号应为 %(least)d 至 40 个字。") % {"number": number, "least": LEAST_VOUCHER}
    return ""
