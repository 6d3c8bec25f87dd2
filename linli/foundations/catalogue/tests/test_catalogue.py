"""The catalogue: read strictly, issued in batches, asked before anything is bought."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import timezone

from linli.foundations.catalogue import lookup
from linli.foundations.catalogue.actions import load
from linli.foundations.catalogue.management.commands.catalogue import district_file
from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.catalogue.reading import read
from linli.foundations.parties.tests.factory import make_actor
from linli.foundations.rulebook.law import LawError
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal
from linli.kernel.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued() -> Batch:
    return load(batch=read(district_file()), actor=Actor.system())


def batch(tmp_path: Path, number: int = 2, since: str = "2026-07-01", **change: Any) -> Path:
    item = {"code": "A0101", "name": "居家养老上门服务", "unit": "人次", "price": [70, 130], **change}
    body = {
        "batch": number, "title": "示例第二批", "from": date.fromisoformat(since),
        "sections": [{"code": "A", "name": "公益服务", "fields": [{"code": "A01", "name": "养老服务", "items": [item]}]}],
    }  # fmt: skip
    path = tmp_path / "batch.yaml"
    path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    return path


def test_the_first_batch_is_full_and_marked_as_demo(issued: Batch) -> None:
    assert issued.demo
    assert "演示" in issued.title
    fields = set(CatalogueItem.objects.values_list("field", flat=True))
    assert {"养老服务", "未保服务", "助困治理", "专业综合"} <= fields
    assert len([f for f in CatalogueItem.objects.values_list("field_code", flat=True).distinct() if f[0] == "B"]) >= 6
    assert CatalogueItem.objects.count() >= 80
    assert not CatalogueItem.objects.filter(standard="").exists()
    assert not CatalogueItem.objects.filter(served=[]).exists()
    assert Event.objects.get(verb="catalogue.batch:load").public


def test_choices_are_grouped_for_a_form(issued: Batch) -> None:
    groups = dict(lookup.choices(on=date(2026, 3, 5), buyer="town"))
    assert ("A0302", "A0302 残疾人居家康复和照护") in groups["助困治理"]
    assert lookup.choices(on=date(2020, 9, 30)) == []


def test_a_new_batch_ends_the_old_item_and_keeps_it(issued: Batch, tmp_path: Path) -> None:
    load(batch=read(batch(tmp_path)), actor=Actor.system())
    before, after = lookup.item("A0101", date(2026, 6, 30)), lookup.item("A0101", date(2026, 7, 1))
    assert before is not None
    assert after is not None
    assert (before.price_to, before.until) == (120, date(2026, 6, 30))
    assert (after.price_to, after.until) == (130, None)


@pytest.mark.parametrize(
    ("more", "message"),
    [({"number": 1}, "第 1 批目录已经发布"), ({"since": "2020-10-01"}, "不晚于上一批的 2020-10-01")],
)
def test_a_batch_is_issued_once_and_in_order(issued: Batch, tmp_path: Path, more: Any, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        load(batch=read(batch(tmp_path, **more)), actor=Actor.system())


def test_only_the_system_loads_a_file(tmp_path: Path) -> None:
    for actor in (Actor.public(), make_actor("civil_affairs", "leader")):
        with pytest.raises(NotAllowed):
            load(batch=read(batch(tmp_path)), actor=actor)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": "B0101"}, "B0101 does not lie in A01"),
        ({"price": [130, 70]}, "130 to 70 is no range"),
        ({"price": [70]}, "at least 2 items"),
        ({"buyers": ["company"]}, "company cannot buy"),
        ({"colour": "red"}, r"items\.0\.colour"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(LawError, match=message):
        read(batch(tmp_path, **change))


def test_what_is_off_the_catalogue_is_refused_with_the_clause(issued: Batch) -> None:
    with pytest.raises(Refusal, match="目录中没有编号 Z9999") as caught:
        lookup.check("Z9999", buyer="town")
    assert caught.value.clauses == ["财政部令第102号 第十条（待核对）"]
    CatalogueItem.objects.filter(code="A0102").update(until=date(2021, 12, 31))
    with pytest.raises(Refusal, match="已于 2021-12-31 停用"):
        lookup.check("A0102", buyer="town")
    with clock.travelled(timezone.make_aware(datetime(2020, 9, 1))), pytest.raises(Refusal, match="现在还不能购买"):
        lookup.check("A0103", buyer="town")


def test_who_may_not_buy_is_told_who_may(issued: Batch, tmp_path: Path) -> None:
    assert lookup.check("A0101", buyer="town").name == "居家养老上门服务"
    load(batch=read(batch(tmp_path, buyers=["civil_affairs"])), actor=Actor.system())
    with pytest.raises(Refusal, match="镇街不能购买") as caught:
        lookup.check("A0101", buyer="town", on=date(2026, 8, 1))
    assert caught.value.remedy == "可以购买的单位：区民政局。"


def test_the_search_finds_two_characters(issued: Batch) -> None:
    found = CatalogueItem.objects.filter(search__words="康复")
    assert {"A0302", "A0304"} <= {item.code for item in found}


def test_the_command_issues_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("catalogue", "issue")
    assert "items" in capsys.readouterr().out
    with pytest.raises(CommandError, match="已经发布"):
        call_command("catalogue", "issue")
    with pytest.raises(CommandError, match="does not exist"):
        call_command("catalogue", "issue", "/nowhere/x.yaml")
