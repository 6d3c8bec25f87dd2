"""Exports as files: written beside their final name, renamed when they are whole."""

import os
from pathlib import Path

from linli.foundations.forms.export import book, columns, streams
from linli.foundations.forms.export.reading import Told
from linli.foundations.forms.models import Download, Form
from linli.kernel.actor import Actor

AT_ONCE_CELLS = 1_000_000
"""What is written while somebody waits; more is a job."""


def is_big(submissions: int, width: int) -> bool:
    """Whether so many submissions of so many columns are more than a page can wait for."""
    return submissions * width > AT_ONCE_CELLS


def write(download: Download, actor: Actor) -> int:
    """Write the file; answers its size in bytes."""
    path = download.path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part, told = path.with_suffix(".part"), _teller(path.with_suffix(".done"))
    told(0)
    try:
        with part.open("wb+") as file:
            _fill(file, download, actor, told)
            file.flush()
            os.fsync(file.fileno())
            size = file.seek(0, os.SEEK_END)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return size


def _fill(file: book.File, download: Download, actor: Actor, told: Told) -> None:
    form, state, personal = download.form, download.wanted, download.personal
    if download.kind == "xlsx":
        book.write(file, form, actor, state, personal=personal, told=told)
        return
    for part in streams.data(form, actor, state, download.kind, personal=personal, told=told):
        file.write(part)


def _teller(note: Path) -> Told:
    def told(count: int) -> None:
        note.write_text(str(count))

    return told


def forget(download: Download) -> None:
    """Delete what was written."""
    for path in (download.path, download.path.with_suffix(".done"), download.path.with_suffix(".part")):
        path.unlink(missing_ok=True)


def width(form: Form, *, personal: bool) -> int:
    """How many columns all tables of a form have together."""
    return sum(len(table.columns) for table in columns.tables_of(form, personal=personal))
