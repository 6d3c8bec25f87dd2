"""万元 by mistake: the question, its two answers, and that nothing is corrected that was not asked about."""

from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.money import meant_in_wan
from linli.ui import forms
from linli.ui.money import offer

HAS = Decimal(400_000)


class Grant(forms.Form):
    name = django_forms.CharField(label="名称")
    amount = forms.MoneyField(label="金额（元）", positive=True)

    def __init__(self, *args: Any, most: Decimal | None = HAS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hold_against("amount", most)


class Chosen(Grant):
    """What the amount is held against depends on another field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, most=None, **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self.hold_against("amount", HAS if data.get("name") == "大额" else None)
        return data


def shown(form: forms.Form) -> str:
    return f"{form['amount']}{render_to_string('ui/parts/field_errors.html', {'field': form['amount']})}"


def test_it_asks_and_keeps_what_was_typed() -> None:
    form = Grant({"name": "养老", "amount": "35"})
    assert form.errors == {"amount": ["您填写的是 35 元，是否为 35 万元（350,000.00 元）？"]}
    page = shown(form)
    for words in (
        "是，按 350,000.00 元提交",
        "不是，就是 35.00 元",
        'name="amount-wan"',
        'value="yes:35"',
        'value="35"',
    ):
        assert words in page
    # The form's default button is not an answer: Enter must not correct anything.
    assert page.index("hidden>") < page.index("amount-wan")
    assert form["name"].value() == "养老"


def test_one_click_accepts_and_one_keeps() -> None:
    yes = Grant({"name": "养老", "amount": "35", "amount-wan": "yes:35"})
    assert yes.is_valid()
    assert yes.cleaned_data["amount"] == Decimal("350000.00")
    no = Grant({"name": "养老", "amount": "35", "amount-wan": "no:35"})
    assert no.is_valid()
    assert no.cleaned_data["amount"] == Decimal("35.00")
    # Accepted, but another field is wrong: the corrected amount is what stands in the form.
    other = Grant({"name": "", "amount": "35", "amount-wan": "yes:35"})
    assert list(other.errors) == ["name"]
    assert other["amount"].value() == "350000.00"


def test_an_answer_counts_for_what_was_asked_about_alone() -> None:
    later = Grant({"name": "养老", "amount": "36", "amount-wan": "yes:35"})
    assert "36 万元" in str(later.errors["amount"])
    plain = Grant({"name": "养老", "amount": "3600", "amount-wan": "yes:35"})
    assert plain.is_valid()
    assert plain.cleaned_data["amount"] == 3600
    assert Grant({"name": "养老", "amount": "abc", "amount-wan": "yes:abc"}).errors["amount"]
    assert Grant({"name": "养老", "amount": "", "amount-wan": "yes:"}).errors["amount"] == ["请填写金额，以元为单位。"]


def test_it_is_asked_where_the_reference_is_chosen_in_the_form() -> None:
    form = Chosen({"name": "大额", "amount": "35"})
    assert "35 万元" in str(form.errors["amount"])
    assert offer(form["amount"]) is not None
    assert Chosen({"name": "小额", "amount": "35"}).is_valid()
    assert Chosen({"name": "大额", "amount": "35", "amount-wan": "no:35"}).is_valid()


def test_nothing_to_hold_it_against_nothing_is_asked() -> None:
    assert Grant({"name": "养老", "amount": "35"}, most=None).is_valid()
    assert offer(Grant({"name": "养老", "amount": "x"})["amount"]) is None


@given(st.integers(1, 10**12).map(lambda fen: Decimal(fen) / 100), st.integers(0, 10**12).map(Decimal))
def test_whatever_is_typed_either_stands_or_is_asked_about(typed: Decimal, most: Decimal) -> None:
    form = Grant({"name": "养老", "amount": f"{typed:f}"}, most=most)
    meant = meant_in_wan(typed, most)
    assert form.is_valid() == (meant is None)
    for answer, wanted in (("yes", meant), ("no", typed)):
        if meant is not None:
            again = Grant({"name": "养老", "amount": f"{typed:f}", "amount-wan": f"{answer}:{typed:f}"}, most=most)
            assert again.is_valid()
            assert again.cleaned_data["amount"] == wanted
