"""Values in words: 20 日, 5 个工作日, 2%, 10,000,000 元."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from linli.foundations.rulebook.layers import Parameter


def in_words(parameter: Parameter, value: Any) -> str:
    """A value with its unit, in the reader's language."""
    if parameter.unit == "choice":
        return parameter.choices.get(str(value), str(value))
    if parameter.unit == "table":
        return _table(parameter, value)
    if parameter.unit == "count":
        return f"{value} {parameter.measure}".strip() if not english() else str(value)
    return quantity(parameter.unit, value)


def quantity(unit: str, value: Any) -> str:
    """A number with its unit."""
    number = plain_number(value)
    plural = abs(int(value)) if not isinstance(value, Fraction) else 1
    forms: dict[str, Callable[[], str]] = {
        "days": lambda: ngettext("%(n)s 日", "%(n)s 日", plural),
        "working_days": lambda: ngettext("%(n)s 个工作日", "%(n)s 个工作日", plural),
        "months": lambda: ngettext("%(n)s 个月", "%(n)s 个月", plural),
        "years": lambda: ngettext("%(n)s 年", "%(n)s 年", plural),
        "minutes": lambda: ngettext("%(n)s 分钟", "%(n)s 分钟", plural),
        "percent": lambda: "%(n)s%%",
        "yuan": lambda: _("%(n)s 元"),
        "square_metres": lambda: _("%(n)s 平方米"),
        "megabytes": lambda: "%(n)s MB",
    }
    form = forms.get(unit)
    return form() % {"n": number} if form else number


def plain_number(value: Any) -> str:
    """A number as people write it: thousands separated, no idle zeros."""
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value:,}" if isinstance(value, int) else str(value)


def table_lines(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    """A table's lines as (name, rest): 受益面 40; 镇街审批, 镇街 分管领导，100,000 元起."""
    if isinstance(value, dict):
        return [(_word(parameter, key), plain_number(item)) for key, item in value.items()]
    return [_line(parameter, item) if isinstance(item, dict) else (plain_number(item), "") for item in value]


def _line(parameter: Parameter, item: dict[str, Any]) -> tuple[str, str]:
    name = (item.get("text_en") if english() else None) or item.get("text") or item.get("title") or item.get("key")
    who = " ".join(_word(parameter, item[key]) for key in ("kind", "role") if key in item)
    least = _("%(n)s 元起") % {"n": plain_number(item["from"])} if item.get("from") else ""
    return str(name), "，".join(part for part in (who, least, str(item.get("clause", ""))) if part)


def _word(parameter: Parameter, key: Any) -> str:
    return str(key).replace("_", " ") if english() else parameter.labels.get(str(key), str(key))


def _table(parameter: Parameter, value: Any) -> str:
    joined = [f"{name} {rest}" if isinstance(value, dict) else name for name, rest in table_lines(parameter, value)]
    return "；".join(joined)


def english() -> bool:
    return (get_language() or "").startswith("en")


def day_words(day: date) -> str:
    """2026年3月5日."""
    return day.isoformat() if english() else f"{day.year}年{day.month}月{day.day}日"
