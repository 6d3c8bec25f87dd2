"""Workbooks become the XForm that pyxform itself makes of the same file: reading them safely changes nothing."""

import hashlib
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from pyxform.xls2xform import convert as pyxform_convert

from linli.foundations.forms import actions, library
from linli.foundations.forms.tests.factory import upload_of, workbook
from linli.foundations.forms.xlsform import convert
from linli.foundations.parties.tests.factory import make_actor

HEAD = [
    "type", "name", "label::中文 (zh)", "label::English (en)", "hint::中文 (zh)", "required", "relevant", "constraint",
    "calculation", "appearance", "default", "choice_filter", "repeat_count", "readonly", "parameters", "trigger",
]  # fmt: skip
CASES: dict[str, list[list[str]]] = {
    "kinds": [
        *[[kind, f"a_{n}", f"问{n}", f"Ask {n}"] for n, kind in enumerate((
            "text", "integer", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "image", "audio",
            "video", "file", "barcode", "note", "acknowledge", "range",
        ))],
        ["start", "begun"], ["end", "ended"], ["today", "day"], ["deviceid", "device"], ["username", "who"],
    ],
    "logic": [
        ["select_one town", "town", "镇街", "Town"],
        ["select_one village", "village", "社区", "Village", "", "yes", "", "", "", "minimal", "", "town=${town}"],
        ["select_multiple wants", "wants", "需要", "Wants", "可多选", "", "${town} != ''", "count-selected(.) < 3"],
        ["rank wants", "order", "排序", "Order"],
        ["calculate", "many", "", "", "", "", "", "", "count-selected(${wants})"],
        ["integer", "age", "年龄", "Age", "", "true()", "", ". > 0 and . < 120", "", "", "60"],
        ["note", "said", "需要 ${many} 项", "Wants ${many}", "", "", "${many} > 0"],
    ],
    "nesting": [
        ["begin group", "home", "住户", "Home", "", "", "", "", "", "field-list"],
        ["integer", "members", "人数", "Members"],
        ["begin repeat", "member", "成员", "Member", "", "", "", "", "", "", "", "", "${members}"],
        ["text", "name", "姓名", "Name", "", "yes"],
        ["begin repeat", "illness", "病史", "Illness"], ["text", "what", "病名", "What"], ["end repeat"],
        ["end repeat"],
        ["end group"],
        ["text", "last", "其他", "Other", "", "", "count(${member}) > 1"],
    ],
}  # fmt: skip
CHOICES = [
    ["list_name", "name", "label::中文 (zh)", "label::English (en)", "town"],
    ["town", "shiqiu", "示例街道", "Example"], ["town", "other", "另一镇", "Other"],
    ["village", "v1", "示例一", "One", "shiqiu"], ["village", "v2", "示例二", "Two", "other"],
    ["wants", "meal", "助餐", "Meal"], ["wants", "bath", "助浴", "Bath"], ["wants", "talk", "陪聊", "Talk"],
]  # fmt: skip


def book_of(name: str) -> bytes:
    settings = [["form_id", "form_title", "version", "default_language"], [name, f"示例 {name}", "7", "中文 (zh)"]]
    rows = [row + [""] * (len(HEAD) - len(row)) for row in CASES[name]]
    return workbook(rows, head=HEAD, choices=CHOICES, settings=settings)


def by_pyxform(data: bytes) -> str:
    return str(pyxform_convert(io.BytesIO(data), validate=False, file_type=".xlsx").xform)


def plain(xml: str) -> str:
    """The same tree, whatever its blanks."""
    return ElementTree.canonicalize(xml, strip_text=True)


def differs(ours: str, theirs: str) -> list[Any]:
    first, second = (plain(one).replace("><", ">\n<").splitlines() for one in (ours, theirs))
    return [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]][:5]


@pytest.mark.parametrize("name", list(CASES))
def test_tables_of_every_kind(name: str) -> None:
    data = book_of(name)
    ours = convert(data)
    assert differs(ours.xml, by_pyxform(data)) == []
    assert ours.hash == hashlib.md5(ours.xml.encode(), usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("name", library.names())
def test_the_forms_of_the_house(name: str) -> None:
    """Their column of personal answers is ours alone, and leaves no trace in the XForm."""
    data = library.workbook(name).read()
    ours, theirs = convert(data).xml, by_pyxform(data)
    assert differs(ours, theirs) == []


@pytest.mark.django_db
def test_what_is_stored_is_what_was_converted() -> None:
    data = book_of("nesting")
    version = actions.upload(actor=make_actor("town"), workbook=upload_of(data), purpose="needs")
    version.refresh_from_db()
    assert plain(version.xml) == plain(by_pyxform(data))


def test_another_book_is_told_apart() -> None:
    """The control: one question more is one difference at least."""
    one, more = book_of("logic"), book_of("nesting")
    assert differs(convert(one).xml, by_pyxform(more))
