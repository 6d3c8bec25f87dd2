"""How steady ranks are: over all inputs, and by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.flow.s1_needs.analysis.sensitivity import Row, steadiness, top_of, weightings
from linli.flow.s1_needs.rules import CRITERIA, priority

WEIGHTS = {"breadth": 30, "urgency": 25, "vulnerability": 25, "gap": 20}
four = st.tuples(*(st.integers(1, 5) for _name in CRITERIA))
weights = st.fixed_dictionaries({name: st.integers(0, 100) for name in CRITERIA}).filter(lambda w: any(w.values()))


def ranked(many: list[tuple[int, ...]], given_weights: dict[str, int]) -> list[Row]:
    """As a list is published: by the index, then in their order."""
    order = sorted(
        range(len(many)), key=lambda at: (-priority(dict(zip(CRITERIA, many[at], strict=True)), given_weights), at)
    )
    return [Row(at, many[at]) for at in order]


@settings(max_examples=40, deadline=None)
@given(st.lists(four, min_size=1, max_size=25), weights)
def test_every_rank_lies_between_its_best_and_its_worst(
    many: list[tuple[int, ...]], given_weights: dict[str, int]
) -> None:
    rows = ranked(many, given_weights)
    found = steadiness(rows, given_weights, top=top_of(len(rows)), draws=60)
    assert {one.rank for one in found.values()} == set(range(1, len(rows) + 1))
    for one in found.values():
        assert 1 <= one.best <= one.rank <= one.worst <= len(rows)
        assert 0 <= one.stays <= 1
        assert one.stays == 1 if one.worst <= one.top else True
        assert one.stays == 0 if one.best > one.top else True


@settings(max_examples=40, deadline=None)
@given(st.lists(four, min_size=2, max_size=15, unique=True), weights, four)
def test_what_is_better_in_everything_never_falls_behind(
    many: list[tuple[int, ...]], given_weights: dict[str, int], low: tuple[int, ...]
) -> None:
    """Whatever is at least as high in each criterion, and listed first, stays first under every weighting."""
    high = tuple(min(score + 1, 5) for score in low)
    rows = ranked([high, low, *many], given_weights)
    found = steadiness(rows, given_weights, top=1, draws=40)
    assert found[0].best <= found[1].best
    assert found[0].worst <= found[1].worst
    assert found[0].stays >= found[1].stays


@given(weights)
def test_weightings_lie_on_the_simplex_and_are_the_same_each_time(given_weights: dict[str, int]) -> None:
    tried = weightings(given_weights, draws=20)
    assert tried == weightings(given_weights, draws=20)
    for one in tried:
        assert abs(sum(one) - 1) < 1e-9
        assert min(one) >= 0


def test_a_rank_that_rests_on_one_weight_moves_and_equal_scores_do_not() -> None:
    rows = [Row(1, (5, 5, 5, 5)), Row(2, (5, 1, 4, 4)), Row(3, (1, 5, 4, 4)), Row(4, (1, 1, 1, 1))]
    found = steadiness(rows, WEIGHTS, top=2)
    assert (found[1].best, found[1].worst, found[1].stays) == (1, 1, 1.0)
    assert (found[4].best, found[4].worst, found[4].stays) == (4, 4, 0.0)
    assert (found[2].best, found[2].worst) == (2, 3)
    assert 0.6 < found[2].stays < 0.9
    assert found[2].stays + found[3].stays == pytest.approx(1)
    assert found[2].steady
    same = steadiness([Row(n, (3, 3, 3, 3)) for n in range(9)], WEIGHTS, top=3)
    assert all(one.best == one.worst == one.rank for one in same.values())


def test_without_weights_the_published_ranks_stand() -> None:
    found = steadiness([Row(1, (1,)), Row(2, (5,))], {"breadth": 0}, top=1)
    assert [(one.best, one.worst, one.stays) for one in found.values()] == [(1, 1, 1.0), (2, 2, 0.0)]


@pytest.mark.parametrize(("count", "top"), [(0, 1), (1, 1), (3, 1), (4, 2), (30, 10), (900, 10)])
def test_a_third_but_ten_at_most(count: int, top: int) -> None:
    assert top_of(count) == top
