"""Where an uploaded table's head stands and which column means what: one way for every import."""

import pytest

from linli.foundations.places.sheets import body_of, head_of, heading

NAMES = {"number": ("工单号", "编号"), "amount": "金额（元）", "note": ("备注", "note")}


@pytest.mark.parametrize("written", ["金额（元）", "金额(元)", " 金 额 ", "\ufeff金额", "金额【万元】", "金额[yuan]"])
def test_a_heading_is_known_without_blanks_units_and_marks(written: str) -> None:
    assert heading(written) == "金额"


def test_the_head_is_the_row_that_knows_most_columns_below_a_title() -> None:
    rows = [
        ["演示数据"],
        [],
        ["编号说明", "金额"],
        ["金额（元）", "ＮＯＴＥ", "编号", "工单号"],
        ["1", "a", "7", "8"],
        ["", " "],
        ["2"],
    ]
    head = head_of(rows, NAMES)
    assert (head.row, head.at("amount"), head.at("note")) == (3, 0, 1)
    assert head.places["number"] == [3, 2]
    assert head.missing("number", "amount", "note") == []
    assert [number for number, _row in body_of(rows, head)] == [5, 7]
    assert [head.cell(rows[6], name) for name in NAMES] == ["", "2", ""]


def test_of_even_rows_the_first_counts_and_far_ones_do_not() -> None:
    assert head_of([["编号"], ["金额"]], NAMES).row == 0
    far = [["x"]] * 6 + [["工单号", "金额"]]
    assert head_of(far, NAMES).places == {}
    assert head_of(far, NAMES, within=7).row == 6


def test_a_table_without_a_head_has_no_columns() -> None:
    head = head_of([], NAMES)
    assert (head.row, head.at("number"), head.missing("number")) == (0, -1, ["number"])
    assert body_of([], head) == []
