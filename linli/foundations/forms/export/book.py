"""Data as an Excel workbook, a sheet for each table, written to a file on disk in constant memory."""

import tempfile
from typing import IO, Any

import xlsxwriter

from linli.foundations.forms.export.columns import NUMBERS, Table, is_number, tables_of
from linli.foundations.forms.export.reading import records
from linli.foundations.forms.models import Form
from linli.kernel.actor import Actor

OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
MOST = 16
"""Digits that a spreadsheet keeps of a number."""


def written(form: Form, actor: Actor, state: str, *, personal: bool) -> IO[bytes]:
    """The open file, at its beginning; it goes when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        for number, table in enumerate(tables_of(form, personal=personal), 1):
            sheet = book.add_worksheet(f"{number}-{table.name}"[:31].translate(str.maketrans("[]:*?/\\", "       ")))
            _fill(sheet, table, form, actor, state)
    file.seek(0)
    return file


def _fill(sheet: Any, table: Table, form: Form, actor: Actor, state: str) -> None:
    heads = table.heads()
    first = len(heads) - len(table.columns)
    numeric = {first + n for n, one in enumerate(table.columns) if one.choice or one.kind in NUMBERS}
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head)
    line = 1
    for slice_ in records(form, actor, state):
        for record in slice_:
            for cells in table.rows(record):
                for column, text in enumerate(cells):
                    if not text:
                        continue
                    if column in numeric and len(text) < MOST and is_number(text):
                        sheet.write_number(line, column, float(text))
                    else:
                        sheet.write_string(line, column, text)
                line += 1
