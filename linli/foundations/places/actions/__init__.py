"""The verbs of places."""

from linli.foundations.places.actions.divisions import import_divisions
from linli.foundations.places.actions.pilot import mark_pilot, unmark_pilot
from linli.foundations.places.actions.year import import_years, record_year

__all__ = ["import_divisions", "import_years", "mark_pilot", "record_year", "unmark_pilot"]
