"""Budget lines as a sheet: written for download, and read strictly, each bad cell named."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from linli.flow.s2_goals.rules import Line
from linli.flow.s2_goals.states import Category
from linli.foundations.places.divisions.faults import Fault, bad_file, whole_file
from linli.foundations.places.sheets import Head, body_of, head_of

COLUMNS = {
    "category": "科目",
    "basis": "测算依据",
    "unit_price": "单价（元）",
    "quantity": "数量",
    "unit": "单位",
}
"""The head of each value: the sheet's own format, in Chinese whatever the reader's language."""
SUMS = ("合计", "总计", "小计")
KEYS = {str(label): str(key) for key, label in Category.choices}


def rows_of(lines: Iterable[Line]) -> list[list[Any]]:
    """The sheet of these lines, its head first; with an amount for the reader, which is not read again."""
    labels = dict(Category.choices)
    made = [
        [str(labels[Category(one.category)]), one.basis, one.unit_price, one.quantity, one.unit, one.amount]
        for one in lines
    ]
    return [[*COLUMNS.values(), "金额（元）"], *made]


def lines_from(file: str, rows: Sequence[Sequence[str]], form: type[forms.Form]) -> list[Line]:
    """The lines of a sheet whose head is among its first rows, each checked by the page's own form. Empty rows and sums are
    passed over. Raises BadFile with every bad cell."""
    head = _head(file, rows)
    made: list[Line] = []
    faults: list[Fault] = []
    for number, row in body_of(rows, head):
        cells = {key: head.cell(row, key) for key in COLUMNS}
        if not any(cells.values()) or cells["category"].replace(" ", "") in SUMS:
            continue
        cells["category"] = KEYS.get(cells["category"], cells["category"])
        checked = form(cells)
        if checked.is_valid():
            made.append(Line(*(checked.cleaned_data[key] for key in COLUMNS)))
        faults += [_fault(file, number, name, cells, errors) for name, errors in checked.errors.items()]
    if faults:
        raise bad_file(faults)
    if not made:
        raise whole_file(file, _("表头下面没有数据行。"), _("请填写后重新导入。"))
    return made


def _head(file: str, rows: Sequence[Sequence[str]]) -> Head:
    head = head_of(rows, COLUMNS)
    if head.missing(*COLUMNS):
        heads = "、".join(COLUMNS.values())
        raise whole_file(file, _("前 6 行没有完整的表头。"), _("表头应为：%s。请下载模板填写。") % heads)
    return head


def _fault(file: str, number: int, name: str, cells: dict[str, str], errors: Iterable[Any]) -> Fault:
    if name == "category":
        what = _("没有“%s”这个科目。") % cells[name] if cells[name] else _("没有填写科目。")
        return Fault(file, number, COLUMNS[name], what, _("可用的科目：%s。") % "、".join(KEYS))
    return Fault(file, number, COLUMNS.get(name, ""), " ".join(str(one) for one in errors), "")
