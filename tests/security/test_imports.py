"""Tables that people upload: XML inside them reads no files and does not swell (ASVS 1.5.1)."""

import io
import socket
import zipfile
from contextlib import suppress
from xml.etree.ElementTree import iterparse

import defusedxml.ElementTree
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.reader import strings as reader

from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.sheets import rows_of

ENTITIES = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f"<!DOCTYPE x [{ENTITIES}]>"
FILE = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'


def table(part: str = "", prologue: str = "", text: str = "&a9;") -> SimpleUploadedFile:
    """An Excel file; in the named part a prologue is put in and the cell's text replaced by an entity."""
    sheet, made = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(sheet) as book:
        book.add_worksheet().write_string(0, 0, "zelle")
    with zipfile.ZipFile(sheet) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name).decode()
            if name == part:
                begun = content.index("?>") + 2 if content.startswith("<?xml") else 0
                content = content[:begun] + prologue + content[begun:].replace("zelle", text)
            after.writestr(name, content)
    return SimpleUploadedFile("t.xlsx", made.getvalue())


PARTS = ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"]


def test_a_plain_table_is_read() -> None:
    assert rows_of(table())[0][0] == "zelle"


@pytest.mark.parametrize("prologue", [BOMB, FILE], ids=["bomb", "file"])
@pytest.mark.parametrize("part", PARTS)
def test_no_entity_is_put_in(part: str, prologue: str) -> None:
    """Refused, or read without it: which of the two depends on the XML reader that is installed."""
    rows = [[""]]
    with suppress(BadFile):
        rows = rows_of(table(part, prologue))
    assert set(rows[0]) <= {"", "zelle"}


@pytest.mark.parametrize("prologue", [BOMB, FILE], ids=["bomb", "file"])
def test_the_reader_that_is_installed_for_use_refuses_them(prologue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "iterparse", defusedxml.ElementTree.iterparse)
    with pytest.raises(BadFile, match="一行也没有导入"):
        rows_of(table("xl/sharedStrings.xml", prologue))


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_fetched(part: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.dtd"
        with suppress(BadFile):
            rows_of(table(part, f'<!DOCTYPE x SYSTEM "{address}">', "zelle"))
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("part", PARTS)
def test_broken_xml_is_refused_in_words(part: str) -> None:
    with pytest.raises(BadFile):
        rows_of(table(part, "<"))


def test_without_the_guard_entities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the standard library's own reader puts the entity's text in."""
    monkeypatch.setattr(reader, "iterparse", iterparse)
    small = table("xl/sharedStrings.xml", '<!DOCTYPE x [<!ENTITY a9 "eingesetzt">]>')
    assert rows_of(small)[0][0] == "eingesetzt"
