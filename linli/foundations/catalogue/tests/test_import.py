"""A sheet of items: full-width digits are read and said, merges filled or named, one bad row keeps every row out."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from linli.foundations.catalogue import actions, sheet, workbook
from linli.foundations.catalogue.models import Batch
from linli.foundations.catalogue.tests.factory import item, make_draft, make_first_batch
from linli.foundations.parties.models import Person
from linli.foundations.places.divisions.faults import BadFile
from linli.kernel.models import Event
from linli.kernel.models.files import StoredFile

pytestmark = pytest.mark.django_db

ROW = [
    "A",
    "公益服务",
    "A01",
    "养老服务",
    "A0161",
    "示例巡访",
    "每周巡访",
    "户",
    "60",
    "120",
    "",
    "",
    "",
    "",
    "老年人",
    "",
    "",
]
AT = {name: place for place, name in enumerate(sheet.COLUMNS)}


def row(**changes: Any) -> list[Any]:
    made: list[Any] = list(ROW)
    for name, value in changes.items():
        made[AT[name]] = value
    return made


def book(*rows: list[Any], above: tuple[str, ...] = (), merge: tuple[str, ...] = ()) -> SimpleUploadedFile:
    made = Workbook()
    page = made.active
    assert page is not None
    for line in above:
        page.append([line])
    page.append(list(sheet.COLUMNS.values()))
    for one in rows:
        page.append(one)
    for area in merge:
        page.merge_cells(area)
    buffer = io.BytesIO()
    made.save(buffer)
    return SimpleUploadedFile("目录.xlsx", buffer.getvalue())


def bring(*rows: list[Any], **more: Any) -> tuple[Batch, Any]:
    batch, clerk = make_draft()
    brought = workbook.read(book(*rows, **more))
    return batch, actions.import_items(batch, actor=clerk, file=brought.name, rows=workbook.unmerged(brought))


def faults(*rows: list[Any], **more: Any) -> list[tuple[int, str, str]]:
    with pytest.raises(BadFile) as caught:
        bring(*rows, **more)
    batch = Batch.objects.latest("pk")
    assert not batch.items.exists()
    return [(one.row, one.column, one.what) for one in caught.value.faults]


def test_good_rows_are_added_and_changed() -> None:
    batch, made = bring(row(), row(code="A0162", buyers="镇街、社区（村）", price_from=80.5))
    assert (made.added, made.changed, made.notes) == (2, 0, [])
    second = batch.items.get(code="A0162")
    assert (second.buyers, second.price_from, second.served) == (["town", "community"], Decimal("80.50"), ["elderly"])
    _batch, again = (
        batch,
        actions.import_items(
            batch, actor=make_draft()[1], file="x", rows=[list(sheet.COLUMNS.values()), row(name="改名巡访")]
        ),
    )
    assert (again.added, again.changed) == (0, 1)
    assert batch.items.get(code="A0161").name == "改名巡访"


def test_full_width_digits_are_read_and_said() -> None:
    batch, made = bring(row(code="Ａ０１６３", price_from="６０", price_to="１，２００．５０"))
    found = batch.items.get()
    assert (found.code, found.price_from, found.price_to) == ("A0163", Decimal(60), Decimal("1200.50"))
    assert made.notes == [
        "第 2 行“目录编号”：全角字符“Ａ０１６３”已按“A0163”读入。",
        "第 2 行“参考价下限（元）”：全角字符“６０”已按“60”读入。",
        "第 2 行“参考价上限（元）”：全角字符“１，２００．５０”已按“1200.50”读入。",
    ]


def test_a_merge_down_the_upper_levels_is_filled() -> None:
    upper = {"section_code": None, "section": None, "field_code": None, "field": None}
    batch, made = bring(
        row(), row(code="A0162", **upper), row(code="A0163", **upper), merge=("A2:A4", "B2:B4", "C2:C4", "D2:D4")
    )
    assert made.added == 3
    assert set(batch.items.values_list("section_code", "field")) == {("A", "养老服务")}


@pytest.mark.parametrize("area", ["I2:I3", "E2:F2", "C2:D3", "A1:A2"])
def test_any_other_merge_is_refused_by_its_address(area: str) -> None:
    assert any(f"单元格 {area} 合并" in what for _row, _column, what in faults(row(), row(code="A0162"), merge=(area,)))


def test_a_merged_title_above_the_head_does_no_harm() -> None:
    _batch, made = bring(row(), above=("示例区目录",), merge=("A1:Q1",))
    assert made.added == 1


@pytest.mark.parametrize(
    ("change", "column", "what"),
    [
        ({"price_from": "六十"}, "参考价下限（元）", "不是金额"),
        ({"price_to": "50"}, "参考价上限（元）", "不成区间"),
        ({"price_from": "60.005"}, "参考价下限（元）", "不是金额"),
        ({"price_from": None}, "参考价下限（元）", "没有填写"),
        ({"code": "B0161"}, "目录编号", "不在二级"),
        ({"name": ""}, "服务名称", "没有填写"),
        ({"name": "长" * 81}, "服务名称", "最多 80 个"),
        ({"served": "外星人"}, "服务对象", "不认识“外星人”"),
        ({"buyers": "企业"}, "购买主体", "不认识"),
        ({"field": "别的名"}, "二级目录", "已叫"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_comes_in(change: dict[str, Any], column: str, what: str) -> None:
    found = faults(row(code="A0160"), row(**change))
    assert [(n, c) for n, c, _w in found] == [(3, column)]
    assert what in found[0][2]


def test_a_code_twice_and_a_sheet_without_its_head_are_named() -> None:
    assert faults(row(), row())[0][:2] == (3, "目录编号")
    batch, clerk = make_draft()
    for rows, what in (
        ([["随便"], ["数据"]], "没有表头"),
        ([["目录编号", "服务名称"], ["A0101", "x"]], "没有“一级编号"),
        ([list(sheet.COLUMNS.values())], "没有数据行"),
    ):
        with pytest.raises(BadFile) as caught:
            actions.import_items(batch, actor=clerk, file="x.xlsx", rows=rows)
        assert what in caught.value.faults[0].what


def test_an_export_comes_in_again_unchanged() -> None:
    first = make_first_batch()
    items = list(first.items.order_by("code"))
    batch, clerk = make_draft()
    rows = [list(sheet.COLUMNS.values()), *([str(cell) for cell in sheet.row_of(one)] for one in items)]
    made = actions.import_items(batch, actor=clerk, file="x.xlsx", rows=rows)
    assert made.added == len(items)
    assert [sheet.row_of(one) for one in batch.items.order_by("code")] == [sheet.row_of(one) for one in items]


@pytest.fixture
def browser(settings: Any) -> Callable[[Any], Client]:
    settings.REQUIRE_MFA = False

    def signed_in(actor: Any) -> Client:
        client = Client()
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return signed_in


def test_the_page_says_what_is_wrong_and_gives_the_marked_sheet(browser: Callable[[Any], Client]) -> None:
    batch, clerk = make_draft(item())
    client = browser(clerk)
    url = f"/catalogue/batches/{batch.pk}/import/"
    page = client.post(url, {"file": book(row(), row(code="A0162", price_from="六十"))})
    assert page.status_code == 422
    text = page.content.decode()
    assert "1 处错误，一行也没有导入" in text
    assert "“六十”不是金额" in text
    assert batch.items.count() == 1
    stored = StoredFile.objects.get(label="catalogue.import")
    assert f"/files/{stored.pk}" in text
    got = client.get(f"/files/{stored.pk}")
    sheet_back = load_workbook(io.BytesIO(b"".join(got))).active  # type: ignore[arg-type]
    assert sheet_back is not None
    last = [line[-1].value for line in sheet_back.iter_rows()]
    assert "问题和改法" in last
    assert "“六十”不是金额" in str(last[-1])
    done = client.post(url, {"file": book(row(price_to="１２０"))}, follow=True)
    assert "已按“120”读入" in done.content.decode()
    assert batch.items.count() == 2
    assert Event.objects.filter(verb="catalogue.batch:import", outcome="done").count() == 1
