"""Row-level security: the few tables where a leak is a scandal open their rows only to whom the database was told of.

A policy compares a row with `linli.organisation`, `linli.place`, `linli.person`; nothing is told outside `acting`, so a
query that forgot it sees nothing. What no person asks for is told by `working_on`: one form, one submission, or a duty of
the house. Everything told ends with its transaction, so that no request finds what another one told on the same connection.
The application's role owns no table, hence cannot switch a policy off.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from django.db import connection, transaction

from linli.kernel.actor import Actor

_told: ContextVar[tuple[str, str, str]] = ContextVar("linli_told", default=("", "", ""))
_TELL = (
    "SELECT set_config('linli.organisation', %s, true), set_config('linli.place', %s, true),"
    " set_config('linli.person', %s, true)"
)
Matter = Literal["form", "instance", "duty"]
"""The key of a form all of whose submissions are worked on, the number of the one submission that is being taken in, or the
duty that is done for the whole house: `audit`, `downloads`."""
_matters: ContextVar[dict[str, str]] = ContextVar("linli_matters", default={})  # noqa: B039


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Tell the database, within one transaction, for whom it reads and writes."""
    mine = _of(actor)
    before = _told.get()
    with transaction.atomic():
        _tell(mine)
        token = _told.set(mine)
        try:
            yield
        finally:
            _told.reset(token)
            if not connection.needs_rollback:
                _tell(before)


@contextmanager
def acting_in_own_block(actor: Actor) -> Iterator[None]:
    """The same, cheaper, inside an atomic block of one's own that ends with it: when that fails, what was told is taken
    back with it; when the transaction ends, it goes by itself."""
    mine, before = _of(actor), _told.get()
    _tell(mine)
    token = _told.set(mine)
    try:
        yield
    finally:
        _told.reset(token)
    if connection.savepoint_ids:
        _tell(before)


@contextmanager
def working_on(matter: Matter, which: object) -> Iterator[None]:
    """Tell the database, within one transaction, what is worked on, whoever acts."""
    with transaction.atomic():
        _tell_matter(matter, str(which))
        token = _matters.set({**_matters.get(), matter: str(which)})
        try:
            yield
        finally:
            _matters.reset(token)
            if not connection.needs_rollback:
                tell_again(matter)


def tell_again(matter: Matter) -> None:
    """Put back what was told of a matter before a statement told something else by itself."""
    _tell_matter(matter, _matters.get().get(matter, ""))


def _tell_matter(matter: str, which: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('linli.' || %s::text, %s, true)", [matter, which])


def _of(actor: Actor) -> tuple[str, str, str]:
    return str(actor.organisation_id or ""), actor.place_code, str(actor.person_id or "")


def _tell(values: tuple[str, str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TELL, values)


def guard(table: str, policy: str) -> tuple[str, str]:
    """SQL that guards a table and SQL that undoes it, for a migration's RunSQL. `policy` is a condition over the row;
    use `kernel_told('organisation')` and the like, which is empty when nothing was told."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        f" CREATE POLICY {table}_guard ON {table} USING ({policy}) WITH CHECK ({policy});",
        f"DROP POLICY {table}_guard ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )
