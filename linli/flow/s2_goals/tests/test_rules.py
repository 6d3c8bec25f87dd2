"""Sums, shares, limits, terms and methods, by hand and over all inputs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.flow.s2_goals import rules
from linli.flow.s2_goals.rules import Limits, Line
from linli.flow.s2_goals.states import Category
from linli.flow.s2_goals.tests.factory import BUDGET, lines, targets

LIMITS = Limits(wage_guide=Decimal(60), wage_ceiling=Decimal(70), management=Decimal(5))
amounts = st.decimals(0, 99999, places=2)
some_lines = st.lists(
    st.builds(
        Line,
        category=st.sampled_from(Category.values),
        basis=st.text(max_size=5),
        unit_price=amounts,
        quantity=st.decimals(0, 999, places=2),
        unit=st.just("项"),
    ),
    min_size=1,
    max_size=8,
)


@given(some_lines)
def test_a_budget_equal_to_its_lines_always_passes_the_sum(given_lines: list[Line]) -> None:
    total = sum((one.amount for one in given_lines), Decimal(0))
    assert rules.check_sum(rules.sums(given_lines, total)).level == "ok"
    assert rules.check_sum(rules.sums(given_lines, total + Decimal("0.01"))).level == "stop"


@given(some_lines, st.decimals(1, 999999, places=2))
def test_what_a_refused_management_cost_may_be_is_really_allowed(given_lines: list[Line], budget: Decimal) -> None:
    found = rules.sums(given_lines, budget)
    answer = rules.check_management(found, LIMITS, given_lines)
    assert (answer.level == "stop") == (found.management * 100 > budget * 5)


@given(amounts.filter(bool), st.decimals(1, 999999, places=2))
def test_wages_stop_above_the_ceiling_and_warn_above_the_guide(wage: Decimal, budget: Decimal) -> None:
    found = rules.sums([Line("wages", "x", wage, Decimal(1), "项")], budget)
    with_reason = rules.check_wages(found, LIMITS, "服务对象须由持证社工驻点").level
    without = rules.check_wages(found, LIMITS, "").level
    share = wage * 100 / budget
    expected = ("stop", "stop") if share > 70 else ("warn", "stop") if share > 60 else ("ok", "ok")
    assert (with_reason, without) == expected


def test_the_sentences_say_what_how_much_allowed_and_remedy() -> None:
    given_lines = lines(management="18600")
    answer = rules.check_management(rules.sums(given_lines, BUDGET), LIMITS, given_lines)
    assert answer.title == "管理费 18,600 元，占 6.5%，超过上限 5%"
    assert (answer.remedy, answer.field) == ("最多可列 14,250 元", "lines-5-unit_price")
    wrong = rules.check_sum(rules.sums(lines(volunteers="29"), BUDGET))
    assert wrong.title == "明细合计 283,315 元，与项目预算 285,000 元相差 1,685 元"


def test_a_line_without_a_basis_or_an_amount_is_named_by_row() -> None:
    empty = [Line("materials", " ", Decimal(0), Decimal(3), "场")]
    assert [(f.code, f.field) for f in rules.check_lines(empty)] == [
        ("basis", "lines-0-basis"),
        ("amount", "lines-0-unit_price"),
    ]
    assert rules.check_lines([])[0].level == "stop"


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"baseline": Decimal(5), "target": Decimal(4)}, ["target"]),
        ({"baseline": Decimal(5), "target": Decimal(4), "direction": "decrease"}, []),
        ({"baseline": Decimal(4), "target": Decimal(5), "direction": "decrease"}, ["target"]),
        ({"due": date(2031, 1, 1)}, ["due"]),
    ],
)
def test_targets(changes: dict[str, Any], codes: list[str]) -> None:
    found = rules.check_targets(targets(**changes), date(2020, 1, 1), date(2030, 12, 31))
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (date(2026, 3, 1), 1, date(2027, 2, 28)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2026, 1, 1), 3, date(2028, 12, 31)),
    ],
)
def test_the_last_day_of_a_term(start: date, years: int, last: date) -> None:
    assert rules.last_day(start, years) == last
    assert rules.check_term(start, last, years, None).level == "ok"
    assert rules.check_term(start, date.fromordinal(last.toordinal() + 1), years, None).level == "stop"


@pytest.mark.parametrize(
    ("budget", "method"),
    [("1000000", "open_tender"), ("999999.99", "consultation"), ("100000", "consultation"), ("99999.99", "direct")],
)
def test_the_method_follows_the_budget(budget: str, method: str) -> None:
    found = rules.method_for(Decimal(budget), Decimal(1_000_000), Decimal(100_000))
    assert found == method
    assert rules.is_strict_enough("open_tender", found)
    assert rules.is_strict_enough("direct", found) == (method == "direct")
    assert rules.is_strict_enough("venture_call", "consultation")


CEILINGS = Limits(Decimal(60), Decimal(70), Decimal(5), categories={"travel": Decimal(10), "materials": Decimal(45)})


@pytest.mark.parametrize(("amount", "stops"), [("33.33", False), ("33.34", True)])
def test_a_category_at_its_ceiling_to_the_fen(amount: str, stops: bool) -> None:
    budget = Decimal("333.39")
    given_lines = [Line("travel", "市内交通", Decimal(amount), Decimal(1), "项")]
    found = rules.check_categories(rules.sums(given_lines, budget), CEILINGS, given_lines)
    assert [one.level for one in found] == (["stop"] if stops else [])
    if stops:
        assert found[0].title == "交通差旅 33.34 元，占 10.0003%，超过上限 10%"
        assert (found[0].remedy, found[0].field) == ("最多可列 33.33 元", "lines-0-unit_price")


@given(some_lines, st.decimals(1, 999999, places=2))
def test_what_a_ceiling_allows_passes_and_a_fen_more_does_not(given_lines: list[Line], budget: Decimal) -> None:
    found = rules.sums(given_lines, budget)
    most = rules.most_of(found, Decimal(10))
    assert most * 100 <= budget * 10 < (most + Decimal("0.01")) * 100


@pytest.mark.django_db
def test_every_category_has_its_uses_and_its_ceiling_in_the_rule_book() -> None:
    from linli.flow.s2_goals import limits as law

    assert len(law.uses()) == len(Category)
    bounded = {*law.budget_limits().categories, Category.MANAGEMENT, Category.WAGES, Category.INSURANCE}
    assert bounded == set(Category)
