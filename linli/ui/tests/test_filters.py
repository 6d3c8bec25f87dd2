"""The range of amounts: typed in units of 10,000 yuan, either end may be missing."""

from typing import Any

import django_filters
import pytest
from django import forms

from linli.ui.filters import BetweenWidget, WanBetween


class Spy:
    """Remembers what a filter asked for."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def filter(self, **lookups: Any) -> "Spy":
        self.asked |= lookups
        return self


@pytest.mark.parametrize(
    ("low", "high", "asked"),
    [
        ("10", "30", {"amount__range": (100000, 300000)}),
        ("10", "", {"amount__gte": 100000}),
        ("", "2.5", {"amount__lte": 25000}),
        ("", "", {}),
    ],
)
def test_range(low: str, high: str, asked: dict[str, Any]) -> None:
    column = WanBetween(field_name="amount", label="合同金额", required=False)
    form = type("F", (forms.Form,), {"amount": column.field})({"amount_min": low, "amount_max": high})
    assert form.is_valid(), form.errors
    spy = Spy()
    column.filter(spy, form.cleaned_data["amount"])  # type: ignore[arg-type]
    assert spy.asked == asked
    html = str(form["amount"])
    assert "至" in html
    assert "万元" in html
    assert f'value="{low}"' in html or not low


def test_widget_belongs_to_django_filter() -> None:
    assert issubclass(BetweenWidget, django_filters.widgets.RangeWidget)
