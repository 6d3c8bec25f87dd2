"""Child processes that cannot outlive their parent for long, and the safe way to end those that did.

A process is known as ours by a mark in its environment, the folder it was started for, never by its name or number
alone: a number may by now belong to somebody else.
"""

import ctypes
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from linli.cli.house import House, read_json, write_whole

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)
MARK = "LINLI_RUN"
DYING = 5.0
"""Seconds in which a killed process is gone."""


@dataclass(frozen=True)
class Account:
    """Whom a child runs as; only root can choose somebody else."""

    name: str
    uid: int
    gid: int

    def is_other(self) -> bool:
        return self.uid != os.geteuid()


def started_at(pid: int) -> int | None:
    """When a process began, in clock ticks since the machine's start; None when it does not run."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in {"Z", "X"} else int(fields[19])


def die_with_me(death_signal: int = signal.SIGTERM) -> Callable[[], None]:
    """What a child runs first, so that it ends when this process does."""
    parent = os.getpid()

    def in_child() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:
            os._exit(1)

    return in_child


def spawn(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    log: IO[bytes] | None = None,
    account: Account | None = None,
    death_signal: int = signal.SIGTERM,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in its own session; the system sends it `death_signal` when this process dies, however it dies."""
    other = account if account and account.is_other() else None
    return subprocess.Popen(
        [str(a) for a in argv],
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT if log else None,
        cwd=cwd,
        start_new_session=True,
        user=other.uid if other else None,
        group=other.gid if other else None,
        extra_groups=[] if other else None,
        preexec_fn=die_with_me(death_signal),
    )


def _marked(mark: str, leader: int | None = None) -> list[int]:
    """Processes that carry our mark in their environment; with a leader only those of its group."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            here = leader is None or int(fields[2]) == leader
            ours = here and fields[0] != "Z" and f"{MARK}={mark}".encode() in _environ(entry)
        except (OSError, IndexError, ValueError):
            continue
        if ours:
            found.append(int(entry.name))
    return found


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _environ(entry: Path) -> list[bytes]:
    return (entry / "environ").read_bytes().split(b"\0")


def _send(pids: Sequence[int], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def end_group(leader: int, mark: str, *, patience: float, first: int = signal.SIGTERM) -> None:
    """Ask the group to stop, wait, then kill what is left of it and wait for that."""
    group = _marked(mark, leader)
    _send([leader] if leader in group else group, first)
    if not _gone(leader, mark, patience):
        _send(_marked(mark, leader), signal.SIGKILL)
        _gone(leader, mark, DYING)


def _gone(leader: int, mark: str, patience: float) -> bool:
    until = time.monotonic() + patience
    while _marked(mark, leader):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def remember(house: House, pids: Mapping[str, int]) -> None:
    """Write down the running children, for the next start to end them should this one be killed."""
    rows = {name: {"pid": pid} for name, pid in pids.items()}
    write_whole(house.var / "children.json", json.dumps(rows))


def reap(house: House, mark: str) -> list[str]:
    """End what a killed supervisor left running, also what it had not written down yet; returns the names, or the numbers
    of the unnamed. Our mark is this folder's own path, so that whoever carries it was started for it.

    The database is left to its own module.
    """
    names = {int(row.get("pid") or 0): name for name, row in read_json(house.var / "children.json").items()}
    groups = sorted({group for pid in _marked(mark) if (group := _group_of(pid))})
    for leader in groups:
        end_group(leader, mark, patience=10)
    return [names.get(leader, str(leader)) for leader in groups]
