"""Which column of a bank's export means what, by the headings that banks use."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.places.sheets import head_of
from linli.kernel.errors import Refusal

HEADINGS: dict[str, tuple[str, ...]] = {
    "on": ("交易日期", "记账日期", "入账日期", "交易时间", "交易日", "记账日", "日期"),
    "out": ("借方发生额", "借方金额", "支出金额", "转出金额", "付款金额", "支取金额", "支出", "借方", "转出"),
    "in": ("贷方发生额", "贷方金额", "收入金额", "转入金额", "收款金额", "存入金额", "收入", "贷方", "转入"),
    "amount": ("交易金额", "发生额", "金额"),
    "side": ("借贷标志", "借贷方向", "收支标志", "收支方向", "收/支", "借/贷", "借贷"),
    "counterparty": ("对方户名", "对方单位名称", "对方单位", "对方账户名称", "对方名称", "交易对手名称", "交易对手", "收付方名称", "收款人名称"),
    "summary": ("摘要", "用途", "附言", "备注", "交易摘要", "交易附言"),
    "reference": ("交易流水号", "流水号", "核心流水号", "交易序号", "凭证号码", "凭证号", "业务编号"),
    "balance": ("账户余额", "本次余额", "余额"),
}  # fmt: skip
"""On a bank's statement 借 (debit) is money out of the account and 贷 (credit) is money into it."""
LABELS = {
    "on": gettext_lazy("交易日期"),
    "out": gettext_lazy("支出金额"),
    "in": gettext_lazy("收入金额"),
    "amount": gettext_lazy("交易金额"),
    "side": gettext_lazy("收支标志"),
    "counterparty": gettext_lazy("对方户名"),
    "summary": gettext_lazy("摘要"),
    "reference": gettext_lazy("流水号"),
    "balance": gettext_lazy("余额"),
}
FIRST_ROWS = 30
Columns = dict[str, list[int]]


def find(rows: Sequence[Sequence[str]], remembered: Mapping[str, str]) -> tuple[int, Columns]:
    """The row of the headings and the columns by meaning. Raises Refusal, naming what is missing and what is there."""
    head = head_of(rows, {**HEADINGS, **{name: (own,) for name, own in remembered.items() if own}}, FIRST_ROWS)
    columns = {name: list(at if name == "summary" else at[:1]) for name, at in head.places.items()}
    has_amount = "amount" in columns or {"in", "out"} & set(columns)
    if "on" in columns and has_amount:
        return head.row, columns
    there = "、".join(cell for cell in rows[head.row] if cell.strip())[:200] if rows else ""
    raise Refusal(
        _("没有找到“交易日期”和金额这几列；文件的列名是：%(there)s。") % {"there": there or _("（空）")},
        remedy=_("请指定哪一列是交易日期、收入、支出；系统会记住这个账户的对应关系。"),
        field="file",
        code="bank_columns",
    )
