"""The fields of a value that is a table, in the shape of the present one.

A table of shares (受益面 40) has a number for each key; a list of numbers (40, 40, 20) one line; a list of rows, such as an
approval chain, a line for each row with its cells in the order of the columns.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from linli.foundations.rulebook.layers import Parameter
from linli.ui.forms import to_ascii_digits

PREFIX = "cell_"
LIST = f"{PREFIX}list"
ROWS = f"{PREFIX}rows"


class NumbersField(forms.CharField):
    """Numbers in a line, separated by commas of either width."""

    def clean(self, value: Any) -> list[Any]:
        parts = [part for part in super().clean(value).replace("，", ",").replace("、", ",").split(",") if part.strip()]
        return [number(part) for part in parts]


class RowsField(forms.CharField):
    """Rows of cells, a line each, cells separated by | in the order of the columns; an empty cell is left out."""

    def __init__(self, columns: list[str], numeric: set[str], **more: Any) -> None:
        self.columns, self.numeric = columns, numeric
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), **more)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        made = []
        for place, line in enumerate(super().clean(value).splitlines(), start=1):
            if not line.strip():
                continue
            cells = [cell.strip() for cell in line.replace("｜", "|").split("|")]
            if len(cells) > len(self.columns):
                raise ValidationError(
                    _("第 %(row)s 行有 %(n)s 格，只有 %(most)s 列。")
                    % {"row": place, "n": len(cells), "most": len(self.columns)}
                )
            row = {name: cell for name, cell in zip(self.columns, cells, strict=False) if cell}
            made.append({name: number(cell) if name in self.numeric else cell for name, cell in row.items()})
        return made

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(" | ".join(str(row.get(name, "")) for name in self.columns).rstrip(" |") for row in value)


def fields(parameter: Parameter, present: Any) -> dict[str, forms.Field]:
    """The fields in the shape of the present value, filled with it."""
    if isinstance(present, dict):
        return {
            PREFIX + str(key): forms.DecimalField(
                label=parameter.labels.get(str(key), str(key)),
                min_value=0,
                max_digits=14,
                decimal_places=4,
                initial=item,
            )
            for key, item in present.items()
        }
    if present and isinstance(present[0], dict):
        columns = list(dict.fromkeys(key for row in present for key in row))
        numeric = {key for row in present for key, cell in row.items() if isinstance(cell, int | Decimal)}
        hint = _("每行一项，各格以 | 分隔，依次为：%(columns)s。") % {"columns": "、".join(columns)}
        return {ROWS: RowsField(columns, numeric, label=_("新的取值"), help_text=hint, initial=present)}
    line = "，".join(str(one) for one in present)
    return {LIST: NumbersField(label=_("新的取值"), help_text=_("数字以逗号分隔。"), initial=line, max_length=200)}


def value(present: Any, cleaned: dict[str, Any]) -> Any:
    """The table from the cleaned fields; None where some cell could not be read."""
    if LIST in cleaned or ROWS in cleaned:
        return cleaned.get(LIST) or cleaned.get(ROWS)
    if not isinstance(present, dict) or any(PREFIX + str(key) not in cleaned for key in present):
        return None
    return {key: plain(cleaned[PREFIX + str(key)]) for key in present}


def plain(amount: Decimal) -> int | Decimal:
    """Whole numbers stay whole."""
    return int(amount) if amount == amount.to_integral_value() else amount


def number(text: str) -> int | Decimal:
    """A number as typed. Raises ValidationError."""
    try:
        return plain(Decimal(to_ascii_digits(text)))
    except InvalidOperation:
        raise ValidationError(_("“%(text)s”不是数字。") % {"text": text}) from None
