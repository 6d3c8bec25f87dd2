"""Locking a record and saving what changed, by statements that are built once for each model: every action runs them, and
the query builder would take longer than the database."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models

from linli.kernel import moment

if TYPE_CHECKING:
    from linli.kernel.models.subject import Subject

S = TypeVar("S", bound="Subject")
Converters = tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A statement with one value, the key; the columns it reads, and what makes Python's values of some of them. After the
    columns comes the database's time (kernel/moment.py)."""

    sql: str
    attnames: list[str]
    converters: Converters


def lock(model: type[S], key: int) -> S:
    """The row, locked against other writers until the transaction ends, as it stands now and stamped with the database's
    time. Raises model.DoesNotExist."""
    read = _reading(model)
    with connection.cursor() as cursor:
        cursor.execute(read.sql, [key])
        found = cursor.fetchone()
    if found is None:
        raise model.DoesNotExist
    values = list(found)
    for place, converters, column in read.converters:
        for convert in converters:
            values[place] = convert(values[place], column, connection)
    time = values.pop()
    row = model.from_db(DEFAULT_DB_ALIAS, read.attnames, values)
    row.note_as_locked()
    row.database_time = time  # type: ignore[attr-defined]
    return row


@cache
def _reading(model: type["Subject"]) -> _Read:
    """The default manager's own statement, so that whatever it leaves out cannot be locked either."""
    rows = moment.stamped(model._default_manager.all()).select_for_update(no_key=True, of=("self",)).filter(pk=0)
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, values = compiler.as_sql()
    *selected, (_now, _sql, stamp) = compiler.select
    if values != (0,) or len(selected) != len(model._meta.concrete_fields) or stamp != "database_time":
        raise TypeError(f"{model.__name__} must be read plainly by its default manager")
    columns = [column for column, _sql, _alias in selected]
    converters = tuple(
        (place, tuple(found), column) for place, (found, column) in compiler.get_converters(columns).items()
    )
    return _Read(sql, [column.target.attname for column in columns], converters)


def write(row: "Subject", changed: list["models.Field[Any, Any]"]) -> bool:
    """Write these columns of a row; False, and nothing is written, where a value is to be computed by the database."""
    values = [field.pre_save(row, False) for field in changed]
    if any(hasattr(value, "resolve_expression") for value in values):
        return False
    ready = [field.get_db_prep_save(value, connection) for field, value in zip(changed, values, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_writing(row._meta.db_table, tuple(field.column for field in changed)), [*ready, row.pk])
    return True


@cache
def _writing(table: str, columns: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    return f"UPDATE {quote(table)} SET {', '.join(f'{quote(c)} = %s' for c in columns)} WHERE id = %s"  # noqa: S608
