"""One `linli up` at a time on one folder. The system drops the lock with its holder: a kill leaves none behind."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from linli.cli.house import House, read_json
from linli.cli.words import Refusal

LOOKING = 0.5
"""Seconds in which a look at the lock has ended."""


class Held(Refusal):
    """Somebody else works on this folder."""


@contextmanager
def hold(house: House, purpose: str) -> Iterator[None]:
    """Hold the folder for the length of the block. Raises Held when another process has it, not only looks at it."""
    handle = os.open(house.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _take(handle)
        except OSError as error:
            holder = read_json(house.lock)
            who, what = holder.get("pid", "?"), holder.get("purpose", "linli")
            raise Held(
                f"数据目录 {house.var} 正被另一个进程使用（{what}，进程号 {who}）；请先停止它，或用 --var 另选目录。",
                f"The data folder {house.var} is in use by another process ({what}, pid {who}); "
                "stop that one first, or choose another folder with --var.",
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps({"pid": os.getpid(), "purpose": purpose}).encode(), 0)
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    """Whoever only looks (`is_held`) is gone in a moment. Raises OSError."""
    until = time.monotonic() + LOOKING
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def is_held(house: House) -> bool:
    """Whether somebody works on the folder; others may look at the same moment."""
    handle = os.open(house.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(handle)
