"""Reading a list of households: every cell checked, every fault named by its row."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.foundations.places.divisions.faults import Fault, bad_file, whole_file
from linli.foundations.places.sheets import Head, body_of, head_of

COLUMNS = ("区划代码", "户号", "地址", "分层")
NEEDED = 2
"""The first ones must be there."""
LONGEST = {"户号": 40, "地址": 200, "分层": 60}
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One good row."""

    place_id: int
    number: str
    address: str
    column: str


def plain(number: str) -> str:
    """A household's number as it is compared: without spaces, full-width signs as plain ones, capitals."""
    return "".join(unicodedata.normalize("NFKC", number).upper().split())


def rows_from(file: str, rows: Sequence[Sequence[str]], places: Mapping[str, int], *, by_column: bool) -> list[Row]:
    """The households of a table whose first row is its head; `places` are the campaign's communities by code. Raises
    BadFile with every bad row."""
    head = _head(file, rows, by_column=by_column)
    faults: list[Fault] = []
    found: list[Row] = []
    seen: dict[Key, int] = {}
    for number, row in body_of(rows, head):
        cells = [head.cell(row, name) for name in COLUMNS]
        if not any(cells):
            continue
        bad = list(_faults(file, number, cells, places, by_column=by_column))
        if not bad:
            made = Row(places[cells[0]], plain(cells[1]), cells[2], cells[3])
            first = seen.setdefault((made.place_id, made.number), number)
            if first != number:
                words = _("与第 %s 行是同一户号。") % first
                bad = [Fault(file, number, COLUMNS[1], words, _("请删去其中一行，或改正户号。"))]
            found.append(made)
        faults += bad
    if faults:
        raise bad_file(faults)
    if not found:
        raise whole_file(file, _("表头下面没有数据行。"), _("请填写后重新导入。"))
    return found


def _head(file: str, rows: Sequence[Sequence[str]], *, by_column: bool) -> Head:
    head = head_of(rows, {name: name for name in COLUMNS})
    missing = head.missing(*COLUMNS[:NEEDED], *([COLUMNS[3]] if by_column else []))
    if missing:
        words = _("第 %(row)s 行没有“%(names)s”列。") % {"row": head.row + 1, "names": "、".join(missing)}
        raise whole_file(file, words, _("请用模板的表头：%s。") % "、".join(COLUMNS))
    return head


def _faults(
    file: str, number: int, cells: Sequence[str], places: Mapping[str, int], *, by_column: bool
) -> "list[Fault]":
    made = []
    if cells[0] not in places:
        words = _("区划代码“%s”不是这次调查的社区（村）。") % cells[0]
        made.append(Fault(file, number, COLUMNS[0], words, _("请核对代码，或先把它加入调查区域。")))
    if not plain(cells[1]):
        made.append(Fault(file, number, COLUMNS[1], _("没有户号。"), _("请填写本社区（村）内不重复的户号。")))
    if by_column and not cells[3]:
        made.append(Fault(file, number, COLUMNS[3], _("没有分层。"), _("请填写这一户所在的层。")))
    for name, cell in zip(COLUMNS[1:], cells[1:], strict=True):
        if len(cell) > LONGEST[name]:
            words = _("超过 %s 个字。") % LONGEST[name]
            made.append(Fault(file, number, name, words, _("请缩短。")))
    return made
