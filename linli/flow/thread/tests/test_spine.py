"""The project's number, its way through the steps, who sees it, and how it is found."""

from typing import Any

import pytest

from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor


@pytest.fixture
def town(db: Any) -> Organisation:
    district = Place.objects.create(code="320117", name="示例区", level="district")
    place = Place.objects.create(code="320117004", name="示例街道", level="town", parent=district)
    return Organisation.objects.create(name="示例街道办事处", kind="town", place=place)


def make(town: Organisation, title: str = "明觉社区居家养老助餐服务") -> Project:
    return spine.open_project(title=title, purchaser=town, place=town.place)


def test_numbers_run_by_town_and_year(town: Organisation) -> None:
    first, second = make(town), make(town)
    assert [first.number[-4:], second.number[-4:]] == ["-001", "-002"]
    assert first.number.startswith("320117004-")


def test_moving_notes_when_a_step_was_left(town: Organisation) -> None:
    project = spine.move(make(town), State.DESIGNING)
    assert (project.step, list(project.step_dates)) == (2, ["1"])


@pytest.mark.parametrize(
    ("words", "found"), [("居家养老", 1), ("助餐 明觉", 1), ("养", 1), ("儿童", 0), ("320117004", 1), ("' & x", 0)]
)
def test_two_characters_are_enough_to_find_a_project(town: Organisation, words: str, found: int) -> None:
    make(town)
    assert Project.objects.filter(search__words=words).count() == found


def test_a_neighbouring_town_does_not_see_an_unpublished_project(town: Organisation) -> None:
    make(town)
    here = Actor(kind="person", organisation_id=town.pk, organisation_kind="town", place_code="320117004")
    there = Actor(kind="person", organisation_id=town.pk + 1, organisation_kind="town", place_code="320117005")
    assert Project.objects.visible_to(here).count() == 1
    assert Project.objects.visible_to(there).count() == 0
    assert Project.objects.visible_to(Actor.public()).count() == 0
