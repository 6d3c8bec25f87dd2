"""The budget filled from a sheet and from an earlier project: all or nothing, each bad cell named, only from what one sees."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.s2_goals import actions, sheet
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import saved
from linli.flow.s2_goals.rules import Line
from linli.flow.s2_goals.states import Category
from linli.flow.s2_goals.tests.factory import approve_all, make_design, make_submitted
from linli.flow.s2_goals.web.forms import LineForm
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor
from linli.foundations.places.divisions.faults import BadFile
from linli.ui import excel

HEAD = list(sheet.COLUMNS.values())


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


def upload(rows: list[list[Any]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("明细.xlsx", excel.workbook(rows, "明细"), content_type=excel.XLSX)


def address(name: str, design: Design) -> str:
    return reverse(f"goals:{name}", args=[design.project_id])


amounts = st.decimals(0, 10**7, places=2)
line = st.builds(
    Line,
    st.sampled_from(list(map(str, Category.values))),
    st.text(st.characters(whitelist_categories=["Lo", "Nd"]), max_size=20),
    amounts,
    st.decimals(0, 10**5, places=2),
    st.sampled_from(["人月", "次", "项", ""]),
)


@given(st.lists(line, min_size=1, max_size=8))
def test_what_is_written_is_read_again(lines: list[Line]) -> None:
    rows = [[str(cell) for cell in row] for row in sheet.rows_of(lines)]
    assert sheet.lines_from("明细.xlsx", rows, LineForm) == lines


def test_titles_sums_and_empty_rows_are_passed_over_and_full_width_digits_read() -> None:
    rows = [["某项目成本明细"], [], HEAD, ["活动物料", "每场", "９００", "４８", "场"], [], ["合计", "", "", "", ""]]
    assert sheet.lines_from("a.csv", rows, LineForm) == [
        Line("materials", "每场", Decimal("900.00"), Decimal(48), "场")
    ]


@pytest.mark.parametrize(
    ("row", "column", "word"),
    [
        (["招待费", "", "1", "1", ""], "科目", "招待费"),
        (["", "依据", "1", "1", ""], "科目", "没有填写"),
        (["管理费", "", "1.005", "1", ""], "单价（元）", "两位"),
        (["管理费", "", "-1", "1", ""], "单价（元）", ""),
        (["管理费", "", "1", "许多", ""], "数量", ""),
    ],
)
def test_a_bad_cell_is_named(row: list[str], column: str, word: str) -> None:
    good = ["活动物料", "每场", "900", "48", "场"]
    with pytest.raises(BadFile) as caught:
        sheet.lines_from("明细.xlsx", [HEAD, good, row], LineForm)
    [fault] = caught.value.faults
    assert (fault.row, fault.column) == (3, column)
    assert word in fault.what + fault.remedy


def test_a_sheet_without_its_head_or_rows_is_refused() -> None:
    for rows in ([["科目", "数量"], ["管理费", "1"]], [HEAD], []):
        with pytest.raises(BadFile):
            sheet.lines_from("明细.xlsx", rows, LineForm)


@pytest.mark.django_db
def test_an_import_replaces_the_lines_and_nothing_else() -> None:
    clerk = make_actor("town")
    design = make_design(clerk)
    Design.objects.update(method_reason="服务专业性强")
    design.refresh_from_db()
    before = (design.budget, design.source_id, design.method_reason)
    assert all(before)
    client = browser(clerk)
    page = client.post(address("budget_sheet", design), {"file": upload([HEAD, ["管理费", "水电", 100, 2, "项"]])})
    assert page["Location"] == address("budget", design)
    design.refresh_from_db()
    assert [one.amount for one in saved.lines(design)] == [Decimal("200.00")]
    assert (design.budget, design.source_id, design.method_reason) == before


@pytest.mark.django_db
def test_a_bad_import_changes_nothing() -> None:
    clerk = make_actor("town")
    design = make_design(clerk)
    before = saved.lines(design)
    bad = upload([HEAD, ["管理费", "水电", 100, 2, "项"], ["招待费", "", 1, 1, ""]])
    page = browser(clerk).post(address("budget_sheet", design), {"file": bad})
    assert page.status_code == 422
    assert "招待费" in page.content.decode()
    assert saved.lines(design) == before
    torn = SimpleUploadedFile("明细.xlsx", b"PK\x03\x04 none")
    assert browser(clerk).post(address("budget_sheet", design), {"file": torn}).status_code == 422


@pytest.mark.django_db
def test_the_template_is_what_is_saved() -> None:
    clerk = make_actor("town")
    design = make_design(clerk)
    client = browser(clerk)
    template = client.get(address("budget_sheet", design) + "?template=1").content
    again = SimpleUploadedFile("明细.xlsx", template, content_type=excel.XLSX)
    before = saved.lines(design)
    assert client.post(address("budget_sheet", design), {"file": again}).status_code == 302
    assert saved.lines(design) == before


@pytest.mark.django_db
def test_lines_come_from_an_approved_project_of_the_same_item() -> None:
    clerk = make_actor("town")
    model = make_submitted(clerk)
    approve_all(model)
    design = make_design(clerk)
    actions.save_budget(design, actor=clerk, budget=None, lines=[])
    client = browser(clerk)
    assert model.project.title in client.get(address("budget_copy", design)).content.decode()
    page = client.post(address("budget_copy", design), {"design": model.pk})
    assert page["Location"] == address("budget", design)
    assert saved.lines(design) == saved.lines(model)


@pytest.mark.django_db
def test_lines_come_neither_from_drafts_nor_to_others() -> None:
    clerk, foreign = make_actor("town"), make_actor("town", place=OTHER_TOWN)
    model, design = make_design(clerk), make_design(clerk)
    page = browser(clerk).post(address("budget_copy", design), {"design": model.pk})
    assert page.status_code == 422
    assert browser(foreign).get(address("budget_copy", design)).status_code in (403, 404)
