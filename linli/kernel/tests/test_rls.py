"""What a guarded verb tells the database ends with the verb, however it ends and whatever surrounds it."""

from typing import Any

import pytest
from django.db import connection, transaction

from linli.foundations.places.actions import mark_pilot
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

ACTOR = Actor(kind="system", place_code="320117")


def told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_told('place')")
        return str(cursor.fetchone()[0])


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """`mark_pilot` guarded: what the database was told while it ran; a place without a name is refused."""
    heard: list[str] = []

    def verb(place: Place, *, actor: Actor) -> Place:
        heard.append(told())
        if not place.name:
            raise Refusal("no name")
        return place

    monkeypatch.setattr(mark_pilot, "guarded", True)
    monkeypatch.setattr(mark_pilot, "function", verb)
    return heard


def community(name: str) -> Place:
    place = None
    for code, level in (("320117", "district"), ("320117001", "town"), ("320117001001", "community")):
        place = Place.objects.create(code=code, name=name, level=level, parent=place)
    assert place is not None
    return place


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["示例社区", ""])
def test_alone(inside: list[str], name: str) -> None:
    _try(community(name))
    assert (inside, told()) == (["320117"], "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["示例社区", ""])
def test_within_a_longer_transaction(inside: list[str], name: str) -> None:
    place = community(name)
    with transaction.atomic():
        _try(place)
        assert (inside, told()) == (["320117"], "")
        _try(place)
        assert (inside, told()) == (["320117"] * 2, "")


def _try(place: Place) -> Any:
    try:
        return mark_pilot(place, actor=ACTOR)
    except Refusal:
        return None
