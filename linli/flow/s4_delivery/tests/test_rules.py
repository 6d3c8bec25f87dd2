"""The arithmetic of instalments holds for every amount and every split."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.flow.s4_delivery import rules
from linli.kernel.money import FEN

AMOUNTS = st.decimals(min_value="0.01", max_value="99999999999.99", places=2)


@st.composite
def percentages(draw: st.DrawFn) -> list[Decimal]:
    cuts = sorted(draw(st.sets(st.integers(1, 9999), max_size=11)))
    return [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 10000], strict=True)]


@given(AMOUNTS, percentages())
def test_parts_sum_to_the_amount_and_are_within_a_fen(amount: Decimal, percents: list[Decimal]) -> None:
    parts = rules.split_amount(amount, percents)
    assert sum(parts) == amount
    for part, percent in zip(parts, percents, strict=True):
        assert part == part.quantize(FEN)
        assert abs(part - amount * percent / 100) <= FEN


def test_the_usual_split_of_a_round_amount() -> None:
    percents = [Decimal(40), Decimal(40), Decimal(20)]
    assert rules.split_amount(Decimal("572000.00"), percents) == [
        Decimal("228800.00"),
        Decimal("228800.00"),
        Decimal("114400.00"),
    ]


@pytest.mark.parametrize("percents", [[], [50, 49], [100, 0], [120, -20]])
def test_percentages_that_do_not_make_a_whole_are_refused(percents: list[int]) -> None:
    with pytest.raises(ValueError, match="sum to 100"):
        rules.split_amount(Decimal(100), [Decimal(p) for p in percents])


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 1100), st.integers(1, 12))
def test_days_begin_and_end_with_the_service(start: date, span: int, count: int) -> None:
    end = date.fromordinal(start.toordinal() + span)
    days = rules.due_days(start, end, count)
    assert len(days) == count
    assert days == sorted(days)
    assert days[-1] == end
    assert count == 1 or days[0] == start


def test_titles_are_the_words_of_the_contract() -> None:
    assert [rules.title(i, 3) for i in range(3)] == ["首付款", "中期款", "尾款"]
    assert [rules.title(i, 4) for i in range(4)] == ["首付款", "第 2 期款", "第 3 期款", "尾款"]
    assert rules.title(0, 1) == "合同款"
