"""Scores, grades and intervals hold for every input."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.flow.s5_evaluation import rules

KINDS = ("onsite", "expert", "satisfaction", "accounts")
SCORES = st.decimals(0, 100, places=2)
BOUNDS = {"优": Decimal(90), "良": Decimal(80), "中": Decimal(60)}
RANK = ["差", "中", "良", "优"]
COUNTS = st.lists(st.integers(0, 500), min_size=5, max_size=5).filter(any)


@given(st.lists(SCORES, min_size=4, max_size=4), st.lists(st.integers(1, 100), min_size=4, max_size=4))
def test_the_weighted_score_lies_between_the_scores(scores: list[Decimal], weights: list[int]) -> None:
    made = rules.weighted_score(
        dict(zip(KINDS, scores, strict=True)), dict(zip(KINDS, map(Decimal, weights), strict=True))
    )
    assert min(scores) <= made <= max(scores)


@given(SCORES, SCORES)
def test_a_better_score_never_gives_a_worse_grade(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert RANK.index(rules.grade(low, BOUNDS)) <= RANK.index(rules.grade(high, BOUNDS))


@pytest.mark.parametrize(
    ("score", "grade"), [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"), ("59.99", "差"), ("0", "差")]
)  # fmt: skip
def test_the_bounds_belong_to_the_better_grade(score: str, grade: str) -> None:
    assert rules.grade(Decimal(score), BOUNDS) == grade


def test_a_missing_score_is_named() -> None:
    with pytest.raises(ValueError, match="accounts"):
        rules.weighted_score({"onsite": Decimal(80)}, {"onsite": Decimal(50), "accounts": Decimal(50)})


@given(COUNTS)
def test_the_interval_holds_the_mean_and_keeps_to_the_scale(counts: list[int]) -> None:
    found = rules.satisfaction(counts)
    assert 1 <= found.low <= found.mean <= found.high <= 5
    assert found.low < found.high
    assert found.score == (sum(Decimal(v) * c for v, c in enumerate(counts, 1)) / found.n * 20).quantize(
        Decimal("0.01")
    )


@given(COUNTS)
def test_more_answers_alike_narrow_the_interval(counts: list[int]) -> None:
    once, many = rules.satisfaction(counts), rules.satisfaction([c * 10 for c in counts])
    assert many.high - many.low <= once.high - once.low


def test_ten_very_satisfied_are_no_certainty() -> None:
    found = rules.satisfaction([0, 0, 0, 0, 10])
    assert (found.n, found.mean, found.high, found.score) == (10, 5, 5, 100)
    assert found.low < Decimal("4.0")


@pytest.mark.parametrize("counts", [[], [0, 0, 0, 0, 0], [1, 2, 3], [-1, 0, 0, 0, 5]])
def test_counts_without_answers_are_refused(counts: list[int]) -> None:
    with pytest.raises(ValueError, match="five counts"):
        rules.satisfaction(counts)


def test_what_is_below_sixty_fails() -> None:
    assert rules.failing({"onsite": Decimal("59.99"), "expert": Decimal(60)}) == ["onsite"]
