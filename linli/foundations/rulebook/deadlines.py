"""Deadlines that rooms keep in their own tables, so that they can be counted again when a calendar changes.

    keep("tenders.challenge", "due_at", parameter="challenge.answer_days", start="filed_at", tell="purchaser_id",
         open=Q(answered_at__isnull=True))

Only what the rule book counted belongs here, never a day that a person fixed, such as a published bid deadline.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.deadline import Deadline
from linli.kernel.permissions import reach


@dataclass(frozen=True, slots=True)
class Field:
    """One column: which parameter counted it, from which other column on, while `open` holds. `tell` leads to the key of
    the organisation whose clerk is told."""

    model: str
    name: str
    parameter: str
    start: str
    tell: str
    open: Q

    @property
    def label(self) -> str:
        """The column's name in words."""
        return str(apps.get_model(self.model)._meta.get_field(self.name).verbose_name)

    def rows(self, year: int) -> Iterator[tuple[models.Model, datetime]]:
        """Records whose deadline lies ahead and touches the year, with that deadline."""
        if book.parameter(self.parameter).unit != "working_days":
            return
        ahead = Q(
            **{f"{self.name}__gt": clock.now(), f"{self.name}__year__gte": year, f"{self.start}__year__lte": year}
        )
        for row in apps.get_model(self.model)._default_manager.filter(self.open, ahead).order_by("pk"):
            yield row, getattr(row, self.name)

    def counted(self, row: Any) -> Deadline:
        """The deadline by the calendar as it is now and the law of the record's day."""
        with book.of(row):
            return book.due(self.parameter, reach(row, self.start))


FIELDS: list[Field] = []


def keep(model: str, name: str, *, parameter: str, start: str, tell: str, open: Q) -> None:
    """Register a column; called by the room that has it."""
    FIELDS.append(Field(model, name, parameter, start, tell, open))
