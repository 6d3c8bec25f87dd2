"""Canaries in every text of the world: a script's beginning everywhere, and in guarded fields a word of each row's own.

They are put where a value is saved, whichever action saves it, so that copies (titles of tasks, snapshots, the journal)
carry them too; a bid's content is planted before it is sealed, or its commitment would no longer hold.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest import mock

from django.apps import apps
from django.db import models

from linli.demo.scenes import tenders as told_tenders
from linli.flow.s3_tenders import actions as tenders
from tests.security import guarded

SCRIPT = "\"'><zqx y=1>{{7*7}}"
"""Were it not escaped: an end to any attribute, an element, and a sum for whatever evaluates templates."""
SHORT = "\"'><zqx>"
LEAST, ROOM = 9, 44
"""Columns too narrow for any canary, and for the long one."""
NAMES_OF_THINGS = {
    "actor", "catalogue_code", "category", "chain", "clause", "clause_key", "code", "code_hash", "credit_code", "document",
    "about", "certificate", "dimension", "due_basis", "field_code", "fingerprint", "grade", "key", "label", "list_name",
    "media_type", "negative_mark", "nonce",
    "number", "parameter", "password", "path", "pinyin", "place_code", "purpose", "receipt", "reference", "request_hash",
    "column", "digest", "form_id", "hash", "household_path", "instance_id", "line_title", "login", "md5", "option",
    "page_token", "phone_hash", "review", "role", "roster_hash", "secret", "section_code", "seed", "sent", "series", "sha256",
    "source", "standard_clause", "subject_type", "xml",
    "successor_key", "title_key", "unit", "username", "verb",
}  # fmt: skip
"""Columns that the house writes or that name a thing of the house; nobody types a text into them."""
SHIPPED = {
    "places_place", "kernel_calendaryear", "kernel_calendarday", "kernel_storedfile", "rulebook_datedentry",
    "rulebook_ruleclause", "xforms_formmedia", "xforms_attachment",
}  # fmt: skip
"""Tables that are filled from official lists; file names, which are made safe when they are stored; clauses, whose text is
read for their numbers: the world writes one that carries the script."""
LATER = {
    ("funds", "FundSource", "name"), ("admission", "Admission", "title"), ("admission", "Report", "title"),
    ("needs", "Campaign", "title"),
}  # fmt: skip
"""Texts by which the teller finds a row again: they are planted when he has ended."""
FILLED = {
    "parties_organisation.contact_name", "parties_organisation.contact_phone", "parties_person.phone",
    "parties_person.email", "tenders_sheet.remark", "delivery_servicerecord.note", "funds_posting.note",
    "goals_design.wage_reason",
}  # fmt: skip
"""Guarded fields that the teller leaves empty."""
MINE = ("plan", "team", "record", "promises")


def takes_text(field: Any) -> bool:
    """Somebody types a text into this column."""
    return (
        isinstance(field, models.CharField | models.TextField)
        and field.model.__module__.startswith("linli.")
        and not field.choices
        and field.name not in NAMES_OF_THINGS
        and (field.model._meta.app_label, field.model.__name__, field.name) not in LATER
        and field.model._meta.db_table not in SHIPPED
        and (field.max_length or ROOM) >= LEAST
    )


def laden(value: str, room: int | None) -> str:
    """The text as a formula with the script's beginning at its end, no longer than the column."""
    if "zqx" in value:
        return value
    canary = SCRIPT if (room or ROOM) >= ROOM else SHORT
    return "=" + (value if room is None else value[: room - len(canary) - 1]) + canary


class Planter:
    """Gives every row's guarded field a word of its own."""

    def __init__(self) -> None:
        self.serial = count(1)
        self.marks = {one.column: one for one in guarded.FIELDS}

    def value(self, field: Any, kept: Any) -> Any:
        """What is saved instead of a value."""
        column = f"{field.model._meta.db_table}.{field.name}"
        if not isinstance(kept, str) or not (kept or column in FILLED):
            return kept
        mark = self.marks.get(column)
        if mark is None:
            return laden(kept, field.max_length) if takes_text(field) else kept
        return kept if guarded.found_in(kept) else self.word(mark, field.max_length)

    def word(self, mark: guarded.Field, room: int | None) -> str:
        word = mark.word(next(self.serial))
        return laden(word, room) if mark.kind == "text" else word

    def offer(self, *values: Any, **named: Any) -> Any:
        """A bid whose sections carry words."""
        made = _Offer(*values, **named)
        marks = {name: self.marks[f"tenders_bidcontent.{name}"] for name in MINE}
        return _Offer(made.amount, **{name: self.word(mark, None) for name, mark in marks.items()})


_Offer = tenders.Offer


@contextmanager
def planted() -> Iterator[None]:
    """Whatever is saved meanwhile carries canaries."""
    planter, save = Planter(), models.Field.pre_save

    def pre_save(field: Any, row: Any, add: bool) -> Any:
        value = save(field, row, add)
        put = value if row._meta.db_table == "tenders_bidcontent" else planter.value(field, value)
        if put is not value:
            setattr(row, field.attname, put)
        return put

    with (
        mock.patch.object(models.Field, "pre_save", pre_save),
        mock.patch.object(told_tenders, "Offer", planter.offer),
        mock.patch.object(tenders, "Offer", planter.offer),
    ):
        yield
    for label, name, column in sorted(LATER):
        model = apps.get_model(label, name)
        room = model._meta.get_field(column).max_length
        for row in model._default_manager.all():
            model._default_manager.filter(pk=row.pk).update(**{column: laden(getattr(row, column), room)})
