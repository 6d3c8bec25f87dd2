"""The rule book is read strictly: each mistake is named, the district only tightens."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from linli.foundations.rulebook.law import LawError, article
from linli.foundations.rulebook.loading import load

DOCUMENT = {
    "title": "示例法", "short": "示例法", "short_en": "Sample Law", "number": "示例令第1号", "issuer": "示例部",
    "issued": date(2020, 1, 1), "effective": date(2020, 1, 1),
}  # fmt: skip


def value(since: str, amount: Any, **more: Any) -> dict[str, Any]:
    return {"from": date.fromisoformat(since), "value": amount, "clause": "5", "verified": False, **more}


def parameter(*values: dict[str, Any], direction: str = "min", unit: str = "days", **more: Any) -> dict[str, Any]:
    return {"title": "期限", "title_en": "Period", "unit": unit, "direction": direction, "values": list(values), **more}


def write(folder: Path, where: str, parameters: dict[str, Any], **more: Any) -> None:
    path = folder / f"{where}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {"document": DOCUMENT, "clauses": {"5": "不得少于若干日。"}, "parameters": parameters, **more}
    path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")


def test_the_real_rule_book_loads_and_every_value_has_its_clause() -> None:
    law = load(settings.LAW_DIR, "320117")
    assert len(law.documents) >= 20
    assert all(entry.clause.gist for p in law.parameters.values() for entry in p.entries)
    assert not any(entry.verified for p in law.parameters.values() for entry in p.entries)


def test_another_district_has_the_national_rules_alone() -> None:
    law = load(settings.LAW_DIR, "110101")
    assert law.parameter("tender.bid_days").entry(date(2026, 1, 1)).value == 20
    with pytest.raises(LawError, match="no parameter wage"):
        law.parameter("wage.guide_percent")


def test_a_value_applies_from_its_day_and_the_district_goes_over_the_nation(tmp_path: Path) -> None:
    write(tmp_path, "national/a", {"x.days": parameter(value("2020-01-01", 20), value("2024-01-01", 25))})
    write(tmp_path, "districts/320117/b", {"x.days": {"values": [value("2022-01-01", 30)]}})
    found = load(tmp_path, "320117").parameter("x.days")
    days = [date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1), date(2026, 1, 1)]
    assert [found.entry(day).value for day in days] == [20, 20, 30, 30]
    with pytest.raises(LawError, match=r"no value on 2019-12-31; the first is from 2020-01-01"):
        found.entry(date(2019, 12, 31))


@pytest.mark.parametrize(
    ("direction", "district", "looser"),
    [("min", 19, True), ("min", 21, False), ("max", 21, True), ("max", 19, False), ("exact", 21, True)],
)
def test_the_district_only_tightens(tmp_path: Path, direction: str, district: int, looser: bool) -> None:
    write(tmp_path, "national/a", {"x.days": parameter(value("2020-01-01", 20), direction=direction)})
    write(tmp_path, "districts/320117/b", {"x.days": {"values": [value("2022-01-01", district)]}})
    if not looser:
        assert load(tmp_path, "320117").parameter("x.days").entry(date(2023, 1, 1)).value == district
        return
    with pytest.raises(
        LawError, match=rf"districts/320117/b.yaml: x.days: {district} .* looser than 20 of national/a.yaml"
    ):
        load(tmp_path, "320117")


def test_a_later_stricter_national_value_makes_the_district_give_way_and_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "national/a", {"x.days": parameter(value("2020-01-01", 20), value("2024-01-01", 40))})
    write(tmp_path, "districts/320117/b", {"x.days": {"values": [value("2022-01-01", 30), value("2025-01-01", 45)]}})
    found = load(tmp_path, "320117").parameter("x.days")
    days = [date(2021, 1, 1), date(2023, 12, 31), date(2024, 1, 1), date(2025, 1, 1)]
    assert [found.entry(day).value for day in days] == [20, 30, 40, 45]
    assert [(own.value, upper.value) for own, upper in found.overtaken()] == [(30, 40)]


def test_each_layer_only_tightens_what_stands_above_it(tmp_path: Path) -> None:
    write(tmp_path, "national/a", {"x.days": parameter(value("2020-01-01", 20))})
    write(tmp_path, "provinces/32/p", {"x.days": {"values": [value("2021-01-01", 22)]}})
    write(tmp_path, "cities/3201/c", {"x.days": {"values": [value("2022-01-01", 24)]}})
    write(tmp_path, "districts/320117/d", {"x.days": {"values": [value("2023-01-01", 26)]}})
    write(tmp_path, "streets/320117004/s", {"x.days": {"values": [value("2024-01-01", 28)]}})
    write(tmp_path, "provinces/33/p2", {"x.days": {"values": [value("2021-01-01", 99)]}})
    found = load(tmp_path, "320117").parameter("x.days")
    assert [found.entry(date(year, 6, 1)).value for year in range(2020, 2026)] == [20, 22, 24, 26, 26, 26]
    assert [found.entry(date(2025, 1, 1), place).value for place in ("320117004", "320117004201", "320117001", "33")] == [
        28, 28, 26, 26,
    ]  # fmt: skip
    assert [found.entry(date(2025, 1, 1), "320117004").level, found.entry(date(2021, 6, 1)).level] == [
        "street",
        "provincial",
    ]
    write(tmp_path, "streets/320117004/s", {"x.days": {"values": [value("2024-01-01", 25)]}})
    with pytest.raises(LawError, match=r"25 from 2024-01-01 is looser than 26 of districts/320117/d.yaml"):
        load(tmp_path, "320117")


def test_what_the_national_clause_leaves_free_the_district_may_loosen(tmp_path: Path) -> None:
    write(tmp_path, "national/a", {"x.days": parameter(value("2020-01-01", 20), local="free")})
    write(tmp_path, "districts/320117/b", {"x.days": {"values": [value("2022-01-01", 10)]}})
    assert load(tmp_path, "320117").parameter("x.days").entry(date(2023, 1, 1)).value == 10


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"x.days": parameter(value("2020-01-01", 20), colour="red")}, r"parameters.x.days.colour"),
        ({"x.days": parameter(value("2020-01-01", "twenty"))}, "'twenty' is not a whole number"),
        ({"x.days": parameter(value("2020-01-01", True))}, "True is not a whole number"),
        ({"x.days": parameter({"from": date(2020, 1, 1), "value": 1, "verified": False})}, "clause: Field required"),
        ({"x.days": parameter(value("2020-01-01", 20, clause="6"))}, "no clause '6'"),
        ({"x.days": parameter(value("2020-01-01", 20), value("2020-01-01", 21))}, "dates of the values must rise"),
        ({"x.days": parameter()}, "at least 1 item"),
        ({"x.days": {"values": [value("2020-01-01", 20)]}}, "needed where it first appears"),
        ({"x.days": parameter(value("2020-01-01", "a"), unit="choice", choices={"b": "乙"})}, "'a' is not one of b"),
        ({"x.days": parameter(value("2020-01-01", "3/2"), unit="ratio")}, "not between 0 and 1"),
        ({"x.days": parameter(value("2020-01-01", 20), unit="weeks")}, "unit"),
    ],
)
def test_each_mistake_is_named_with_its_file(tmp_path: Path, parameters: dict[str, Any], message: str) -> None:
    write(tmp_path, "national/a", parameters)
    with pytest.raises(LawError, match=message) as caught:
        load(tmp_path, "320117")
    assert str(caught.value).startswith("national/a.yaml: ")


def test_a_key_that_comes_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "national").mkdir()
    (tmp_path / "national/a.yaml").write_text("document: {}\ndocument: {}\n")
    with pytest.raises(LawError, match="'document' is there twice"):
        load(tmp_path, "320117")


def test_two_documents_may_not_say_the_same_parameter(tmp_path: Path) -> None:
    write(tmp_path, "national/a", {"x.days": parameter(value("2020-01-01", 20))})
    write(tmp_path, "national/b", {"x.days": parameter(value("2020-01-01", 20))})
    with pytest.raises(LawError, match=r"national/b.yaml: x.days: already in national/a.yaml"):
        load(tmp_path, "320117")


def test_an_empty_folder_is_no_rule_book(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="holds no rule book"):
        load(tmp_path, "320117")


def test_values_have_the_types_of_their_units() -> None:
    law = load(settings.LAW_DIR, "320117")
    day = date(2026, 3, 5)
    assert law.parameter("panel.expert_share").entry(day).value == Fraction(2, 3)
    assert law.parameter("tender.bid_bond_percent").entry(day).value == Decimal(2)
    assert law.parameter("followup.visit_months").entry(day).value == [1, 3, 6]


@pytest.mark.parametrize(
    ("number", "name"),
    [(5, "第五条"), (10, "第十条"), (16, "第十六条"), (20, "第二十条"), (35, "第三十五条"), (104, "第一百零四条"),
     (110, "第一百一十条"), (213, "第二百一十三条")],
)  # fmt: skip
def test_articles_are_named_in_chinese(number: int, name: str) -> None:
    assert article(number) == name
