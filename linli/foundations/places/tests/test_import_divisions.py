"""Division codes: whole or not at all, each bad row named, the same file twice changes nothing."""

import codecs
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli.foundations.parties.tests.factory import make_actor
from linli.foundations.places.actions import import_divisions
from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.divisions.merge import Outcome
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed
from linli.kernel.models import Event

LISHUI = Path(__file__).parents[1] / "data" / "lishui_divisions.csv"
HEAD = "code,name,level,parent_code\n"
GOOD = HEAD + "320117,溧水区,district,3201\n320117004,石湫街道,town,320117\n320117004001,明觉社区,community,320117004\n"


def load(*paths: Path) -> Outcome:
    return import_divisions(paths=paths, actor=Actor.system())


def write(folder: Path, text: str, encoding: str = "utf-8", name: str = "codes.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def refused(path: Path) -> BadFile:
    with pytest.raises(BadFile) as caught:
        load(path)
    assert not Place.objects.exists(), "half imported"
    return caught.value


def test_lishui_has_one_district_nine_towns_and_118_communities(db: Any) -> None:
    assert load(LISHUI) == Outcome(rows=128, added=128, changed=0)
    levels = [Place.objects.filter(level=level).count() for level in ("district", "town", "zone", "community")]
    assert levels == [1, 8, 1, 118]
    assert Place.objects.within("320117004").communities().count() == 14
    assert Place.objects.get(code="320117400").level == "zone"
    assert Place.objects.get(code="320117004").pinyin == "shi qiu jie dao"


def test_the_same_file_again_changes_nothing_and_a_new_name_changes_one(db: Any, tmp_path: Path) -> None:
    load(LISHUI)
    assert load(LISHUI) == Outcome(rows=128, added=0, changed=0)
    renamed = LISHUI.read_text().replace("中山路居委会", "中山路社区居委会")
    assert load(write(tmp_path, renamed)) == Outcome(rows=128, added=0, changed=1)
    assert Place.objects.get(code="320117001001").version == 2
    assert Event.objects.filter(verb="places.place:import").count() == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_encodings_that_spreadsheets_write(db: Any, tmp_path: Path, encoding: str) -> None:
    assert load(write(tmp_path, GOOD, encoding)).added == 3
    assert Place.objects.get(code="320117004001").name == "明觉社区"


def test_chinese_heads_and_missing_levels_are_taken(db: Any, tmp_path: Path) -> None:
    text = "区划代码,名称\r\n320117,溧水区\r\n320117400,溧水开发区\r\n\r\n"
    assert load(write(tmp_path, text)).added == 2
    assert Place.objects.get(code="320117400").level == "zone"


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("32011700400,短了,community,320117004", "code", "有 11 位"),
        ("3201,南京市,,32", "code", "省、市不导入"),
        ("3.20117E+11,坏了,community,320117004", "code", "文本格式"),
        ("32O117004002,字母,community,320117004", "code", "数字以外"),
        (",没有代码,community,320117004", "code", "空的"),
        ("320117004002,,community,320117004", "name", "名称是空的"),
        ("320117004002," + "长" * 101 + ",community,320117004", "name", "101 个字"),
        ("320117004002,层级不符,town,320117004", "level", "层级是“镇街”"),
        ("320117004002,层级不明,hamlet,320117004", "level", "无法识别"),
        ("320117004002,上级不符,community,320117005", "parent_code", "不符"),
        ("320117004001,重复,community,320117004", "code", "与第 4 行重复"),
        ("320117009001,没有上级,community,320117009", "code", "“320117009”既不在文件中"),
        ("320117004002,多一列,community,320117004,x", "", "有 5 列，表头有 4 列"),
    ],
)
def test_one_bad_row_is_named_and_nothing_is_imported(
    db: Any, tmp_path: Path, row: str, column: str, says: str
) -> None:
    refusal = refused(write(tmp_path, GOOD + row + "\n"))
    assert refusal.total == 1
    (fault,) = refusal.faults
    assert (fault.row, fault.column) == (5, column)
    assert says in str(fault)


def test_faults_come_in_the_order_of_rows(db: Any, tmp_path: Path) -> None:
    text = GOOD + "320117004002,,community,\n12,短,,\n320117004001,重复,,\n320117004003,多,,,\n"
    assert [f.row for f in refused(write(tmp_path, text)).faults] == [5, 6, 7, 8]


def test_a_damaged_byte_is_named_and_does_not_turn_the_file_into_gbk(db: Any, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(GOOD.encode() + b"320117004002,\xff\xfe,community,320117004\n")
    (fault,) = refused(path).faults
    assert (fault.row, fault.column) == (5, "name")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "没有“code、name”列"),
        (b"number,title\n1,x\n", "没有“code、name”列"),
        (b"PK\x03\x04rest", "另存为"),
        (codecs.BOM_UTF8 + b'code,name\n320117,"open\n' + b"x" * 200_000, "引号"),
    ],
)
def test_what_is_no_table_of_codes_is_refused_as_a_whole(db: Any, tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(content)
    assert says in str(refused(path).faults[0])


def test_the_countrys_tables_are_taken_from_a_folder_without_provinces_and_cities(db: Any, tmp_path: Path) -> None:
    write(tmp_path, 'code,name\n32,"江苏省"\n', name="provinces.csv")
    write(tmp_path, 'code,name,cityCode,provinceCode\n320117,"溧水区",3201,32\n', name="areas.csv")
    write(
        tmp_path, 'code,name,areaCode,provinceCode,cityCode\n320117004,"石湫街道",320117,32,3201\n', name="streets.csv"
    )
    write(
        tmp_path,
        "code,name,streetCode,provinceCode,cityCode,areaCode\n320117004001,甲,320117004,32,3201,320117\n",
        name="villages.csv",
    )
    assert load(tmp_path).added == 3


def test_the_command_names_the_bad_row(db: Any, tmp_path: Path) -> None:
    path = write(tmp_path, GOOD + "320117009001,没有上级,community,320117009\n")
    with pytest.raises(CommandError, match=r"codes\.csv 第 5 行“code”列"):
        call_command("places", "import", str(path))
    with pytest.raises(CommandError, match="文件不存在"):
        call_command("places", "import", str(tmp_path / "none.csv"))


def test_many_bad_rows_are_counted_and_a_hundred_listed(db: Any, tmp_path: Path) -> None:
    bad = "".join(f"32011700400{n},坏,community,320117004\n" for n in range(100, 350))
    refusal = refused(write(tmp_path, GOOD + bad))
    assert refusal.total == 250
    assert len(refusal.faults) == 100


@pytest.mark.parametrize(("kind", "role"), [("civil_affairs", "clerk"), ("operator", "operator")])
def test_who_may_import(db: Any, kind: str, role: str) -> None:
    assert import_divisions(paths=[LISHUI], actor=make_actor(kind, role)).rows == 128


@pytest.mark.parametrize(("kind", "role"), [("town", "clerk"), ("civil_affairs", "leader"), ("social", "manager")])
def test_who_may_not_import(db: Any, kind: str, role: str) -> None:
    with pytest.raises(NotAllowed):
        import_divisions(paths=[LISHUI], actor=make_actor(kind, role))
