"""Rounds compared."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from linli.flow.s1_needs.analysis.compare import ORDER, Standing, compare


def listed(*needs: int) -> list[Standing]:
    return [
        Standing(need, f"需求{need}", "示例社区", "elderly", rank, Decimal(50)) for rank, need in enumerate(needs, 1)
    ]


def test_each_kind_of_change() -> None:
    made = compare(listed(1, 2, 3, 4, 5, 6), listed(2, 1, 7, 6), {3: "met", 4: "adopted", 5: "dropped"})
    assert [(one.shown.need, one.kind, one.moved) for one in made] == [
        (2, "up", 1), (1, "down", -1), (7, "new", 0), (6, "up", 2), (3, "met", 0), (4, "adopted", 0), (5, "gone", 0),
    ]  # fmt: skip


many = st.lists(st.integers(1, 30), unique=True, max_size=20)


@given(many, many)
def test_every_need_once_and_in_the_order_of_the_lists(before: list[int], now: list[int]) -> None:
    made = compare(listed(*before), listed(*now), {})
    assert [one.shown.need for one in made] == [*now, *(need for need in before if need not in now)]
    assert {one.kind for one in made} <= set(ORDER)
    for one in made:
        assert (one.kind == "new") == (one.before is None)
        assert (one.kind == "gone") == (one.now is None)
        assert (one.kind == "up") == (one.moved > 0)
