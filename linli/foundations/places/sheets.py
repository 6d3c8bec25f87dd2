"""Reading an uploaded table, Excel or CSV, into rows of text. Size is bounded before anything is unpacked."""

import csv
import io
import zipfile
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
