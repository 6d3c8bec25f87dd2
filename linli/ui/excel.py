"""Excel files: written row by row in constant memory, with cells that can never run as formulas."""

import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RUNS = ("=", "+", "-", "@", "\t", "\r")


def safe(value: Any) -> Any:
    """A text that a spreadsheet could take for a formula gets an apostrophe before it; everything else stays."""
    text = str(value)
    return f"'{text}" if text.startswith(RUNS) else text


def workbook(rows: Iterable[list[Any]], title: str) -> bytes:
    """A one-sheet workbook; the first row is the heading. Demo deployments say so in the first line."""
    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(safe(title)[:31].translate(str.maketrans("[]:*?/\\", "       ")))
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#FBFAF7", "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
        }
        sheet.set_column(0, 30, 18)
        line = 0
        if getattr(settings, "DEMO", False):
            sheet.write_string(0, 0, _("演示数据：机构、人员、金额均为虚构"))
            line = 1
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(sheet, line, column, value, styles, heading=number == 0)
            line += 1
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, styles: dict[str, Any], *, heading: bool) -> None:
    if value is None or value == "":
        return
    if heading:
        sheet.write_string(row, column, safe(value), styles["head"])
    elif isinstance(value, bool):
        sheet.write_string(row, column, _("是") if value else _("否"))
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, value, styles["money"])
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        sheet.write_datetime(row, column, local.replace(tzinfo=None), styles["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, styles["day"])
    else:
        sheet.write_string(row, column, safe(value))


def response(rows: Iterable[list[Any]], title: str) -> HttpResponse:
    """The workbook as a download named by its title."""
    answer = HttpResponse(workbook(rows, title), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx") or "attachment"
    return answer
