"""Workbooks: what they become, and what is said of those that cannot."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from linli.foundations.forms.tests.factory import workbook
from linli.foundations.forms.xlsform import BadForm, Problem, convert


def faults(data: bytes) -> list[Problem]:
    with pytest.raises(BadForm) as bad:
        convert(data)
    return list(bad.value.problems)


def test_a_workbook_becomes_a_form() -> None:
    made = convert(workbook())
    assert (made.form_id, made.label, made.title) == ("home_needs", "1", "家庭需求")
    assert made.schema["repeats"] == ["member"]
    assert made.schema["personal"] == ["home/head", "member/name"]
    assert "home/wants" in made.schema["leaves"]
    assert made.hash == convert(workbook()).hash
    assert "personal" not in made.xml


def test_places_and_devices_are_personal_unless_the_form_says_otherwise() -> None:
    rows = [["deviceid", "device", ""], ["geopoint", "where", "位置"], ["geopoint", "hall", "村委会", *[""] * 5, "no"]]
    assert convert(workbook(rows)).schema["personal"] == ["device", "where"]


CASES: list[tuple[str, list[list[Any]], int, str]] = [
    ("unknown type", [["txt", "a", "甲"]], 2, "type"),
    ("duplicate", [["text", "a", "甲"], ["text", "a", "乙"]], 3, "name"),
    ("missing list", [["select_one none", "a", "甲"]], 2, "type"),
    ("relevance circle", [["text", "a", "甲", "", "${b}='1'"], ["text", "b", "乙", "", "${a}='1'"]], 3, "relevant"),
    ("itself", [["text", "a", "甲", "", "${a}='1'"]], 2, "relevant"),
    ("calculation circle", [["calculate", "a", *[""] * 5, "${b}+1"], ["calculate", "b", *[""] * 5, "${a}"]], 3, "calculation"),
    ("bad reference", [["text", "a", "甲", "", "${nobody} = 1"]], 2, "relevant"),
    ("bad reference in a label", [["note", "a", "您好 ${nobody}"]], 2, "label"),
    ("group without end", [["begin group", "g", "组"], ["text", "a", "甲"]], 2, "type"),
    ("end without begin", [["text", "a", "甲"], ["end group"]], 3, "type"),
    ("crossed ends", [["begin group", "g", "组"], ["text", "a", "甲"], ["end repeat"]], 4, "type"),
    ("no XML name", [["text", "户主", "甲"]], 2, "name"),
    ("blank in a name", [["text", "a b", "甲"]], 2, "name"),
    ("bracket", [["text", "a", "甲", "", "(1 = 1"]], 2, "relevant"),
    ("no label", [["text", "a"]], 2, ""),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "row", "column"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_fault_is_named_by_row_and_column_with_its_remedy(
    rows: list[list[Any]], row: int, column: str, language: str
) -> None:
    with translation.override(language):
        found = faults(workbook(rows))
        assert (found[0].sheet, found[0].column or column) == ("survey", column)
        assert found[0].row in (row, 0)
        assert str(found[0].remedy)
        assert str(found[0]).isascii() is False or language == "en"
        assert str(found[0]).endswith(f"{found[0].what}{' ' if language == 'en' else ''}{found[0].remedy}")


def test_all_faults_are_named_at_once() -> None:
    assert len(faults(workbook([["txt", "a", "甲"], ["text", "a", "乙"], ["select_one none", "1", "丙"]]))) == 4


def test_empty_rows_do_not_shift_the_count() -> None:
    assert faults(workbook([["text", "a", "甲"], [], [], ["txt", "b", "乙"]]))[0].row == 5


def test_ten_thousand_choices_work() -> None:
    many = [["big", f"c{n}", f"选项{n}"] for n in range(10_000)]
    made = convert(workbook([["select_one big", "a", "甲"]], choices=[["list_name", "name", "label"], *many]))
    assert len(made.schema["choices"]["big"]) == 10_000
    assert made.xml.count("<item>") == 10_000


def test_doubtful_choices_are_named() -> None:
    rows = [["list_name", "name", "label"], ["l", "a b", "甲"], ["l", "c", "乙"], ["l", "c", "丙"], ["l", "", "丁"]]
    found = faults(workbook([["select_one l", "a", "甲"]], choices=rows))
    assert [(one.sheet, one.row) for one in found] == [("choices", 2), ("choices", 4), ("choices", 5)]


def test_merged_cells_are_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book["survey"].merge_cells("C3:C5")
    out = io.BytesIO()
    book.save(out)
    assert "C3:C5" in str(faults(out.getvalue())[0])


def test_a_workbook_without_survey_or_heads_or_identity_is_refused() -> None:
    other = openpyxl.Workbook()
    out = io.BytesIO()
    other.save(out)
    assert "survey" in str(faults(out.getvalue())[0])
    assert {p.column or p.row for p in faults(workbook(survey=[], settings=[["form_id"], [""]]))} == {"form_id", 0}
    assert faults(workbook(settings=[["form_id"], ["编号"]]))[0].sheet == "settings"
    assert faults(_headless())[0].row == 1


def _headless() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book["survey"].insert_rows(1)
    book["survey"]["A1"] = "家庭需求调查表"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * (300 * 2**20))
    return out.getvalue()


@pytest.mark.parametrize("data", [b"hello", b"PK\x03\x04cut off", b""])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    assert len(faults(data)) == 1


def test_a_zip_bomb_is_not_unpacked() -> None:
    assert "展开" in str(faults(bomb())[0])


def test_the_command_says_what_a_file_becomes_or_what_is_wrong(tmp_path: Path, capsys: Any) -> None:
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(workbook())
    bad.write_bytes(workbook([["txt", "a", "甲"]]))
    call_command("forms", "convert", str(good))
    assert "home_needs" in capsys.readouterr().out
    with pytest.raises(CommandError, match="txt"):
        call_command("forms", "convert", str(bad))
    with pytest.raises(CommandError):
        call_command("forms", "convert", str(tmp_path / "none.xlsx"))
