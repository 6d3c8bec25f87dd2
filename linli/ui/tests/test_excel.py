"""Exports: what looks like a formula stays a text; numbers and days stay numbers and days."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from linli.ui import excel


def read(rows: list[list[object]]) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(excel.workbook(rows, "清单")))
    return list(book.active.iter_rows(values_only=True))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", '=HYPERLINK("http://x","y")'])
def test_formulas_become_texts(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(excel.workbook([["名称"], [text]], "清单")))
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_kinds_are_kept() -> None:
    moment = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
    rows = read([["a", "b", "c", "d", "e"], [Decimal("298000.00"), date(2026, 3, 5), moment, True, None]])
    assert rows[1][0] == 298000
    assert rows[1][1] == datetime(2026, 3, 5)
    assert rows[1][2] == datetime(2026, 3, 5, 18, 0)
    assert rows[1][3] == "是"


def test_addresses_are_not_links() -> None:
    assert read([["a"], ["http://example.invalid"]])[1] == ("http://example.invalid",)


def test_demo_says_so(settings) -> None:
    settings.DEMO = True
    assert "演示数据" in str(read([["a"], [1]])[0][0])


def test_name_of_the_file() -> None:
    answer = excel.response([["a"]], "购买服务项目")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Content-Type"] == excel.XLSX
