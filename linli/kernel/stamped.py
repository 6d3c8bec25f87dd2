"""What is read from the database once a process and kept in memory until somebody edits it.

    _years = Stamped("calendar", _read)          # at module level; `name` is the stamp file's, and unique
    _years.value()                               # the value in memory, read (again) when it must be
    _years.edited()                              # by every action that changes what `read` reads, in its transaction

An edit is seen at once in the process that made it, and in the others because it touches a stamp file under VAR_DIR;
processes that do not share VAR_DIR see it after `seconds`. Within the editing transaction nothing is kept, so that a
rollback leaves no trace. What `read` answers is shared by threads: it must not be changed.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connection, transaction

T = TypeVar("T")
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A value with the stamp under which it was read and when (monotonic seconds)."""

    value: T
    stamp: int
    read_at: float


class Stamped(Generic[T]):
    """One such value."""

    name: str

    def __init__(self, name: str, read: Callable[[], T], seconds: int = SECONDS) -> None:
        if any(other.name == name for other in _every):
            raise ValueError(f"two values are stamped {name}")
        self.name, self.read, self.seconds = name, read, seconds
        self.kept: Kept[T] | None = None
        self.editing: ContextVar[bool] = ContextVar(f"linli_editing_{name}", default=False)
        self.fixed: ContextVar[Kept[T] | None] = ContextVar(f"linli_held_{name}", default=None)
        _every.append(self)

    def value(self) -> T:
        """The value as this transaction may see it."""
        fixed = self.fixed.get()
        if fixed is not None:
            return fixed.value
        if self.editing.get():
            if connection.in_atomic_block:
                return self.read()
            self.forget()
        kept, stamp, now = self.kept, self._stamp(), time.monotonic()
        if kept is None or kept.stamp != stamp or now - kept.read_at > self.seconds:
            kept = self.kept = Kept(self.read(), stamp, now)
        return kept.value

    @contextmanager
    def held(self) -> Iterator[None]:
        """Read once for the block, even within the editing transaction: for work that asks very often and edits nothing."""
        token = self.fixed.set(Kept(self.value(), 0, 0))
        try:
            yield
        finally:
            self.fixed.reset(token)

    def renew(self) -> None:
        """Read again what a `held` block holds, after an edit within it."""
        if self.fixed.get() is not None:
            self.fixed.set(Kept(self.read(), 0, 0))

    def edited(self) -> None:
        """Called by every action that changes what is kept, inside its transaction."""
        self.editing.set(True)
        transaction.on_commit(self._announce, robust=True)

    def forget(self) -> None:
        """Read anew next time, in this process."""
        self.kept = None
        self.editing.set(False)

    def _announce(self) -> None:
        self.forget()
        path = self._path()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(time.time_ns()))

    def _path(self) -> Path:
        return Path(settings.VAR_DIR) / f"{self.name}.stamp"

    def _stamp(self) -> int:
        """Asked at every reading: a plain string and one system call."""
        try:
            return os.stat(f"{settings.VAR_DIR}/{self.name}.stamp").st_mtime_ns
        except FileNotFoundError:
            return 0


_every: list[Stamped[Any]] = []


def forget_uncommitted() -> None:
    """Forget what transactions edited that never committed; tests, which always roll back, call it after each."""
    for one in _every:
        if one.editing.get():
            one.forget()
