"""Data as it leaves the house: CSV row by row, several tables and raw XML in a zip that is written while it is sent."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from linli.foundations.forms.export.columns import Table, tables_of
from linli.foundations.forms.export.reading import Told, records
from linli.foundations.forms.models import Form
from linli.kernel.actor import Actor

BOM = b"\xef\xbb\xbf"
"""Spreadsheet programs take a CSV for UTF-8 by it."""
END, QUOTE = "\r\n", '"'
_SPECIAL = re.compile('[",\r\n]')


class _Sink(io.RawIOBase):
    """Takes what a writer writes and hands it on; cannot be sought in."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        self.at += len(data)
        return len(data)

    def tell(self) -> int:
        return self.at

    def taken(self) -> bytes:
        made, self.parts = b"".join(self.parts), []
        return made


def data(
    form: Form, actor: Actor, state: str, kind: str, *, personal: bool, told: Told | None = None
) -> Iterator[bytes]:
    """The data as XML, as CSV, or, where there are several tables, as a zip of CSVs."""
    if kind == "xml":
        return xml_zip(form, actor, state, told)
    found = tables_of(form, personal=personal)
    return csv_rows(found[0], form, actor, state, told) if len(found) == 1 else csv_zip(found, form, actor, state, told)


def csv_rows(table: Table, form: Form, actor: Actor, state: str, told: Told | None = None) -> Iterator[bytes]:
    """One table as CSV, a slice of rows at a time."""
    yield BOM + (_line(table.heads()) + END).encode()
    for slice_ in records(form, actor, state, told=told):
        lines = [_line(cells) for record in slice_ for cells in table.rows(record)]
        if lines:
            yield (END.join(lines) + END).encode()


def _line(cells: list[str]) -> str:
    """A row of CSV (RFC 4180). Most rows need no quotes, and are joined as they are: a tenth of the time."""
    line = ",".join(cells)
    if '"' in line or "\n" in line or "\r" in line or line.count(",") != len(cells) - 1:
        line = ",".join([f'"{text.replace(QUOTE, QUOTE * 2)}"' if _SPECIAL.search(text) else text for text in cells])
    return line


def csv_zip(tables: list[Table], form: Form, actor: Actor, state: str, told: Told | None = None) -> Iterator[bytes]:
    """Every table as a CSV of its own."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for table in tables:
            with archive.open(f"{table.name}.csv", "w", force_zip64=True) as entry:
                for part in csv_rows(table, form, actor, state, told):
                    entry.write(part)
                    yield sink.taken()
    yield sink.taken()


def xml_zip(form: Form, actor: Actor, state: str, told: Told | None = None) -> Iterator[bytes]:
    """Every submission's XML as it is kept."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for slice_ in records(form, actor, state, "xml", told):
            for record in slice_:
                name = re.sub(r"[^A-Za-z0-9-]", "_", record[2])[:60]
                archive.writestr(f"{record[0]}-{name}.xml", record[-1])
            yield sink.taken()
    yield sink.taken()
