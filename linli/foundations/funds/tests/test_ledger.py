"""Reserve, commit, spend, release: balances, refusals, fifty people after the last yuan."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from linli.foundations.funds import ledger
from linli.foundations.funds.models import Entry, FundSource, Reservation
from linli.foundations.funds.tests.houses import District
from linli.kernel.errors import Refusal


@pytest.fixture
def district(db: Any) -> District:
    return District()


def held(source: FundSource) -> list[Decimal]:
    source.refresh_from_db()
    return [source.available, source.reserved, source.committed, source.spent]


def test_money_goes_its_way(district: District) -> None:
    source, actor = district.source, district.treasurer
    ledger.reserve(source, 7, Decimal(600), actor=actor, title="示例项目", path="/projects/7/")
    assert held(source) == [400, 600, 0, 0]
    ledger.commit(source, 7, Decimal(500), actor=actor)
    ledger.release(source, 7, actor=actor)
    assert held(source) == [500, 0, 500, 0]
    ledger.spend(source, 7, Decimal(200), actor=actor)
    assert held(source) == [500, 0, 300, 200]
    ledger.release(source, 7, actor=actor, committed=True)
    assert held(source) == [800, 0, 0, 200]
    into = Entry.objects.filter(amount__gt=0).order_by("pk")
    assert list(into.values_list("posting__kind", "amount", "account__stage", "balance")) == [
        ("open", 1000, "available", 1000), ("reserve", 600, "reserved", 600), ("commit", 500, "committed", 500),
        ("release", 100, "available", 500), ("spend", 200, "spent", 200), ("release", 300, "available", 800),
    ]  # fmt: skip


def test_more_than_is_there_is_refused_with_the_clause(district: District) -> None:
    with pytest.raises(Refusal) as caught:
        ledger.reserve(district.source, 7, Decimal("1000.01"), actor=district.treasurer)
    assert "可用余额 1,000.00 元，少于需要的 1,000.01 元" in str(caught.value)
    assert caught.value.clauses[0].startswith("财政部令第102号")
    assert not Reservation.objects.exists()


@pytest.mark.parametrize("verb", ["commit", "spend"])
def test_each_step_needs_the_one_before(district: District, verb: str) -> None:
    move = getattr(ledger, verb)
    with pytest.raises(Refusal, match="没有在“示例区级资金（2026）”中预留资金"):
        move(district.source, 7, Decimal(1), actor=district.treasurer)
    ledger.reserve(district.source, 7, Decimal(10), actor=district.treasurer)
    with pytest.raises(Refusal, match=r"少于需要的 11\.00 元"):
        move(district.source, 7, Decimal(11), actor=district.treasurer)


@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_and_less_are_refused(district: District, amount: int) -> None:
    with pytest.raises(Refusal, match="大于 0 元"):
        ledger.reserve(district.source, 7, Decimal(amount), actor=district.treasurer)


def test_releasing_more_than_is_left_is_refused(district: District) -> None:
    ledger.reserve(district.source, 7, Decimal(10), actor=district.treasurer)
    with pytest.raises(Refusal, match=r"少于需要的 10\.50 元"):
        ledger.release(district.source, 7, amount=Decimal("10.50"), actor=district.treasurer)


def test_a_project_may_stand_on_several_sources(district: District) -> None:
    second = district.money(100, "示例捐赠")
    actor = district.treasurer
    ledger.reserve(second, 7, Decimal(60), actor=actor)
    ledger.reserve(district.source, 7, Decimal(40), actor=actor)
    ledger.commit_for(7, Decimal(90), actor=actor)
    assert ledger.balance(7) == {"reserved": 10, "committed": 90, "spent": 0}
    ledger.release_for(7, actor=actor)
    ledger.spend_for(7, Decimal(75), actor=actor)
    assert held(second) == [40, 0, 0, 60]
    assert held(district.source) == [970, 0, 15, 15]
    with pytest.raises(Refusal, match=r"签约未付的资金 15\.00 元，少于需要的 16\.00 元"):
        ledger.spend_for(7, Decimal(16), actor=actor)


@pytest.mark.parametrize("statement", ["UPDATE funds_entry SET amount = 1", "DELETE FROM funds_entry"])
def test_entries_cannot_be_changed_with_sql(district: District, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_fifty_people_after_the_last_yuan_get_it_once() -> None:
    district = District()
    ledger_amount = Decimal("999.99")
    with transaction.atomic():
        ledger.reserve(district.source, 1, ledger_amount, actor=district.treasurer)
    outcomes: list[str] = []
    gate = threading.Barrier(50)

    def grab(project: int) -> None:
        gate.wait()
        try:
            with transaction.atomic():
                ledger.reserve(district.source, project, Decimal("0.01"), actor=district.treasurer)
            outcomes.append("got")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=grab, args=[n]) for n in range(2, 52)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["funds_available"] * 49 + ["got"]
    assert held(district.source) == [0, 1000, 0, 0]
