"""A page is the same rows whichever known place it was read from, also where many share one moment."""

from random import Random

import pytest

from linli.flow.thread.models import Project
from linli.openness.portal.tests.factory import publish
from linli.openness.portal.windows import Places, window

pytestmark = pytest.mark.django_db
ROWS, SIZE = 33, 4


def listed() -> list[tuple[object, int]]:
    """Projects of which up to five were published at one moment, newest first."""
    first = publish()
    moments = [first.public_since.replace(second=n // 5) for n in range(ROWS)]  # type: ignore[union-attr]
    Random(7).shuffle(moments)
    for n, moment in enumerate(moments):
        project = first if n == 0 else publish(f"项目{n}号服务")
        Project.objects.filter(pk=project.pk).update(public_since=moment)
    return list(Project.objects.order_by("-public_since", "-id").values_list("public_since", "pk"))


def test_every_page_in_any_order() -> None:
    expected, found = listed(), Project.objects.published().order_by("-public_since", "-id")
    numbers = list(range(1, -(-ROWS // SIZE) + 1)) * 2
    for seed in range(3):
        known = Places(("public_since", "pk"))
        Random(seed).shuffle(numbers)
        for number in numbers:
            shown = window(found, str(number), ROWS, size=SIZE, places=known)
            assert shown.rows == expected[(number - 1) * SIZE : number * SIZE], number
        assert known.numbers == sorted(set(known.numbers))
        assert all(known.values[n] == expected[n] for n in known.numbers)


def test_a_known_place_saves_the_way() -> None:
    expected, found = listed(), Project.objects.published().order_by("-public_since", "-id")
    known = Places(("public_since", "pk"))
    window(found, "4", ROWS, size=SIZE, places=known)
    assert known.before(16) == 15
    assert known.from_on(12) == 12
    assert window(found, "5", ROWS, size=SIZE, places=known).rows == expected[16:20]
