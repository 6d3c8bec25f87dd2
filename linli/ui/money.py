"""The field for money. Where a form knows what an amount is held against, it asks whether 万元 was meant (填写 35，意为 35 万元).

The question is an error of the field with two buttons (templates/ui/parts/wan.html): one sends the form again with ten thousand
times the amount, one with the amount as it is. They need no script, and the rest of the form stays.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.errors import Refusal
from linli.kernel.money import FEN, LIMIT, WAN, meant_in_wan, parse_yuan, wan_question

YES, NO = "yes", "no"
ASKED = "wan"
"""The code of the question among a field's errors."""


class AsTyped(str):
    """An amount whose typist has said that it is right as it stands."""

    __slots__ = ()


class MoneyInput(forms.TextInput):
    """Understands the answer to the question: it counts only for the text that was asked about."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        answer, _colon, about = str(data.get(f"{name}-{ASKED}", "")).partition(":")
        if not isinstance(typed, str) or not typed or about != typed.strip():
            return typed
        if answer == YES:
            return _times_ten_thousand(typed)
        return AsTyped(typed) if answer == NO else typed


def _times_ten_thousand(typed: str) -> str:
    try:
        return f"{parse_yuan(typed) * WAN:.2f}"
    except Refusal:
        return typed


class MoneyField(forms.CharField):
    """An amount in yuan: read by `kernel.money.parse_yuan`, so that its errors say how to mend them (full-width digits,
    thousands separators and 万 are understood). `positive` refuses 0; below `limit`. `reference` is what the amount is held
    against (yuan): a budget, what a source has left; see FormMixin.hold_against."""

    is_money = True
    widget = MoneyInput
    default_error_messages = {"required": gettext_lazy("请填写金额，以元为单位。")}

    def __init__(self, *, positive: bool = False, limit: Decimal = LIMIT, **kwargs: Any) -> None:
        self.positive, self.limit = positive, limit
        self.reference: Decimal | None = None
        self.as_typed = False
        super().__init__(**{"max_length": 40, **kwargs})
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> Decimal | None:
        """The amount, or None for an optional field that was left empty."""
        self.as_typed = isinstance(value, AsTyped)
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = parse_yuan(text, limit=self.limit)
        except Refusal as refusal:
            raise ValidationError(f"{refusal.message}{refusal.remedy}", code="money") from refusal
        if self.positive and not amount:
            raise ValidationError(_("金额应大于 0 元。"), code="money")
        self.ask(amount)
        return amount

    def ask(self, amount: Decimal) -> None:
        """Raise the question whether 万元 was meant, unless it was answered or there is no reason to ask."""
        question = "" if self.as_typed else wan_question(amount, self.reference)
        if question:
            raise ValidationError(question, code=ASKED)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}" if isinstance(value, Decimal) else value


def ask_about_wan(form: forms.BaseForm, name: str) -> None:
    """Ask in a form's `clean`, where what the amount is held against depends on another field."""
    amount, field = form.cleaned_data.get(name), form.fields[name]
    if not isinstance(amount, Decimal) or not isinstance(field, MoneyField):
        return
    try:
        field.ask(amount)
    except ValidationError as question:
        form.add_error(name, question)


@dataclass(frozen=True, slots=True)
class Offer:
    """The two answers to the question: what the button sends, and what it says."""

    name: str
    yes: str
    yes_label: str
    no: str
    no_label: str


def offer(bound: BoundField) -> Offer | None:
    """The answers to offer under a field; None where nothing was asked."""
    if not any(getattr(error, "code", "") == ASKED for error in bound.errors.as_data()):
        return None
    typed = str(bound.value() or "").strip()
    amount = parse_yuan(typed)
    meant = meant_in_wan(amount, getattr(bound.field, "reference", None)) or (amount * WAN).quantize(FEN)
    return Offer(
        f"{bound.html_name}-{ASKED}",
        f"{YES}:{typed}",
        _("是，按 %(yuan)s 元提交") % {"yuan": f"{meant:,.2f}"},
        f"{NO}:{typed}",
        _("不是，就是 %(yuan)s 元") % {"yuan": f"{amount:,.2f}"},
    )
