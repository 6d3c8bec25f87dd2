"""Filters of the implementation's pages."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def quantity(value: Decimal | None) -> str:
    """A quantity without needless decimals: 12,000 or 3.5. Nothing is a dash."""
    if value is None:
        return "—"
    return f"{value:,.2f}".rstrip("0").rstrip(".")
