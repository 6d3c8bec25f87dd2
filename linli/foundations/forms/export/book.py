"""Data as an Excel workbook, a sheet for each table, written to a file on disk in constant memory."""

import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.sax.saxutils import quoteattr

from linli.foundations.forms.export.columns import Table, tables_of
from linli.foundations.forms.export.reading import Told, records
from linli.foundations.forms.export.sheets import BEGIN, END, HEAD, MAIN, MOST_ROWS, Rows
from linli.foundations.forms.models import Form
from linli.kernel.actor import Actor

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
LEVEL = 1
"""Sheets are nine tenths repetition: more effort makes the file a little smaller and the wait much longer."""
File = IO[bytes]


def written(form: Form, actor: Actor, state: str, *, personal: bool, told: Told | None = None) -> File:
    """The open file, at its beginning; it goes when it is closed. `told` hears how many submissions were read."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write(file, form, actor, state, personal=personal, told=told)
    file.seek(0)
    return file


def write(file: File, form: Form, actor: Actor, state: str, *, personal: bool, told: Told | None = None) -> None:
    """Write the workbook into an open file."""
    names: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for table in tables_of(form, personal=personal):
            lines = _lines(table, form, actor, state, told)
            more = True
            while more:
                names.append(f"{len(names) + 1}-{table.name}"[:31].translate(str.maketrans("[]:*?/\\", "       ")))
                with archive.open(f"xl/worksheets/sheet{len(names)}.xml", "w", force_zip64=True) as sheet:
                    more = _fill(sheet, table, lines)
        for path, text in _frame(names):
            archive.writestr(path, HEAD + text)


def _lines(table: Table, form: Form, actor: Actor, state: str, told: Told | None) -> Iterator[list[list[str]]]:
    """The table's rows, a slice of submissions at a time."""
    for slice_ in records(form, actor, state, told=told):
        yield [cells for record in slice_ for cells in table.rows(record)]


def _fill(sheet: IO[bytes], table: Table, lines: Iterator[list[list[str]]]) -> bool:
    """One sheet; whether another has to follow because this one is full."""
    heads = table.heads()
    rows = Rows(len(heads), table.numeric)
    sheet.write(BEGIN + Rows(len(heads)).row(1, heads).encode())
    number = 1
    for slice_ in lines:
        sheet.write("".join([rows.row(number + n, cells) for n, cells in enumerate(slice_, 1)]).encode())
        number += len(slice_)
        if number + FULL > MOST_ROWS:
            sheet.write(END)
            return True
    sheet.write(END)
    return False


FULL = 100_000
"""A sheet is closed this many rows before its end: a slice of submissions has so many rows at most."""


def _frame(names: list[str]) -> Iterator[tuple[str, str]]:
    """What makes a workbook of sheets."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
    yield "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    yield "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
    root = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    yield "_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{root}</Relationships>'
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPE}.worksheet+xml"/>' for n in numbers
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>{kinds}</Types>',
    )
