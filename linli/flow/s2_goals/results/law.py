"""What the rule book says of a design's contents, read once for all checks of a page or a submission."""

from decimal import Decimal

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results.prices import References
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.rulebook import book

UNFINISHED = "design.unfinished"
RESPONSE, MOST, UNITS = "budget.price_response", "budget.unit_price_most", "budget.unit_price_units"


def level() -> str:
    """What follows from gaps in chain, staff plan and risks: warn or stop."""
    return "stop" if book.value(UNFINISHED) == "stop" else "warn"


def references(design: Design) -> References:
    """Reference prices for this design: the rule book's for its cost lines, the catalogue's for what it buys."""
    item = catalogue.item(design.catalogue_code) if design.catalogue_code else None
    return References(
        most={name: Decimal(most) for name, most in book.value(MOST).items()},
        units={name: str(unit) for name, unit in book.value(UNITS).items()},
        item=item.name if item else "",
        item_unit=item.unit if item else "",
        lowest=item.price_from if item else None,
        highest=item.price_to if item else None,
        stops=book.value(RESPONSE) == "stop",
        citation=book.citation(RESPONSE),
    )
