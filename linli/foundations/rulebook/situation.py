"""Where and of which day the rule book is asked, when the question itself does not say so.

Inside an action it is the record that the action is about: a running tender keeps the law of its notice's day
(`law_day`), and a street's own value counts where the record's place lies in it. A page says it with `at`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.kernel.actions import current_run
from linli.kernel.permissions import reach

PATHS = ("place_code", "project.place_code", "tender.project.place_code", "place.code", "organisation.place.code")


@dataclass(frozen=True, slots=True)
class Situation:
    """A division code, empty for the district; a day, None for the present one."""

    place: str = ""
    day: date | None = None


_said: ContextVar[Situation | None] = ContextVar("linli_rulebook_situation", default=None)


@contextmanager
def at(place: str = "", day: date | None = None) -> Iterator[None]:
    """Ask as of a place and a day within the block: `with book.at(project.place_code, tender.law_day): …`"""
    token = _said.set(Situation(place, day))
    try:
        yield
    finally:
        _said.reset(token)


@contextmanager
def of(record: Any) -> Iterator[None]:
    """Ask as of a record, as the actions on it do: a page shows what will be checked."""
    with at(place_of(record), getattr(record, "law_day", None)):
        yield


def law_day() -> date | None:
    """The day whose law counts, where it is not the present one."""
    said = _said.get()
    if said is not None:
        return said.day
    run = current_run()
    found = getattr(run.about, "law_day", None) if run is not None else None
    return found if isinstance(found, date) else None


def place() -> str:
    """The place in question; empty for the district. Asked only where some street has a value of its own."""
    said = _said.get()
    if said is not None:
        return said.place
    run = current_run()
    return place_of(run.about) if run is not None else ""


def place_of(record: Any) -> str:
    """The division code of a record; empty where it has none."""
    found = (reach(record, path) for path in PATHS)
    return next((code for code in found if isinstance(code, str) and code), "")
