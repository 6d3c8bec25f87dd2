"""Entering and adjusting a source; who may and who may not."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.foundations.funds import ledger, papers
from linli.foundations.funds.actions import adjust, attach, create
from linli.foundations.funds.models import FundSource
from linli.foundations.funds.tests.houses import District
from linli.foundations.rulebook import book
from linli.kernel import files, journal
from linli.kernel.actions import Terms
from linli.kernel.errors import NotAllowed, Refusal, Stale


@pytest.fixture
def district(db: Any) -> District:
    return District()


def enter(district: District, actor: Any, **more: Any) -> FundSource:
    given = {
        "name": "示例镇自有资金", "kind": "town", "year": 2026, "place": district.town_place, "owner": district.town,
        "amount": Decimal(50),
    }  # fmt: skip
    return create(**{**given, **more}, actor=actor)


def test_finance_and_the_owner_may_enter_a_source(district: District) -> None:
    assert enter(district, district.clerk).available == 50
    assert enter(district, district.treasurer, name="示例镇第二笔").owner == district.town
    for actor in (district.stranger, district.bidder):
        with pytest.raises(NotAllowed):
            enter(district, actor, name="示例镇第三笔")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": Decimal(0)}, "资金总额应大于 0 元"),
        ({"kind": "magic"}, "没有这一资金类别"),
    ],
)
def test_a_wrong_source_is_told_why(district: District, change: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal, match=message):
        enter(district, district.treasurer, **change)


def test_a_town_cannot_enter_money_for_another_place(district: District) -> None:
    with pytest.raises(Refusal, match="不在示例镇政府的范围内"):
        enter(district, district.clerk, place=district.place)


def test_the_same_source_twice_is_refused_in_words(district: District) -> None:
    enter(district, district.clerk)
    with pytest.raises(Refusal, match="本年度已有同名的资金来源"):
        enter(district, district.clerk)


def test_an_adjustment_has_a_reason_and_a_floor(district: District) -> None:
    ledger.reserve(district.source, 7, Decimal(600), actor=district.treasurer)
    with pytest.raises(Refusal, match=r"已预留、签约和支付 600\.00 元，不能调整为 599\.99 元"):
        adjust(district.source, amount=Decimal("599.99"), reason="压减", actor=district.treasurer)
    with pytest.raises(Refusal, match="没有填写调整理由"):
        adjust(district.source, amount=Decimal(700), reason=" ", actor=district.treasurer)
    with pytest.raises(Refusal, match="没有变化"):
        adjust(district.source, amount=Decimal(1000), reason="压减", actor=district.treasurer)
    changed = adjust(district.source, amount=Decimal(700), reason="年中压减", actor=district.treasurer)
    assert changed.available == 100
    assert changed.entries.get(account__stage="available", posting__kind="adjust").amount == -300
    assert journal.history(changed)[0].facts["reason"] == "年中压减"


def test_who_may_not_adjust_is_refused(district: District) -> None:
    for actor in (district.leader, district.clerk, district.bidder):
        with pytest.raises(NotAllowed):
            adjust(district.source, amount=Decimal(2000), reason="增加", actor=actor)
    own = enter(district, district.clerk)
    assert adjust(own, amount=Decimal(60), reason="增加", actor=district.leader).amount == 60
    with pytest.raises(NotAllowed):
        adjust(own, amount=Decimal(70), reason="增加", actor=district.stranger)


def test_money_moved_meanwhile_does_not_make_the_page_stale_but_an_adjustment_does(district: District) -> None:
    ledger.reserve(district.source, 7, Decimal(10), actor=district.treasurer)
    adjust.on(Terms(version=1))(district.source, amount=Decimal(900), reason="压减", actor=district.treasurer)
    with pytest.raises(Stale):
        adjust.on(Terms(version=1))(district.source, amount=Decimal(800), reason="压减", actor=district.treasurer)


def test_who_sees_which_source(district: District) -> None:
    own = enter(district, district.clerk)
    seen = {
        name: set(FundSource.objects.visible_to(getattr(district, name))) for name in ("treasurer", "clerk", "bidder")
    }
    assert seen == {"treasurer": {district.source, own}, "clerk": {own}, "bidder": set()}
    assert not set(FundSource.objects.visible_to(district.stranger))
    assert district.clerk.may("funds.source:view", own)
    assert not district.stranger.may("funds.source:view", own)


def test_a_place_may_use_its_own_its_towns_and_the_districts_money(district: District) -> None:
    own = enter(district, district.clerk)
    usable = FundSource.objects.usable(2026, "320117001003")
    assert set(usable) == {district.source, own}
    assert set(FundSource.objects.usable(2026, "320117002")) == {district.source}
    ledger.reserve(district.source, 7, Decimal(1000), actor=district.treasurer)
    assert set(FundSource.objects.usable(2026, "320117002")) == set()


def scan(name: str = "拨款文件.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")


def test_the_paper_is_kept_with_the_source_and_read_by_who_sees_it(district: District) -> None:
    source = enter(district, district.clerk, paper=scan())
    attach(source, paper=scan("调整文件.pdf"), actor=district.treasurer)
    kept = papers.of(source)
    assert [one.name for one in kept] == ["拨款文件.pdf", "调整文件.pdf"]
    assert journal.history(source)[0].facts["files"][0]["sha256"] == kept[1].sha256
    for actor, reads in (
        (district.treasurer, True),
        (district.clerk, True),
        (district.stranger, False),
        (district.bidder, False),
    ):
        assert files.may_read(actor, kept[1]) == reads
    for actor in (district.stranger, district.bidder):
        with pytest.raises(NotAllowed):
            attach(source, paper=scan(), actor=actor)


@pytest.mark.parametrize(
    ("rule", "kind", "missing"),
    [
        ("optional", "lottery", False), ("other_level", "town", False), ("other_level", "donation", False),
        ("other_level", "district", True), ("other_level", "lottery", True), ("all", "town", True),
    ],
)  # fmt: skip
def test_the_rule_book_says_whose_paper_must_be_there(
    district: District, monkeypatch: pytest.MonkeyPatch, rule: str, kind: str, missing: bool
) -> None:
    known = book.value
    monkeypatch.setattr(book, "value", lambda name, *more: rule if name == papers.PARAMETER else known(name, *more))
    if not missing:
        assert enter(district, district.clerk, kind=kind)
        return
    with pytest.raises(Refusal, match="没有上传拨款文件") as caught:
        enter(district, district.clerk, kind=kind)
    assert (caught.value.field, len(caught.value.clauses)) == ("paper", 1)
    assert not FundSource.objects.filter(name="示例镇自有资金").exists()
    assert enter(district, district.clerk, kind=kind, paper=scan())
