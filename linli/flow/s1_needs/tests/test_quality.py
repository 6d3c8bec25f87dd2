"""What looks odd is flagged with its reason; what does not is left alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.flow.s1_needs.campaigns import quality
from linli.flow.s1_needs.campaigns.quality import Beside, Filled

LIMITS: dict[str, Any] = {
    "seconds_per_question": 3, "night_from": 22, "night_until": 6, "far_metres": 3000, "alike_percent": 95,
    "alike_questions": 8, "straight_questions": 5, "centre_answers": 5,
}  # fmt: skip
NOON = datetime(2026, 3, 5, 12, 0)
TEN = {f"q{n}": str(n % 3) for n in range(10)}


def codes(filled: Filled, beside: Beside | None = None) -> list[str]:
    found = quality.checked(filled, beside or Beside(), LIMITS)
    assert all(quality.in_words(flag) for flag in found)
    return [flag["code"] for flag in found]


def test_an_ordinary_answer_has_no_flag() -> None:
    assert codes(Filled(TEN, NOON, NOON + timedelta(minutes=5))) == []


@pytest.mark.parametrize(("seconds", "flagged"), [(29, ["fast"]), (30, [])])
def test_thirty_seconds_for_ten_questions_is_the_limit(seconds: int, flagged: list[str]) -> None:
    assert codes(Filled(TEN, NOON, NOON + timedelta(seconds=seconds))) == flagged


@pytest.mark.parametrize(("hour", "flagged"), [(5, ["night"]), (6, []), (21, []), (22, ["night"])])
def test_the_night_has_its_hours(hour: int, flagged: list[str]) -> None:
    begun = NOON.replace(hour=hour)
    assert codes(Filled(TEN, begun, begun + timedelta(minutes=5))) == flagged


def test_far_from_the_place_is_flagged_and_near_is_not() -> None:
    centre = (31.65, 119.02)
    assert codes(Filled(TEN, point=(31.66, 119.02)), Beside(centre)) == []
    assert codes(Filled(TEN, point=(31.70, 119.02)), Beside(centre)) == ["outside"]
    assert 5_500 < quality.distance((31.70, 119.02), centre) < 5_600


def test_a_few_wrong_places_do_not_move_the_centre() -> None:
    points = [(31.65, 119.02)] * 6 + [(0.0, 0.0)] * 2
    assert quality.centre_of(points, 5) == (31.65, 119.02)
    assert quality.centre_of(points[:4], 5) is None


def test_the_same_answers_again_are_flagged() -> None:
    other = {**TEN, "q0": "9"}
    assert codes(Filled(TEN), Beside(earlier=[other])) == []
    assert codes(Filled(TEN), Beside(earlier=[other, TEN])) == ["alike"]
    short = dict(list(TEN.items())[:7])
    assert codes(Filled(short), Beside(earlier=[short])) == []


def test_one_option_all_the_way_is_flagged() -> None:
    run = tuple(TEN)[:5]
    same = dict.fromkeys(run, "5")
    assert codes(Filled(same, lists=[run])) == ["straight"]
    assert codes(Filled({**same, run[0]: "4"}, lists=[run])) == []


def test_the_household_of_another_answer_is_flagged() -> None:
    assert codes(Filled(TEN), Beside(household_taken=True)) == ["household"]
