"""A sheet of items: its columns, and from its cells to items. Every bad cell is named; full-width digits are read and said.

Merged cells: a merge down one of the columns of the upper levels (一级, 二级) means the same for every row and is filled
down; any other is ambiguous and refused by its address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from linli.foundations.catalogue.states import Served
from linli.foundations.catalogue.values import ALL_BUYERS, ItemValues, disagreements, wrongs
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.divisions.faults import Fault, bad_file, whole_file
from linli.foundations.places.sheets import Head, body_of, head_of
from linli.ui.forms import to_ascii_digits

COLUMNS: dict[str, str] = {
    "section_code": "一级编号", "section": "一级目录", "field_code": "二级编号", "field": "二级目录",
    "code": "目录编号", "name": "服务名称", "content": "服务内容", "unit": "计量单位",
    "price_from": "参考价下限（元）", "price_to": "参考价上限（元）", "basis": "参考价依据", "standard": "服务标准",
    "standard_clause": "标准所在条款", "buyers": "购买主体", "served": "服务对象", "providers": "承接主体", "notes": "备注",
}  # fmt: skip
"""The column of each value. The heads are the sheet's own format, in Chinese whatever the reader's language."""
NEEDED = ("section_code", "section", "field_code", "field", "code", "name", "unit", "price_from", "price_to")
UPPER = ("section_code", "section", "field_code", "field")
PLAIN = ("section_code", "field_code", "code", "price_from", "price_to")
"""Columns whose full-width letters and digits are read as plain ones."""
LONGEST = {
    "code": 20, "name": 80, "section_code": 20, "section": 40, "field_code": 20, "field": 40, "content": 500,
    "unit": 20, "basis": 200, "standard": 1000, "standard_clause": 80, "notes": 300,
}  # fmt: skip
MOST = Decimal("99999999999999.99")


@dataclass
class Read:
    """What was read: the items in the order of their rows, and what was read otherwise than written."""

    items: list[ItemValues] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def items_from(file: str, rows: Sequence[Sequence[Any]], others: Sequence[ItemValues] = ()) -> Read:
    """The items of a sheet whose head is among its first rows. Raises BadFile with every bad cell."""
    head = _head(file, rows)
    body = body_of(rows, head)
    if not body:
        raise whole_file(file, _("表头下面没有数据行。"), _("请填写后重新导入。"))
    read, faults, numbers = Read(), [], []
    for number, row in body:
        cells = {name: head.cell(row, name) for name in COLUMNS}
        bad = _normalise(file, number, cells, read.notes)
        item = None if bad else _item(cells)
        bad += [] if item is None else [_fault(file, number, one.field, one.what, one.remedy) for one in wrongs(item)]
        faults += bad
        if item is not None and not bad:
            read.items.append(item)
            numbers.append(number)
    mine = {item.code for item in read.items}
    kept = [one for one in others if one.code not in mine]
    for index, wrong in disagreements([*kept, *read.items]):
        if index >= len(kept):
            faults.append(_fault(file, numbers[index - len(kept)], wrong.field, wrong.what, wrong.remedy))
    if faults:
        raise bad_file(sorted(faults, key=lambda one: one.row))
    return read


def _fault(file: str, number: int, name: str, what: str, remedy: str) -> Fault:
    return Fault(file, number, COLUMNS.get(name, name), what, remedy)


def _head(file: str, rows: Sequence[Sequence[Any]]) -> Head:
    """Where the head stands, and each value's column."""
    head = head_of(rows, COLUMNS)
    if head.missing("code", "name"):
        raise whole_file(
            file, _("前 6 行没有表头。"), _("请下载模板，用模板的表头：%s。") % "、".join(COLUMNS.values())
        )
    missing = [COLUMNS[name] for name in head.missing(*NEEDED)]
    if missing:
        what = _("第 %(row)s 行没有“%(columns)s”列。") % {"row": head.row + 1, "columns": "、".join(missing)}
        raise whole_file(file, what, _("请下载模板，用模板的表头。"))
    return head


def _normalise(file: str, number: int, cells: dict[str, str], notes: list[str]) -> list[Fault]:
    """Full-width letters and digits become plain ones, and the note says so; what is too long or no amount is a fault."""
    faults = []
    for name in PLAIN:
        plain = to_ascii_digits(cells[name])
        if plain != cells[name].replace(",", "").replace(" ", ""):
            note = _("第 %(row)s 行“%(column)s”：全角字符“%(was)s”已按“%(now)s”读入。")
            notes.append(note % {"row": number, "column": COLUMNS[name], "was": cells[name], "now": plain})
        cells[name] = plain
    for name, most in LONGEST.items():
        if len(cells[name]) > most:
            what = _("有 %(length)d 个字，最多 %(most)d 个。") % {"length": len(cells[name]), "most": most}
            faults.append(_fault(file, number, name, what, _("请缩短。")))
    for name in ("price_from", "price_to"):
        if _amount(cells[name]) is None:
            what = _("“%s”不是金额。") % cells[name] if cells[name] else _("没有填写。")
            faults.append(
                _fault(file, number, name, what, _("请以元为单位填写数字，最多两位小数，例如 120 或 120.50。"))
            )
    return faults


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) <= MOST and amount == round(amount, 2) else None


def _item(cells: dict[str, str]) -> ItemValues:
    words = {name: cells[name] for name in LONGEST}
    return ItemValues(
        **words,
        price_from=_amount(cells["price_from"]) or Decimal(0),
        price_to=_amount(cells["price_to"]) or Decimal(0),
        buyers=_keys(cells["buyers"], dict(OrganisationKind.choices)) or list(ALL_BUYERS),
        served=_keys(cells["served"], dict(Served.choices)),
        providers=_keys(cells["providers"], dict(OrganisationKind.choices)),
    )


def _keys(text: str, labels: dict[Any, Any]) -> list[str]:
    """Several words in one cell, as their keys; a word that is none stays and is found wrong."""
    known = {str(label): str(key) for key, label in labels.items()} | {str(key): str(key) for key in labels}
    words = [word.strip() for word in text.replace("，", "、").replace(",", "、").replace("；", "、").split("、")]
    return [known.get(word, word) for word in words if word]


def row_of(item: Any) -> list[Any]:
    """An item (kept or as values) as the sheet's row, so that an export can be imported again."""
    kinds, served = dict(OrganisationKind.choices), dict(Served.choices)
    lists = {"buyers": kinds, "served": served, "providers": kinds}
    return [
        "、".join(str(lists[name][key]) for key in getattr(item, name)) if name in lists else getattr(item, name)
        for name in COLUMNS
    ]
