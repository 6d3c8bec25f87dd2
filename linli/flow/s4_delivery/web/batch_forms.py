"""Forms of paying many at once: which payments wait, and the list that was picked."""

import json
from typing import Any

import django_filters
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery.actions.batch import Voucher
from linli.flow.s4_delivery.models import Payment
from linli.foundations.funds.models import FundSource, Reservation
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import PURCHASERS
from linli.kernel.workdays import due_end
from linli.ui import forms


class WaitingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By purchaser, by the source that pays, and by when it is due."""

    purchaser = django_filters.ModelChoiceFilter(
        label=gettext_lazy("采购人"),
        field_name="project__purchaser",
        queryset=Organisation.objects.filter(kind__in=PURCHASERS).order_by("pinyin", "pk"),
        empty_label=gettext_lazy("全部采购人"),
    )
    source = django_filters.ModelChoiceFilter(
        label=gettext_lazy("资金来源"),
        method="by_source",
        queryset=FundSource.objects.order_by("-year", "name"),
        empty_label=gettext_lazy("全部来源"),
    )
    due = django_filters.DateFilter(
        label=gettext_lazy("支付期限不晚于"),
        method="by_due",
        widget=django_forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def by_source(self, found: "QuerySet[Payment]", _name: str, value: FundSource) -> "QuerySet[Payment]":
        return found.filter(project_id__in=Reservation.objects.filter(source=value).values("project_key"))

    def by_due(self, found: "QuerySet[Payment]", _name: str, value: Any) -> "QuerySet[Payment]":
        return found.filter(due_at__lte=due_end(value))


class TableForm(forms.Form):
    """The vouchers in a table."""

    file = django_forms.FileField(
        label=gettext_lazy("凭证号表"),
        help_text=gettext_lazy("Excel（.xlsx）或 CSV，最大 5 MB；没有填凭证号的行不支付。"),
        widget=django_forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class RunForm(forms.Form):
    """The picked payments with their vouchers, in one field: a batch may be longer than a form has fields."""

    picked = django_forms.CharField(widget=django_forms.HiddenInput)

    def clean_picked(self) -> list[Voucher]:
        try:
            rows = json.loads(self.cleaned_data["picked"])
            return [Voucher(int(key), str(number)) for key, number in rows]
        except (TypeError, ValueError, RecursionError):
            raise ValidationError(_("名单不完整，请从待支付列表重新选择。")) from None


def packed(vouchers: list[Voucher]) -> str:
    """The value of `picked`."""
    return json.dumps([[one.payment, one.number] for one in vouchers], ensure_ascii=False)
