"""The pages of places in the browser's place: lists, forms, uploads, who is turned away."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import COMMUNITY, TOWN, make_actor, make_place
from linli.foundations.places.models import Place, PlaceYear
from linli.foundations.places.sheets import rows_of
from linli.foundations.places.tests.test_import_divisions import LISHUI

HEAD = ["区划代码", "年度", "户数", "人口", "服务用房面积"]


@pytest.fixture
def town_clerk(client: Client, db: Any) -> Client:
    make_place(COMMUNITY)
    return enter(client, "town", "clerk")


def enter(client: Client, kind: str, role: str) -> Client:
    client.force_login(Person.objects.get(pk=make_actor(kind, role).person_id))
    return client


def sheet(*rows: list[Any]) -> SimpleUploadedFile:
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(buffer)
    return SimpleUploadedFile("数据.xlsx", buffer.getvalue())


def test_the_list_shows_figures_and_finds_by_code_and_pinyin(town_clerk: Client) -> None:
    place = Place.objects.get(code=COMMUNITY)
    PlaceYear.objects.create(place=place, year=2025, households=1000, population=3000, floor_space=305)
    page = town_clerk.get("/places/").content.decode()
    assert "1,000" in page
    assert "30.5" in page
    for query, count in (("320117004", 2), ("示例社区", 1), ("nothing", 0)):
        found = town_clerk.get("/places/", {"name": query})
        assert len(found.context["page"].object_list) == count
    Place.objects.filter(code=COMMUNITY).update(is_pilot=True)
    assert len(town_clerk.get("/places/", {"is_pilot": "True"}).context["page"].object_list) == 1
    assert len(town_clerk.get("/places/", {"tab": "town"}).context["page"].object_list) == 1


def test_the_list_costs_the_same_whatever_its_length(town_clerk: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            town_clerk.get("/places/?size=50")
        return len(counted)

    town_clerk.get("/places/")
    before, town = statements(), Place.objects.get(code=TOWN)
    for n in range(2, 30):
        Place.objects.create(code=f"{TOWN}{n:03d}", name=f"示例社区{n}", level="community", parent=town)
    assert statements() == before


def test_a_year_is_registered_and_corrected_with_the_page_it_was_seen_on(town_clerk: Client) -> None:
    address = f"/places/{COMMUNITY}/year/"
    data = {"year": 2025, "households": 1200, "population": 3000, "floor_space": "400.50", "version": 1}
    assert town_clerk.post(address, data).status_code == 302
    stale = town_clerk.post(address, {**data, "households": 1})
    assert stale.status_code == 422
    assert "已由" in stale.content.decode()
    assert PlaceYear.objects.get().households == 1200
    assert "1200" in town_clerk.get(f"/places/{COMMUNITY}/").content.decode()
    assert town_clerk.post(address, {**data, "version": 2, "households": "-1"}).status_code == 422


def test_an_excel_table_is_imported_or_comes_back_with_its_faults(town_clerk: Client) -> None:
    bad = town_clerk.post("/places/years/import/", {"file": sheet(HEAD, [COMMUNITY, 2025, "约千", 3000, 400])})
    assert bad.status_code == 422
    page = bad.content.decode()
    assert "1 处错误，一行也没有导入" in page
    assert "“约千”不是整数" in page
    good = sheet(["演示数据"], HEAD, [COMMUNITY, 2025, 1200.0, 3000, 400.25])
    assert town_clerk.post("/places/years/import/", {"file": good}).status_code == 302
    assert str(PlaceYear.objects.get().floor_space) == "400.25"


def test_the_template_holds_ones_own_places_and_goes_back_in(town_clerk: Client) -> None:
    response = town_clerk.get("/places/years/template/")
    rows = list(load_workbook(io.BytesIO(response.content)).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["区划代码", TOWN, COMMUNITY]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"", "没有“区划代码"),
        ("a.csv", b"\x00\x01binary", "不是 Excel 或 CSV"),
        ("a.xlsx", b"PK\x03\x04broken", "打不开"),
        ("a.csv", "区划代码,年度,户数,人口,服务用房面积\n".encode(), "没有数据行"),
        ("a.csv", b"x" * (5 * 1024 * 1024 + 1), "超过 5 MB"),
        ("a.csv", "区划代码,年度,户数,人口\n".encode("gbk"), "没有“服务用房面积”列"),
    ],
)
def test_files_that_are_no_tables_are_refused_in_words(town_clerk: Client, name: str, data: bytes, says: str) -> None:
    response = town_clerk.post("/places/years/import/", {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 422
    text = response.content.decode()
    assert says.replace("没有数据行", "下面没有数据行") in text or (not data and "空" in text)


def test_a_bomb_is_not_unpacked() -> None:
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (51 * 1024 * 1024))
    from linli.foundations.places.divisions.faults import BadFile

    with pytest.raises(BadFile) as caught:
        rows_of(SimpleUploadedFile("bomb.xlsx", buffer.getvalue()))
    assert "解压后超过" in str(caught.value.faults[0])


def test_the_bureau_imports_codes_and_marks_pilots(client: Client, db: Any) -> None:
    enter(client, "civil_affairs", "clerk")
    upload = SimpleUploadedFile("codes.csv", LISHUI.read_bytes())
    assert client.post("/places/import/", {"file": upload}).status_code == 302
    assert Place.objects.count() == 128
    client.post(f"/places/{TOWN}/pilot/", {"pilot": "1", "version": 1})
    assert Place.objects.get(code=TOWN).is_pilot
    client.post(f"/places/{TOWN}/pilot/", {"pilot": "0", "version": 1})
    assert Place.objects.get(code=TOWN).is_pilot, "a stale page changes nothing"


@pytest.mark.parametrize(
    ("kind", "role", "path", "status"),
    [
        ("town", "leader", f"/places/{COMMUNITY}/year/", 403),
        ("social", "manager", "/places/years/import/", 403),
        ("town", "clerk", "/places/import/", 403),
        ("operator", "operator", "/places/import/", 200),
        ("supervisor", "supervisor", "/places/", 200),
        ("social", "manager", f"/places/{COMMUNITY}/", 200),
    ],
)
def test_who_opens_what(client: Client, db: Any, kind: str, role: str, path: str, status: int) -> None:
    make_place(COMMUNITY)
    assert enter(client, kind, role).get(path).status_code == status


@pytest.mark.parametrize("path", ["/places/", f"/places/{COMMUNITY}/", "/places/import/", "/places/years/import/"])
def test_visitors_are_asked_to_sign_in(client: Client, db: Any, path: str) -> None:
    assert "/account/login/" in client.get(path).url
