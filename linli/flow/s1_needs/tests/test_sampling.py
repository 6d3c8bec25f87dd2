"""The size of a sample, its shares and the draw hold for every input."""

from hypothesis import given
from hypothesis import strategies as st

from linli.flow.s1_needs.campaigns import sampling
from linli.flow.s1_needs.campaigns.sampling import Wanted

SIZES = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 500), min_size=1, max_size=8)


def test_the_textbook_size_for_five_points_at_95_percent() -> None:
    found = sampling.size(Wanted(1_000_000, 0.05))
    assert (found.simple, found.effective, found.answers, found.drawn) == (385, 385, 384, 384)


def test_few_households_need_fewer_and_the_reserve_more() -> None:
    found = sampling.size(Wanted(1_000, 0.05, response=0.8))
    assert found.answers == 278
    assert found.drawn == 348


def test_the_design_effect_multiplies_before_the_correction() -> None:
    assert sampling.size(Wanted(10**7, 0.05, effect=2)).effective == 769


@given(st.integers(1, 100_000), st.floats(0.005, 0.2), st.floats(0.8, 0.99), st.floats(1, 5), st.floats(0.1, 1))
def test_the_size_keeps_its_promise(
    households: int, margin: float, confidence: float, effect: float, rate: float
) -> None:
    wanted = Wanted(households, margin, confidence, effect=effect, response=rate)
    found = sampling.size(wanted)
    assert 0 < found.answers <= found.drawn <= households
    assert sampling.margin_of(found.answers, wanted) <= margin * 1.001


@given(SIZES, st.integers(0, 3000), st.booleans(), st.integers(0, 50))
def test_shares_add_up_and_keep_their_bounds(sizes: dict[str, int], total: int, equal: bool, least: int) -> None:
    found = sampling.allocate(sizes, total, equal=equal, least=least)
    floors = {key: min(least, n) for key, n in sizes.items()}
    assert found.keys() == sizes.keys()
    assert all(floors[key] <= found[key] <= sizes[key] for key in sizes)
    assert sum(found.values()) == min(max(total, sum(floors.values())), sum(sizes.values()))


def test_proportional_and_equal_shares() -> None:
    sizes = {"大": 800, "中": 150, "小": 50}
    assert sampling.allocate(sizes, 100) == {"大": 80, "中": 15, "小": 5}
    assert sampling.allocate(sizes, 99, equal=True) == {"大": 33, "中": 33, "小": 33}
    assert sampling.allocate(sizes, 100, least=10) == {"大": 76, "中": 14, "小": 10}


NUMBERS = [str(n) for n in range(1, 201)]


def test_the_draw_is_repeated_by_its_seed_and_by_nothing_else() -> None:
    once = sampling.draw("种子一", NUMBERS, 20)
    assert sampling.draw("种子一", list(reversed(NUMBERS)), 20) == once
    assert sampling.draw("种子二", NUMBERS, 20) != once
    assert len(set(once)) == 20
    assert sampling.draw("种子一", NUMBERS, 30)[:20] == once


def test_every_household_is_drawn_equally_often() -> None:
    """Of 2,000 draws of 20 in 200 each household expects 200; five standard deviations are 67."""
    drawn = dict.fromkeys(NUMBERS, 0)
    for seed in range(2_000):
        for number in sampling.draw(str(seed), NUMBERS, 20):
            drawn[number] += 1
    assert all(abs(n - 200) < 67 for n in drawn.values())
