"""Yearly figures and pilots: whose they are, what is refused, which row is named."""

from decimal import Decimal
from typing import Any

import pytest

from linli.foundations.parties.tests.factory import COMMUNITY, OTHER_TOWN, make_actor, make_place
from linli.foundations.places.actions import import_years, mark_pilot, record_year, unmark_pilot
from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.models import PlaceYear
from linli.kernel.actions import Terms
from linli.kernel.errors import NotAllowed, Refusal, Stale, WrongState

HEAD = ["区划代码", "年度", "户数", "人口", "服务用房面积（平方米）"]


def test_a_community_registers_its_own_year_and_corrects_it(db: Any) -> None:
    place, clerk = make_place(), make_actor("community")
    record_year(place, year=2025, households=1200, population=3100, floor_space=Decimal("400.5"), actor=clerk)
    record_year(place, year=2025, households=1300, population=3200, floor_space=Decimal("400.5"), actor=clerk)
    year = PlaceYear.objects.get()
    assert (year.households, year.floor_per_100_households) == (1300, Decimal("30.8"))


def test_a_neighbouring_town_does_not_register_it(db: Any) -> None:
    neighbour = make_actor("town", place=make_place(OTHER_TOWN))
    with pytest.raises(NotAllowed):
        record_year(make_place(), year=2025, households=1, population=1, floor_space=Decimal(1), actor=neighbour)
    assert not PlaceYear.objects.exists()


def test_a_year_out_of_range_is_refused_in_words(db: Any) -> None:
    with pytest.raises(Refusal, match="1990"):
        record_year(make_place(), year=1980, households=1, population=1, floor_space=Decimal(1), actor=make_actor())


def test_a_table_is_taken_whole(db: Any) -> None:
    make_place()
    rows = [HEAD, [COMMUNITY, "2024", "1,200", "3100", "360"], [COMMUNITY, "2025", "1210", "3110", "360.25"], ["", ""]]
    import_years(file="t.xlsx", rows=rows, actor=make_actor("town"))
    assert PlaceYear.objects.count() == 2
    rows[1][2] = "1250"
    import_years(file="t.xlsx", rows=rows, actor=make_actor("town"))
    assert PlaceYear.objects.get(year=2024).households == 1250


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        (["999999999999", "2025", "1", "1", "1"], "区划代码", "没有登记"),
        (["320117005001", "2025", "1", "1", "1"], "区划代码", "不在本单位辖区内"),
        ([COMMUNITY, "25", "1", "1", "1"], "年度", "1990 至 2100"),
        ([COMMUNITY, "2025", "约1200", "1", "1"], "户数", "不是整数"),
        ([COMMUNITY, "2025", "1", "-5", "1"], "人口", "不是整数"),
        ([COMMUNITY, "2025", "1", "1", "三百"], "服务用房面积", "不是数字"),
        ([COMMUNITY, "2025", "1", "1", "NaN"], "服务用房面积", "不能登记"),
        ([COMMUNITY, "2025", "1", "1", "-1"], "服务用房面积", "不能登记"),
        ([COMMUNITY, "2024", "1", "1", "1"], "区划代码", "与第 2 行"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_imported(db: Any, cells: list[str], column: str, says: str) -> None:
    make_place()
    make_place("320117005001")
    with pytest.raises(BadFile) as caught:
        import_years(file="t.csv", rows=[HEAD, [COMMUNITY, "2024", "1", "1", "1"], cells], actor=make_actor("town"))
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == (3, column)
    assert says in str(fault)
    assert not PlaceYear.objects.exists()


def test_a_pilot_is_marked_once_and_a_stale_page_is_told(db: Any) -> None:
    place, clerk = make_place(), make_actor("civil_affairs")
    marked = mark_pilot(place, actor=clerk)
    assert marked.is_pilot
    with pytest.raises(WrongState):
        mark_pilot(place, actor=clerk)
    with pytest.raises(Stale):
        unmark_pilot.on(Terms(version=1))(place, actor=clerk)
    assert not unmark_pilot(place, actor=clerk).is_pilot
    with pytest.raises(NotAllowed):
        mark_pilot(place, actor=make_actor("town"))
