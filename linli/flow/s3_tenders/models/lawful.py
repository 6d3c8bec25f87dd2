"""Whose law a tender follows: that of the day of its notice, to its end, whatever is changed meanwhile."""

from datetime import date
from typing import Any


class OfTender:
    """What belongs to a tender follows the tender's day."""

    tender: Any

    @property
    def law_day(self) -> date | None:
        found: date | None = self.tender.law_day
        return found
