"""Reading an uploaded table, Excel or CSV, into rows of text. Size is bounded before anything is unpacked."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from linli.foundations.places.divisions.faults import whole_file

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 50
HEAD_WITHIN = 6
"""Rows among which a head is looked for: a title or the demonstration's mark may stand above it."""
_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")


@dataclass(frozen=True, slots=True)
class Head:
    """Where a table's head stands (counted from 0), and under each meaning the places of its columns, the best name first."""

    row: int
    places: Mapping[str, Sequence[int]]

    def at(self, meaning: str) -> int:
        """The column of a meaning; -1 where the table has none."""
        return self.places[meaning][0] if meaning in self.places else -1

    def missing(self, *meanings: str) -> list[str]:
        """Those of the meanings that the table has no column for."""
        return [name for name in meanings if name not in self.places]

    def cell(self, row: Sequence[Any], meaning: str) -> str:
        """A row's text under a meaning; empty where the row ends before it."""
        at = self.at(meaning)
        return str(row[at]).strip() if 0 <= at < len(row) else ""


def heading(text: str) -> str:
    """A heading without blanks, full-width letters, units and remarks in brackets, in small letters."""
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "")
    return _BRACKETS.sub("", re.sub(r"\s", "", plain)).lower()


def head_of(
    rows: Sequence[Sequence[Any]], names: Mapping[str, str | Collection[str]], within: int = HEAD_WITHIN
) -> Head:
    """The row, among the first, that has most of the columns by their names (one name or several for each meaning); the
    first of them where rows are even. Where no row has any, it is the first row, with no columns."""
    known = {
        meaning: [heading(name) for name in ([given] if isinstance(given, str) else given)]
        for meaning, given in names.items()
    }
    best = Head(0, {})
    for number, row in enumerate(rows[:within]):
        there = [heading(str(cell)) for cell in row]
        found = {meaning: [there.index(name) for name in wanted if name in there] for meaning, wanted in known.items()}
        places = {meaning: at for meaning, at in found.items() if at}
        if len(places) > len(best.places):
            best = Head(number, places)
    return best


def body_of(rows: Sequence[Sequence[Any]], head: Head) -> list[tuple[int, Sequence[Any]]]:
    """The rows below the head that have something in them, with their numbers as a spreadsheet counts."""
    below = enumerate(rows[head.row + 1 :], start=head.row + 2)
    return [(number, row) for number, row in below if any(str(cell).strip() for cell in row)]


def rows_of(upload: "UploadedFile[bytes]") -> list[list[str]]:
    """The rows of the first sheet, or of a CSV in UTF-8 or GBK. Raises BadFile for what is neither or too big."""
    name = upload.name or _("上传的文件")
    if (upload.size or 0) > MOST_BYTES:
        raise whole_file(name, _("文件超过 5 MB。"), _("请删去多余的工作表和列，或分几次导入。"))
    data = upload.read()
    rows = _excel(name, data) if data.startswith(b"PK\x03\x04") else _csv(name, data)
    if len(rows) > MOST_ROWS:
        raise whole_file(name, _("超过 %s 行。") % MOST_ROWS, _("请分几次导入。"))
    return rows


def _excel(name: str, data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked <= MOST_UNPACKED:
            return _first_sheet(data)
    except Exception as error:  # whatever a file that is none makes the readers of archives and XML stumble over
        raise whole_file(name, _("这个 Excel 文件打不开。"), _("请另存为 .xlsx 或 CSV 后导入。")) from error
    raise whole_file(name, _("解压后超过 50 MB。"), _("请另存为 CSV 后导入。"))


def _first_sheet(data: bytes) -> list[list[str]]:
    """Entities in the file's XML are refused by defusedxml, which openpyxl uses because it is installed."""
    sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
    found = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    return [[text_of(cell) for cell in row] for row in found]


def _csv(name: str, data: bytes) -> list[list[str]]:
    if b"\0" in data:
        raise whole_file(name, _("这不是 Excel 或 CSV 文件。"), _("请使用 .xlsx 或 .csv 文件。"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise whole_file(name, _("CSV 的引号不成对。"), _("请重新导出后导入。")) from error
    raise whole_file(name, _("文字编码无法识别。"), _("请另存为“CSV UTF-8”后导入。"))


def text_of(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)
