"""An uploaded workbook as rows, with its merged cells filled down or named; and the same sheet with its faults marked."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from linli.foundations.catalogue.sheet import COLUMNS, UPPER
from linli.foundations.places import sheets
from linli.foundations.places.divisions.faults import Fault, bad_file, whole_file
from linli.ui import excel

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_ROWS = 2_000


@dataclass(frozen=True)
class Sheet:
    """The first sheet of an upload as it was brought: its rows of text, and which cells are merged."""

    name: str
    rows: list[list[str]]
    merged: list[CellRange] = field(default_factory=list)


def read(upload: "UploadedFile[bytes]") -> Sheet:
    """The first sheet, or a CSV. Raises BadFile for what cannot be read or is too big."""
    name = upload.name or _("上传的文件")
    if (upload.size or 0) > MOST_BYTES:
        raise whole_file(name, _("文件超过 2 MB。"), _("请删去多余的工作表和列。"))
    data = upload.read()
    if not data.startswith(b"PK\x03\x04"):
        upload.seek(0)
        return Sheet(name, sheets.rows_of(upload))
    sheet = _opened(name, data)
    if sheet.max_row > MOST_ROWS or sheet.max_column > sheets.MOST_COLUMNS:
        most = {"rows": MOST_ROWS, "columns": sheets.MOST_COLUMNS}
        raise whole_file(name, _("表格超过 %(rows)s 行或 %(columns)s 列。") % most, _("请删去表格以外的内容和空行。"))
    rows = [[sheets.text_of(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return Sheet(name, rows, list(sheet.merged_cells.ranges))


def _opened(name: str, data: bytes) -> Worksheet:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise whole_file(name, _("解压后超过 20 MB。"), _("请另存为新的工作簿，只留目录表。"))
        return load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError, AttributeError) as error:
        raise whole_file(name, _("这个 Excel 文件打不开。"), _("请另存为 .xlsx 后导入。")) from error


def unmerged(sheet: Sheet) -> list[list[str]]:
    """The rows with what is merged down one column of the upper levels filled; any other merge below the head is refused
    by its address."""
    rows = [list(row) for row in sheet.rows]
    head = sheets.head_of(rows, COLUMNS).row
    upper = {COLUMNS[key].split("（")[0] for key in UPPER}
    faults = []
    for area in sorted(sheet.merged, key=lambda one: (one.min_row, one.min_col)):
        if area.max_row - 1 < head:
            continue
        title = rows[head][area.min_col - 1].strip().split("（")[0] if head < len(rows) else ""
        if area.min_row - 1 <= head or area.min_col != area.max_col or title not in upper:
            what = _("单元格 %(cells)s 合并，看不出每行的值。") % {"cells": area.coord}
            faults.append(Fault(sheet.name, area.min_row, title, what, _("请取消合并，每行分别填写。")))
            continue
        for row in rows[area.min_row - 1 : area.max_row]:
            row[area.min_col - 1] = rows[area.min_row - 1][area.min_col - 1]
    if faults:
        raise bad_file(faults)
    return rows


def marked(rows: Sequence[Sequence[Any]], faults: Iterable[Fault], title: str) -> bytes:
    """The sheet as it was brought, each row with its faults in a last column."""
    said: dict[int, list[str]] = {}
    for fault in faults:
        place = f"{fault.column}：" if fault.column else ""
        said.setdefault(fault.row or 1, []).append(f"{place}{fault.what}{fault.remedy}")
    width = max((len(row) for row in rows), default=0)
    made = [
        [*row, *[""] * (width - len(row)), "；".join(said.get(number, []))] for number, row in enumerate(rows, start=1)
    ]
    if made:
        head = sheets.head_of(rows, COLUMNS).row
        made[head][-1] = _("问题和改法") + (f"（{made[head][-1]}）" if made[head][-1] else "")
    return excel.workbook(made, title)
