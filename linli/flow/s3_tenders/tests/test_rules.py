"""The arithmetic of step 3, tried with whatever numbers come."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.flow.s3_tenders import rules

prices = st.integers(1, 9_999_999_999).map(lambda fen: Decimal(fen) / 100)


@given(st.lists(prices, min_size=1, max_size=20), st.integers(10, 30))
def test_the_lowest_price_has_the_whole_weight_and_no_other_more(found: list[Decimal], weight: int) -> None:
    lowest = min(found)
    scores = {price: rules.price_score(price, lowest, weight) for price in found}
    assert scores[lowest] == weight
    assert all(0 <= score <= weight for score in scores.values())
    assert sorted(found) == sorted(found, key=lambda price: (-scores[price], price))


def test_a_price_below_the_lowest_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="lowest"):
        rules.price_score(Decimal(1), Decimal(2), 20)


@given(
    st.lists(
        st.builds(
            rules.Entry,
            key=st.integers(),
            price=prices,
            expert_score=st.integers(0, 8_000).map(lambda n: Decimal(n) / 100),
            price_score=st.integers(0, 2_000).map(lambda n: Decimal(n) / 100),
            order=st.integers(0, 50),
        ),
        max_size=12,
    )
)
def test_ranking_follows_totals_and_breaks_ties_by_price(entries: list[rules.Entry]) -> None:
    ranked = rules.ranked(entries)
    assert sorted(map(id, ranked)) == sorted(map(id, entries))
    for first, second in pairwise(ranked):
        assert first.total >= second.total
        assert first.total > second.total or first.price <= second.price


@given(st.sets(st.integers(1, 10_000), max_size=40), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_a_draw_is_an_order_of_the_roster_and_can_be_repeated(roster: set[int], seed: str) -> None:
    order = rules.drawn_order(list(roster), seed)
    assert sorted(order) == sorted(roster)
    assert order == rules.drawn_order(sorted(roster, reverse=True), seed)


def test_every_expert_comes_first_about_as_often() -> None:
    firsts = [rules.drawn_order([1, 2, 3, 4, 5], f"{seed:064x}")[0] for seed in range(2_000)]
    assert all(330 <= firsts.count(expert) <= 470 for expert in range(1, 6))


@given(prices, st.lists(st.integers(1, 40), min_size=1, max_size=4))
def test_instalments_sum_to_the_amount(amount: Decimal, cut: list[int]) -> None:
    splits = [Decimal(part) for part in cut if sum(cut) < 100] or [Decimal(50)]
    splits.append(100 - sum(splits, Decimal(0)))
    assert not rules.splits_fault(splits)
    assert sum(rules.instalments(amount, splits)) == amount


@pytest.mark.parametrize("splits", [[], ["40", "40"], ["40", "40", "30"], ["100", "0"], ["120", "-20"]])
def test_splits_that_are_none(splits: list[str]) -> None:
    assert rules.splits_fault([Decimal(split) for split in splits])


@pytest.mark.parametrize(("size", "needed"), [(3, 2), (5, 4), (7, 5), (9, 6)])
def test_experts_hold_two_thirds(size: int, needed: int) -> None:
    assert rules.experts_needed(size, Fraction(2, 3)) == needed


@pytest.mark.parametrize(
    ("budget", "methods"),
    [
        ("1000000", ["open_tender"]),
        ("999999.99", ["open_tender", "consultation", "venture_call"]),
        ("100000", ["open_tender", "consultation", "venture_call"]),
        ("99999.99", ["open_tender", "consultation", "venture_call", "direct"]),
    ],
)
def test_the_amount_leaves_methods(budget: str, methods: list[str]) -> None:
    assert rules.allowed_methods(Decimal(budget), Decimal(1_000_000), Decimal(100_000)) == methods


@given(st.integers(0, 300_000_000))
def test_a_size_class_hides_the_size(size: int) -> None:
    assert rules.size_class(size) in rules.SIZE_CLASSES
    assert rules.size_class(size) >= min(size, rules.SIZE_CLASSES[-1])


def test_points_outside_the_maximum_unknown_or_missing_are_found() -> None:
    maxima = {1: 50, 2: 30}
    assert rules.over_maximum({1: Decimal(50), 2: Decimal(0)}, maxima) == []
    assert rules.over_maximum({1: Decimal("50.01"), 2: Decimal(-1)}, maxima) == [1, 2]
    assert rules.over_maximum({1: Decimal(5), 3: Decimal(5)}, maxima) == [3, 2]
