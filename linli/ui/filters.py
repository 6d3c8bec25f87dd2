"""Filters that the query forms of lists share."""

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import RangeWidget


class BetweenWidget(RangeWidget):  # type: ignore[misc]
    """Two inputs in one line: 最低 至 最高, with the unit behind. The address carries `name_min` and `name_max`."""

    template_name = "ui/widgets/between.html"
    suffixes = ["min", "max"]

    def __init__(self, unit: Any = "") -> None:
        self.unit = unit
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        labels = (_("最低"), _("最高"))
        for part, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            part["type"] = "text"
            part["attrs"] |= {"placeholder": label, "aria-label": label}
        context["widget"]["unit"] = self.unit
        return context


class WanBetween(django_filters.RangeFilter):  # type: ignore[misc]
    """An amount column in yuan, asked for in units of 10,000 yuan: 合同金额 最低 至 最高 万元."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", BetweenWidget(_("万元")))
        super().__init__(*args, fields=(forms.DecimalField(min_value=0), forms.DecimalField(min_value=0)), **kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value:
            ends = [Decimal(end) * 10000 if end is not None else None for end in (value.start, value.stop)]
            value = slice(*ends)
        return super().filter(qs, value)  # type: ignore[no-any-return]


def containing(label: Any, field: str | None = None) -> django_filters.CharFilter:
    """A text that the field contains."""
    return django_filters.CharFilter(label=label, field_name=field, lookup_expr="icontains")
