"""Forms of the house: money, the key of a submission, the lines of the error summary."""

from decimal import Decimal

import pytest
from django import forms as django_forms

from linli.kernel.errors import Refusal
from linli.ui import forms
from linli.ui.web.acting import show_refusal


class Budget(forms.Form):
    name = django_forms.CharField(label="名称")
    amount = forms.MoneyField(label="预算（元）")


def amount(text: str) -> Budget:
    return Budget({"name": "示例", "amount": text})


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("298000", "298000"),
        ("298,000.50", "298000.50"),
        ("２９８，０００．５０", "298000.50"),
        (" 1 200 ", "1200"),
        ("¥100", "100"),
        ("0", "0"),
        ("35万", "350000"),
        ("３５ 万元", "350000"),
    ],
)
def test_money_is_understood(typed: str, value: str) -> None:
    form = amount(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1.234", "两位小数"),
        ("-5", "不能是负数"),
        ("abc", "例如"),
        ("29.8000001万", "超过两位小数"),
        ("1000000000000", "超过系统上限"),
    ],
)
def test_money_refused_with_the_remedy(typed: str, says: str) -> None:
    form = amount(typed)
    assert not form.is_valid()
    assert says in str(form.errors["amount"])


def test_nan_and_infinity_are_no_money() -> None:
    assert not amount("NaN").is_valid()
    assert not amount("Infinity").is_valid()


def test_key_is_fresh_then_kept() -> None:
    first, second = Budget(), Budget()
    assert first["idempotency_key"].value() != second["idempotency_key"].value()
    again = Budget({"idempotency_key": "k-1", "version": "3", "name": "", "amount": ""})
    assert 'value="k-1"' in str(again["idempotency_key"])
    assert Budget(version=7)["version"].value() == 7


def test_problems_lead_to_their_fields() -> None:
    form = Budget({"name": "", "amount": "x"})
    assert not form.is_valid()
    assert [p.href for p in form.problems] == ["#id_name", "#id_amount"]


def test_a_refusal_brings_its_clause() -> None:
    form = amount("100")
    assert form.is_valid()
    show_refusal(
        form, Refusal("超过上限 5%", remedy="最多可列 14,250 元", field="amount", clauses=["资金管理办法 第十二条"])
    )
    problem = form.problems[0]
    assert "超过上限" in str(problem.text)
    assert problem.clause is not None
    assert problem.clause.label == "资金管理办法 第十二条"


class Sum(forms.Form):
    amount = forms.MoneyField(positive=True)
    extra = forms.MoneyField(required=False)


def test_the_form_field_speaks_the_same_words() -> None:
    form = Sum({"amount": "3.0000011万元"})
    assert form.errors["amount"] == ["金额 30000.0110000 超过两位小数，最小到分。请改为 30,000.01 元。"]
    assert Sum({"amount": "0"}).errors["amount"] == ["金额应大于 0 元。"]
    assert Sum({}).errors["amount"] == ["请填写金额，以元为单位。"]
    good = Sum({"amount": "１,０００"})
    assert good.is_valid()
    assert (good.cleaned_data["amount"], good.cleaned_data["extra"]) == (Decimal("1000.00"), None)


def test_an_amount_shown_again_has_two_places() -> None:
    assert 'value="298000.00"' in str(Sum(initial={"amount": Decimal(298000)})["amount"])
    assert 'value="2万"' in str(Sum({"amount": "2万"})["amount"])
