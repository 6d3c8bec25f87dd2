"""No contract goes beyond its budget line without being stopped, or said with the clause (预算法 13, 57)."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections

from linli.foundations.funds import actions, budgeting, ledger
from linli.foundations.funds.actions.budgets import Line
from linli.foundations.funds.models import Budget
from linli.foundations.funds.tests.test_setting_aside import Bureaus
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal
from linli.kernel.models import Event, Task

LINES = [Line("养老服务", Decimal(300), purpose="A01"), Line("助困", Decimal(90), purpose="A03")]


def adopt(district: Bureaus, lines: list[Line] = LINES) -> Budget:
    return actions.adopt_budget(
        year=2026, owner=district.finance, title="示例预算", lines=lines, actor=district.treasurer
    )


def reserve(district: Bureaus, project: int, amount: int, purpose: str = "A0102") -> None:
    ledger.reserve(
        district.source, project, Decimal(amount), actor=district.treasurer, purpose=purpose, place=district.town_place
    )


def warns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A district that wants to be told, not stopped."""
    known = book.value
    monkeypatch.setattr(
        book, "value", lambda name, *more: "warn" if name == budgeting.OVERSPENDING else known(name, *more)
    )


@pytest.fixture
def district(db: Any) -> Bureaus:
    return Bureaus()


def test_a_contract_stops_at_its_line_to_the_fen(district: Bureaus) -> None:
    adopt(district)
    reserve(district, 1, 200)
    reserve(district, 2, 200)
    ledger.commit_for(1, Decimal(200), actor=district.treasurer)
    with pytest.raises(Refusal, match=r"批准 300.00 元，已占用 200.00 元，加上 100.01 元，超出 0.01 元") as caught:
        ledger.commit_for(2, Decimal("100.01"), actor=district.treasurer)
    assert caught.value.code == "over_budget"
    assert [str(clause) for clause in caught.value.clauses] == ["预算法 第五十七条（待核对）"]
    assert "调整预算" in str(caught.value.remedy)
    assert ledger.balance(2)["committed"] == 0
    ledger.commit_for(2, Decimal(100), actor=district.treasurer)
    # Paying moves within the line; nothing is bound twice.
    ledger.spend_for(2, Decimal(100), actor=district.treasurer)
    ledger.reverse_for(2, Decimal(100), actor=district.treasurer)


def test_without_a_budget_or_within_another_year_nothing_is_asked(district: Bureaus) -> None:
    reserve(district, 1, 900)
    ledger.commit_for(1, Decimal(900), actor=district.treasurer)


def test_what_no_line_foresees_is_said_and_the_owner_is_asked(district: Bureaus) -> None:
    budget = adopt(district)
    reserve(district, 1, 50, purpose="B0101")
    ledger.commit_for(1, Decimal(50), actor=district.treasurer)
    task = Task.objects.get(verb="funds.budget:amend")
    assert (task.subject_id, task.organisation_id) == (budget.pk, district.finance.pk)
    assert "50.00 元属于预算外" in task.context
    assert "第十三条" in str(task.clause)


def test_a_district_may_have_it_said_instead(district: Bureaus, monkeypatch: pytest.MonkeyPatch) -> None:
    adopt(district)
    reserve(district, 1, 400)
    warns(monkeypatch)
    ledger.commit_for(1, Decimal(400), actor=district.treasurer)
    assert "超出 100.00 元" in Task.objects.get(verb="funds.budget:amend").context


def test_a_line_is_not_lowered_below_what_is_bound(district: Bureaus) -> None:
    budget = adopt(district)
    reserve(district, 1, 200)
    ledger.commit_for(1, Decimal(200), actor=district.treasurer)
    lower = [Line("养老服务", Decimal("199.99"), purpose="A01")]
    with pytest.raises(Refusal, match=r"超出 0.01 元"):
        actions.amend_budget(budget, lines=lower, reason="示人〔2026〕9号", actor=district.treasurer)
    assert budget.lines.count() == 2
    exact = [Line("养老服务", Decimal(200), purpose="A01")]
    actions.amend_budget(budget, lines=exact, reason="示人〔2026〕9号", actor=district.treasurer)


def test_a_budget_that_comes_after_the_contracts_says_what_is_beyond_it(district: Bureaus) -> None:
    reserve(district, 1, 400)
    ledger.commit_for(1, Decimal(400), actor=district.treasurer)
    adopt(district)
    event = Event.objects.get(verb="funds.budget:adopt")
    assert "超出 100.00 元" in event.facts["beyond_budget"]
    assert {one["parameter"] for one in event.law} == {budgeting.OVERSPENDING}


def test_the_planner_sees_it_with_everything_reserved_counted(district: Bureaus) -> None:
    adopt(district)
    reserve(district, 1, 250)
    place = district.town_place
    (over,) = budgeting.outlook(district.source, Decimal(51), "A0102", place)
    assert "超出 1.00 元" in over.words
    assert not budgeting.outlook(district.source, Decimal(50), "A0102", place)
    (outside,) = budgeting.outlook(district.source, Decimal(1), "B01", place)
    assert (outside.row, outside.parameter) == (None, budgeting.UNBUDGETED)


@pytest.mark.django_db(transaction=True)
def test_two_contracts_after_the_last_yuan_of_a_line() -> None:
    district = Bureaus()
    adopt(district)
    for project in (1, 2):
        reserve(district, project, 200)
    start, told = threading.Barrier(2), []

    def sign(project: int) -> None:
        from django.db import transaction

        try:
            start.wait(10)
            with transaction.atomic():
                ledger.commit_for(project, Decimal(200), actor=district.treasurer)
            told.append("bound")
        except Refusal as refusal:
            told.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sign, args=[project]) for project in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["bound", "over_budget"]
    assert sum(ledger.balance(project)["committed"] for project in (1, 2)) == 200
    connection.close()
