"""Estimates against a population whose truth is known: how often the 95 % interval holds it."""

import math
import random
from collections.abc import Callable, Sequence

import pytest

from linli.flow.s1_needs.campaigns import estimates, withheld
from linli.flow.s1_needs.campaigns.estimates import Cell, Estimate

DRAWS = 1_000
STRATA = ((3000, 150, 0.30), (1200, 60, 0.45), (500, 40, 0.20), (120, 24, 0.60), (60, 15, 0.35))
"""Households, drawn, share that chose the option; the last two are small."""
ANSWER = 0.8
Household = tuple[int, int, float]
"""Asked, chose, number."""


def population(rng: random.Random) -> list[list[Household]]:
    """A question asked of nine in ten, and a number that goes with the choice."""
    made = []
    for households, _drawn, share in STRATA:
        rows = []
        for n in range(households):
            chose = int(n < share * households)
            asked = int(chose or rng.random() < 0.85)
            rows.append((asked, chose, rng.randint(1, 4) + 2 * chose if asked else 0))
        made.append(rows)
    return made


def sampled(rng: random.Random, whole: Sequence[list[Household]]) -> list[Cell]:
    """Draw without replacement; some do not answer."""
    cells = []
    for rows, (households, drawn, _share) in zip(whole, STRATA, strict=True):
        got = [row for row in rng.sample(rows, drawn) if rng.random() < ANSWER]
        cells.append(
            Cell(
                households,
                len(got),
                sum(row[0] for row in got),
                sum(row[1] for row in got),
                sum(row[2] for row in got),
                sum(row[2] * row[2] for row in got),
            )
        )
    return cells


ASKED = [
    ("proportion", estimates.proportion, lambda rows: sum(r[1] for r in rows) / sum(r[0] for r in rows)),
    ("total", estimates.total, lambda rows: sum(r[1] for r in rows)),
    ("mean", estimates.mean, lambda rows: sum(r[2] for r in rows) / sum(r[0] for r in rows)),
    ("sum", estimates.sum_of, lambda rows: sum(r[2] for r in rows)),
]
Estimator = Callable[[Sequence[Cell]], Estimate | None]


@pytest.mark.parametrize(("name", "estimator", "truth_of"), ASKED, ids=[name for name, _e, _t in ASKED])
def test_95_of_100_intervals_hold_the_truth(
    name: str, estimator: Estimator, truth_of: Callable[[list[Household]], float]
) -> None:
    rng = random.Random(20261124)
    whole = population(rng)
    truth = truth_of([row for rows in whole for row in rows])
    held, values = 0, []
    for _draw in range(DRAWS):
        found = estimator(sampled(rng, whole))
        assert found is not None
        held += found.low <= truth <= found.high
        values.append(found.value)
    assert 0.93 <= held / DRAWS <= 0.97, f"{name}: {held / DRAWS:.3f}"
    assert abs(sum(values) / DRAWS - truth) < 0.01 * truth


def test_without_weights_no_interval_holds_the_truth() -> None:
    """The control: a small stratum drawn as heavily as a large one, taken as one simple sample."""
    rng, weighted, bare = random.Random(7), 0, 0
    large, small = [1] * 300 + [0] * 2700, [1] * 180 + [0] * 20
    for _draw in range(200):
        cells = [Cell(len(rows), 60, 60, sum(rng.sample(rows, 60))) for rows in (large, small)]
        for pooled in (False, True):
            found = estimates.proportion([cells[0] + cells[1]] if pooled else cells)
            assert found is not None
            holds = found.low <= 480 / 3200 <= found.high
            weighted, bare = (weighted, bare + holds) if pooled else (weighted + holds, bare)
    assert weighted / 200 > 0.9
    assert bare == 0


def test_a_whole_census_has_no_interval() -> None:
    found = estimates.proportion([Cell(50, 50, 50, 10), Cell(30, 30, 30, 30)])
    assert found is not None
    assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)


def test_nobody_of_a_sample_does_not_mean_nobody_at_all() -> None:
    found = estimates.proportion([Cell(1000, 50, 50, 0)])
    assert found is not None
    assert found.low == 0 == found.value
    assert 0.05 < found.high < 0.1


def test_a_stratum_with_one_answer_is_taken_together_with_another() -> None:
    cells = [Cell(100, 1, 1, 1), Cell(200, 20, 20, 5), Cell(400, 40, 40, 20)]
    found = estimates.joined(cells)
    assert sum(cell.households for cell in found) == 700
    assert all(cell.answered >= 2 for cell in found)


def test_households_without_any_answer_still_count_for_the_total() -> None:
    found = estimates.total([Cell(100, 0, 0, 0), Cell(300, 30, 30, 15)])
    assert found is not None
    assert math.isclose(found.value, 200)


def test_nobody_asked_gives_no_number() -> None:
    assert estimates.proportion([Cell(100, 10, 0, 0)]) is None
    assert estimates.mean([]) is None
    assert estimates.sum_of([Cell(100, 0, 0)]) is None


@pytest.mark.parametrize(
    ("freedom", "table"), [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042)]
)
def test_the_quantiles_are_those_of_the_table(freedom: float, table: float) -> None:
    assert abs(estimates.quantile(0.95, freedom) / table - 1) < 0.02


def test_small_cells_are_kept_back_and_cannot_be_subtracted() -> None:
    assert withheld.options([50, 30, 9], 10, of_one=False) == {2}
    assert withheld.options([50, 30, 9], 10, of_one=True) == {1, 2}
    assert withheld.options([50, 9, 3], 10, of_one=True) == {1, 2}
    assert withheld.options([50, 30, 0], 10, of_one=True) == set()


@pytest.mark.parametrize(
    ("counts", "of_one", "silent", "back"),
    [
        ([[50, 30], [40, 35]], True, (), set()),
        ([[50, 30], [40, 5], [60, 20]], False, (), {(1, 1), (2, 1)}),
        ([[50, 30], [40, 5], [60, 20]], True, (), {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[50, 30], [12, 15], [60, 20]], False, (1,), {(1, 0), (1, 1)}),
        ([[50, 30], [12, 5], [60, 20]], False, (1,), {(1, 0), (1, 1), (2, 1)}),
        ([[50, 30], [0, 0]], False, (1,), {(1, 0), (1, 1)}),
        ([], True, (), set()),
    ],
)
def test_groups_beside_their_sum_give_no_small_cell_away(
    counts: list[list[int]], of_one: bool, silent: tuple[int, ...], back: set[tuple[int, int]]
) -> None:
    assert withheld.cells(counts, 10, of_one=of_one, silent=silent) == back


def test_no_small_cell_can_be_subtracted_from_what_is_shown() -> None:
    """Tables at random: beside every small cell that is kept back stands another one, in its row where options add up, and
    in its column, unless all others there are nought."""
    rng = random.Random(20261124)
    for _turn in range(300):
        table = [[rng.choice((0, 3, 8, 12, 40, 90)) for _o in range(3)] for _g in range(4)]
        back = withheld.cells(table, 10, of_one=True)
        for g, o in back:
            others = [(g, at) for at in range(len(table[g])) if at != o]
            across = [(at, o) for at in range(len(table)) if at != g]
            for line in (others, across):
                assert any(one in back for one in line) or not any(table[a][b] for a, b in line)
