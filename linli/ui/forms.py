"""Forms of the house: error summary, idempotency key and version, money with the mistakes that people make."""

import re
import unicodedata
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from linli.ui.money import MoneyField as MoneyField
from linli.ui.money import ask_about_wan
from linli.ui.parts import Clause, Problem


def problems(form: forms.BaseForm) -> list[Problem]:
    """The lines of the error summary, each leading to its field; a refusal's clauses go with the line above the form."""
    found: list[Problem] = []
    refusal = getattr(form, "refusal", None)
    labels = [Clause(label=str(clause)) for clause in getattr(refusal, "clauses", ())]
    for name, errors in form.errors.items():
        for error in errors:
            clause = labels.pop(0) if labels and str(refusal.message) in str(error) else None  # type: ignore[union-attr]
            href = "" if name == NON_FIELD_ERRORS else f"#{form[name].id_for_label or form[name].auto_id}"
            label = "" if name == NON_FIELD_ERRORS else str(form[name].label)
            text = f"{label}：{error}" if label and label not in str(error) else str(error)
            found.append(Problem(text, href=href, clause=clause))
    return found


class FormMixin:
    """Adds the hidden `idempotency_key` (one per form shown, kept when it is shown again) and `version`.

    Pass `version=record.version` where a stale page must not overwrite; `form.problems` feeds the error summary.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _ask_by_name(field)
        self.fields["idempotency_key"] = forms.CharField(
            required=False, max_length=100, widget=forms.HiddenInput, initial=lambda: str(uuid.uuid4())
        )
        self.fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=version)

    def hold_against(self, name: str, reference: Decimal | None) -> None:
        """Tell the money field what its amount has to be plausible beside (yuan); from `__init__`, or from `clean` where it
        depends on what was chosen."""
        self.fields[name].reference = reference  # type: ignore[attr-defined]
        if hasattr(self, "cleaned_data"):
            ask_about_wan(self, name)  # type: ignore[arg-type]

    @property
    def problems(self) -> list[Problem]:
        return problems(self)  # type: ignore[arg-type]


def _ask_by_name(field: forms.Field) -> None:
    """An empty field is asked for by its name (请填写单位名称), unless it has words of its own."""
    if not field.label or field.error_messages["required"] != forms.Field.default_error_messages["required"]:
        return
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField)
    words = _("请选择%(name)s。") if chosen else _("请填写%(name)s。")
    field.error_messages["required"] = words % {"name": field.label}


class Form(FormMixin, forms.Form):
    """A plain form of the house."""

    use_required_attribute = False


class ModelForm(FormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A model form of the house."""

    use_required_attribute = False


def to_ascii_digits(text: str) -> str:
    """Full-width digits and signs as plain ones, without thousands separators and spaces: １，２００．５ becomes 1200.5."""
    return re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text).replace("，", ",").replace("。", "."))
