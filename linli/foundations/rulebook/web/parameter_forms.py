"""The form of a proposal: the value's fields by the parameter's unit, whole or in a table."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.documents.held import Standing
from linli.foundations.rulebook.layers import Parameter
from linli.foundations.rulebook.schema import WHOLE
from linli.foundations.rulebook.web import table_fields
from linli.foundations.rulebook.words import english
from linli.ui.forms import Form, MoneyField, to_ascii_digits

CITABLE = (Standing.IN_FORCE, Standing.TRIAL, Standing.PENDING)


class RatioField(forms.CharField):
    """A share such as 2/3."""

    def clean(self, value: Any) -> str:
        text = to_ascii_digits(super().clean(value))
        if not text.replace("/", "", 1).replace(".", "", 1).isdigit():
            raise ValidationError(_("请填写分数或小数，例如 2/3。"))
        return text


def value_field(parameter: Parameter) -> forms.Field:
    """One field for a value that is no table."""
    label = _("新的取值")
    if parameter.unit == "choice":
        return forms.ChoiceField(label=label, choices=list(parameter.choices.items()))
    if parameter.unit == "yuan":
        return MoneyField(label=label)
    if parameter.unit == "ratio":
        return RatioField(label=label, max_length=12)
    if parameter.unit in WHOLE:
        return forms.IntegerField(label=label, min_value=0, max_value=10_000_000)
    return forms.DecimalField(label=label, min_value=Decimal(0), max_digits=14, decimal_places=4)


class ProposalForm(Form):
    """What, from when, on which ground and why."""

    since = forms.DateField(
        label=gettext_lazy("适用自"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    clause = forms.ChoiceField(label=gettext_lazy("依据的条款"))
    supersedes = forms.TypedChoiceField(
        label=gettext_lazy("替代尚未开始的取值"), required=False, coerce=int, empty_value=None
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("随修改一并公开。"),
    )

    def __init__(self, *args: Any, parameter: Parameter, place: str, today: date, present: Any, **more: Any):
        self.parameter, self.present = parameter, present
        super().__init__(*args, **more)
        own = self._value_fields()
        self.order_fields([*own, "since", "supersedes", "clause", "reason"])
        self.fields["clause"].choices = clauses(place, today)  # type: ignore[attr-defined]
        coming = [one for one in parameter.layers.get(place, ()) if one.since > today and one.decided]
        self.fields["supersedes"].choices = [  # type: ignore[attr-defined]
            ("", _("不替代")),
            *((one.decided, _("自 %(day)s 起的取值") % {"day": one.since}) for one in coming),
        ]
        if not coming:
            self.fields["supersedes"].widget = forms.HiddenInput()

    def _value_fields(self) -> list[str]:
        if self.parameter.unit != "table":
            self.fields["value"] = value_field(self.parameter)
            return ["value"]
        made = table_fields.fields(self.parameter, self.present)
        self.fields.update(made)
        return list(made)

    def value(self) -> Any:
        """The typed value; None where it cannot be read."""
        cleaned = getattr(self, "cleaned_data", {})
        if self.parameter.unit != "table":
            return cleaned.get("value")
        return table_fields.value(self.present, cleaned)

    def values(self) -> list[Any]:
        """The bound fields of the value, for the page."""
        named = [name for name in self.fields if name == "value" or name.startswith(table_fields.PREFIX)]
        return [self[name] for name in named]


def clauses(place: str, today: date) -> list[tuple[str, Any]]:
    """Every clause that may be cited for a place, by document."""
    made: list[tuple[str, Any]] = [("", _("请选择"))]
    for held in shelf.documents():
        version = held.current(today)
        if version.standing(today) in CITABLE and place.startswith(held.place_code):
            name = held.short_en if english() else held.short
            options = [
                (f"{held.key}/{one.key}", f"{name} {one.name_en if english() else one.name}")
                for one in version.clauses
                if one.key
            ]
            made.append((name, options))
    return made
