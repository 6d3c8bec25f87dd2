"""Capital numerals, what people type, shares and splits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.errors import Refusal
from linli.kernel.money import DIGITS, capital, meant_in_wan, parse_yuan, share, split, wan_question

amounts = st.integers(0, 10**14 - 1).map(lambda fen: Decimal(fen) / 100)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("10.01", "壹拾元零壹分"),
        ("105.30", "壹佰零伍元叁角整"),
        ("1001", "壹仟零壹元整"),
        ("1010.10", "壹仟零壹拾元壹角整"),
        ("10001", "壹万零壹元整"),
        ("100000", "壹拾万元整"),
        ("110000.12", "壹拾壹万元壹角贰分"),
        ("285000", "贰拾捌万伍仟元整"),
        ("1000001", "壹佰万零壹元整"),
        ("100000000", "壹亿元整"),
        ("100010000", "壹亿零壹万元整"),
        ("100000001", "壹亿零壹元整"),
        ("1000100010", "壹拾亿零壹拾万零壹拾元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals_as_vouchers_write_them(amount: str, text: str) -> None:
    assert capital(Decimal(amount)) == text


def read_capitals(text: str) -> Decimal:
    """An independent reader: every unit multiplies the digit before it, 万 and 亿 the group before them."""
    total = group = digit = Decimal(0)
    for sign in text.removesuffix("整"):
        if sign in DIGITS:
            digit = Decimal(DIGITS.index(sign))
        elif sign in "拾佰仟":
            group, digit = group + digit * 10 ** ("拾佰仟".index(sign) + 1), Decimal(0)
        elif sign == "万":
            total, group, digit = total + (group + digit) * 10_000, Decimal(0), Decimal(0)
        elif sign == "亿":
            total, group, digit = (total + group + digit) * 10**8, Decimal(0), Decimal(0)
        elif sign == "元":
            total, group, digit = total + group + digit, Decimal(0), Decimal(0)
        else:
            total, digit = total + digit * {"角": Decimal("0.1"), "分": Decimal("0.01")}[sign], Decimal(0)
    return total


@given(amounts)
def test_capitals_read_back_give_the_amount(amount: Decimal) -> None:
    text = capital(amount)
    assert read_capitals(text) == amount
    assert "零零" not in text
    assert not text.startswith("零") or amount == 0


@pytest.mark.parametrize("amount", ["-1", "1000000000000", "0.001"])
def test_what_has_no_capitals_is_an_error(amount: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        capital(Decimal(amount))


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("298000", "298000.00"),
        ("298,000.5", "298000.50"),
        ("２９８，０００．５０", "298000.50"),
        (" 1 000 元 ", "1000.00"),
        ("￥12.3", "12.30"),
        (".5", "0.50"),
        ("0", "0.00"),
        ("12.300", "12.30"),
        ("35万", "350000.00"),
        ("35 万元", "350000.00"),
        ("３５．５　万元", "355000.00"),
        ("1,200.5万", "12005000.00"),
        ("0.0001万", "1.00"),
    ],
)
def test_people_type_amounts_in_many_ways(typed: str, amount: str) -> None:
    assert str(parse_yuan(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "message", "remedy"),
    [
        ("1.2345678万", "超过两位小数", "请改为 12,345.68 元。"),
        ("100000000万元", "超过系统上限", "多填了位数"),
        ("-3万", "不能是负数", "冲销"),
        ("万", "不是数字", "298000.00"),
        ("1.235", "1.235 超过两位小数", "请改为 1.24 元。"),
        ("-5", "不能是负数", "冲销"),
        ("－５", "不能是负数", "冲销"),
        ("1,00", "不是数字", "298000.00"),
        ("", "不是数字", "298000.00"),
        ("十万", "不是数字", "298000.00"),
        ("1e5", "不是数字", "298000.00"),
        ("1000000000000", "超过系统上限", "多填了位数"),
    ],
)
def test_a_wrong_amount_is_told_how_to_mend_it(typed: str, message: str, remedy: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_yuan(typed, field="budget")
    assert message in str(caught.value)
    assert remedy in str(caught.value.remedy)
    assert caught.value.field == "budget"


@given(amounts.filter(lambda a: a < 10**12))
def test_what_is_written_is_read_back(amount: Decimal) -> None:
    assert parse_yuan(f"{amount:,.2f} 元") == amount


@given(st.integers(1, 10**9).map(lambda fen: Decimal(fen) / 100))
def test_wan_is_ten_thousand_yuan(number: Decimal) -> None:
    assert parse_yuan(f"{number:,f} 万元") == parse_yuan(f"{number}万") == number * 10_000


@given(st.integers(1, 10**9).map(lambda fen: Decimal(fen) / 100), amounts)
def test_only_what_is_far_below_and_would_fit_is_asked_about(typed: Decimal, reference: Decimal) -> None:
    meant = meant_in_wan(typed, reference)
    fits = reference * Decimal("0.01") <= typed * 10_000 <= reference * Decimal("1.5")
    assert (meant is not None) == (reference > 0 and typed * 1000 <= reference and fits)
    assert meant in (None, typed * 10_000)
    # What fits when it is meant in yuan is never asked about again.
    assert meant is None or meant_in_wan(meant, reference) is None


def test_the_question_names_both_amounts() -> None:
    asked = wan_question(Decimal("35.00"), Decimal(400000))
    assert asked == "您填写的是 35 元，是否为 35 万元（350,000.00 元）？"
    assert wan_question(Decimal("35.50"), Decimal(400000)).startswith("您填写的是 35.5 元")
    assert not wan_question(Decimal(35), None)
    assert not wan_question(Decimal(350), Decimal(400))


@given(amounts, st.lists(st.integers(0, 100), min_size=1, max_size=8).filter(any))
def test_a_split_loses_no_fen_and_is_fair(amount: Decimal, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    exact = [amount * weight / sum(weights) for weight in weights]
    assert all(abs(part - due) < Decimal("0.01") for part, due in zip(parts, exact, strict=True))
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


def test_the_fen_left_over_goes_to_the_largest_remainder() -> None:
    assert split(Decimal("100.01"), [40, 40, 20]) == [Decimal("40.01"), Decimal("40.00"), Decimal("20.00")]
    assert split(Decimal("0.05"), [1, 1, 1]) == [Decimal("0.02"), Decimal("0.02"), Decimal("0.01")]


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_weights_that_divide_nothing_are_an_error(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(Decimal(1), weights)


def test_shares_are_rounded_half_up_to_one_place() -> None:
    assert share(Decimal(18600), Decimal(285000)) == Decimal("6.5")
    assert share(Decimal("0.25"), Decimal(100)) == Decimal("0.3")
    assert share(Decimal(1), Decimal(0)) == 0
