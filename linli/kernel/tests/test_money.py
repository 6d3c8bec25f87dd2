"""Capital numerals, what people type, shares and splits."""

from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import money
from linli.kernel.errors import Refusal
from linli.kernel.money import DIGITS, MoneyField, capital, parse_yuan, share, split

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
    ],
)
def test_people_type_amounts_in_many_ways(typed: str, amount: str) -> None:
    assert str(parse_yuan(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "message", "remedy"),
    [
        ("29.8万元", "您填写的是 29.8 万元", "请改为 298,000 元。"),
        ("３万", "您填写的是 3 万元", "请改为 30,000 元。"),
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


class Sum(forms.Form):
    amount = MoneyField(positive=True)
    extra = MoneyField(required=False)


def test_the_form_field_speaks_the_same_words() -> None:
    form = Sum({"amount": "3万元"})
    assert form.errors["amount"] == ["金额以元为单位，您填写的是 3 万元。请改为 30,000 元。"]
    assert Sum({"amount": "0"}).errors["amount"] == ["金额应大于 0 元。"]
    assert Sum({}).errors["amount"] == ["请填写金额，以元为单位。"]
    good = Sum({"amount": "１,０００"})
    assert good.is_valid()
    assert good.cleaned_data == {"amount": Decimal("1000.00"), "extra": None}


@pytest.mark.parametrize(
    ("amount", "reference", "meant"),
    [
        ("57.20", "586000", "572000.00"),
        ("57.20", "572000.00", "572000.00"),
        ("58.60", "585000", "586000.00"),
        ("0.5", "100000", "5000.00"),
        ("572000", "586000", None),
        ("600", "586000", None),
        ("90.00", "586000", None),
        ("57.20", None, None),
        ("57.20", "0", None),
        ("-57.20", "586000", None),
        ("0.01", "586000", None),
    ],
)
def test_an_amount_typed_in_ten_thousands_is_recognised(amount: str, reference: str | None, meant: str | None) -> None:
    found = money.meant_in_wan(Decimal(amount), Decimal(reference) if reference else None)
    assert found == (Decimal(meant) if meant else None)


def test_the_question_offers_the_correction() -> None:
    assert money.wan_question(Decimal("57.2"), Decimal(586000)) == "是否应为 57.20 万元 = 572,000.00 元？"
    assert money.wan_question(Decimal(572000), Decimal(586000)) == ""
