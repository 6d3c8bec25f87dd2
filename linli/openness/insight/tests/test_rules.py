"""Arithmetic of the cockpit."""

from statistics import mean, stdev

from hypothesis import given
from hypothesis import strategies as st

from linli.openness.insight import layouts, rules

counts = st.lists(st.integers(0, 50), min_size=5, max_size=5)


@given(st.lists(counts, max_size=6))
def test_pooled_satisfaction_is_the_mean_of_all_answers(surveys: list[list[int]]) -> None:
    answers = [score for survey in surveys for score, count in enumerate(survey, 1) for _ in range(count)]
    found = rules.satisfaction(surveys)
    if len(answers) < rules.LEAST_ANSWERS:
        assert found is None
        return
    assert found is not None
    assert found.n == len(answers)
    assert abs(found.mean - 20 * mean(answers)) <= 0.051
    half = 20 * rules.Z * stdev(answers) / len(answers) ** 0.5
    assert abs(found.low - max(20.0, 20 * mean(answers) - half)) <= 0.051
    assert 20 <= found.low <= found.mean <= found.high <= 100


def test_few_answers_are_not_shown() -> None:
    assert rules.satisfaction([[0, 0, 0, 0, 9]]) is None
    assert rules.satisfaction([]) is None


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_levels_of_colour_stay_in_range_and_in_order(a: float, b: float, c: float) -> None:
    low, mid, high = sorted((a, b, c))
    levels = [rules.level(value, low, high) for value in (low, mid, high)]
    assert levels == sorted(levels)
    assert set(levels) <= {0, 1, 2, 3, 4}


def test_percent_of_nothing_is_nothing() -> None:
    assert rules.percent(1, 0) is None
    assert str(rules.percent(1, 3)) == "33.3"


@given(st.sets(st.integers(1, 999), max_size=9))
def test_every_town_has_a_place_of_its_own(serials: set[int]) -> None:
    names = [(f"320117{serial:03d}", f"镇{serial}") for serial in serials]
    placed = layouts.cells("320117", names)
    assert placed is not None
    assert len(set(placed.values())) == len(names)
    assert all(1 <= row <= 3 and 1 <= column <= 3 for row, column in placed.values())


def test_a_district_with_ten_towns_has_no_map() -> None:
    assert layouts.cells("110101", [(f"110101{n:03d}", str(n)) for n in range(10)]) is None
