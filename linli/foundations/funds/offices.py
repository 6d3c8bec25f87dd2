"""From a chain in the rule book to the district's offices that decide on money."""

from decimal import Decimal

from django.conf import settings

from linli.foundations.parties.offices import of_district
from linli.foundations.rulebook import book
from linli.kernel.approvals import Office


def chain(parameter: str, amount: Decimal) -> list[Office]:
    """The offices that an amount (yuan) has to pass. Each step of the parameter is {title, kind, role, from}."""
    steps = book.chain(parameter, amount)
    return [Office(step["title"], of_district(step["kind"], settings.DISTRICT).pk, step["role"]) for step in steps]
