"""Reading an .xlsx into rows of text. What could hurt (a bomb, entities, macros) is refused before it is unpacked."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from linli.foundations.forms.xlsform.problems import Problem, refused
from linli.kernel.errors import Refusal
from linli.kernel.file_types import accepted

MOST_BYTES = 10 * 2**20
MOST_UNPACKED = 60 * 2**20
MOST_ROWS = 60_000
MOST_COLUMNS = 120
SHEETS = ("survey", "choices", "settings", "entities", "external_choices")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty; `cells` by heading as it is written."""

    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Sheet:
    """One sheet: its headings and rows, and the ranges of merged cells below the head."""

    name: str
    heads: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def read(data: bytes) -> dict[str, Sheet]:
    """The sheets that XLSForm knows, by name in lower case. Raises BadForm for what is no workbook or too big."""
    if len(data) > MOST_BYTES:
        raise refused([Problem(_("文件超过 10 MB。"), _("请删去图片和多余的工作表。"))])
    try:
        accepted("xlsx", data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except Refusal as refusal:
        raise refused([Problem(refusal.message, refusal.remedy)]) from refusal
    if unpacked > MOST_UNPACKED:
        raise refused([Problem(_("文件展开后过大。"), _("请删去空白的行、列和多余的工作表后另存。"))])
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
        return {s.title.strip().lower(): _sheet(s) for s in book.worksheets if s.title.strip().lower() in SHEETS}
    except Refusal:
        raise
    except Exception as error:  # whatever a damaged file makes the readers of archives and XML stumble over
        raise refused([Problem(_("这个工作簿打不开。"), _("请用 Excel 或 WPS 另存为 .xlsx 后重新上传。"))]) from error


def _sheet(sheet: Any) -> Sheet:
    found = Sheet(sheet.title.strip().lower())
    if sheet.max_row > MOST_ROWS:
        raise refused([Problem(_("超过 %s 行。") % MOST_ROWS, _("请删去空行，或把选项分成几个表单。"), found.name)])
    found.merged = [str(area) for area in sheet.merged_cells.ranges if area.max_row > 1]
    for number, cells in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS), values_only=True), 1):
        texts = [text_of(cell) for cell in cells]
        if number == 1:
            found.heads = texts
        elif any(texts):
            found.rows.append(
                Row(number, {head: text for head, text in zip(found.heads, texts, strict=False) if head and text})
            )
    return found


def text_of(cell: Any) -> str:
    """A cell as text, without blanks around it: whole numbers without a point, yes and no as XLSForm writes them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
