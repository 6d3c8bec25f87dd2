"""Locking a record to change it."""

from typing import TypeVar

from linli.kernel.models.subject import Subject

S = TypeVar("S", bound=Subject)


def lock(model: type[S], key: int) -> S:
    """The row, locked against other writers until the transaction ends, as it stands now. Raises model.DoesNotExist."""
    row = model._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=key)
    row.note_as_locked()
    return row
