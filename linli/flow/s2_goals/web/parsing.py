"""From the rows of a form to what the rules and actions take; tolerant while somebody is still typing."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from linli.flow.s2_goals.rules import Line
from linli.flow.s2_goals.states import Category
from linli.ui.forms import to_ascii_digits

ZERO = Decimal(0)
LARGEST = Decimal(10) ** 10


def number(text: Any) -> Decimal:
    """A number as typed so far; anything that is none yet counts as nothing."""
    plain = to_ascii_digits(str(text or "")).removesuffix("元")
    try:
        found = Decimal(plain.removesuffix("万") or "0") * (10_000 if plain.endswith("万") else 1)
    except InvalidOperation:
        return ZERO
    return found if found.is_finite() and ZERO <= found < LARGEST else ZERO


def typed_lines(data: Any) -> list[Line]:
    """The budget lines of posted data, whatever their state."""
    made = []
    for index in range(min(int(number(data.get("lines-TOTAL_FORMS"))), 60)):
        get = {
            key: data.get(f"lines-{index}-{key}", "")
            for key in ("category", "basis", "unit_price", "quantity", "unit", "activity", "price_reason")
        }
        category = get["category"] if get["category"] in Category.values else Category.OTHER
        price, quantity, activity = (number(get[key]) for key in ("unit_price", "quantity", "activity"))
        made.append(
            Line(category, get["basis"], price, quantity, get["unit"], int(activity) or None, get["price_reason"] or "")
        )
    return made


def cleaned_lines(rows: Iterable[dict[str, Any]]) -> list[Line]:
    """The budget lines of a valid formset."""
    keys = ("category", "basis", "unit_price", "quantity", "unit", "activity", "price_reason")
    return [Line(*(row[key] for key in keys)) for row in rows if row]
