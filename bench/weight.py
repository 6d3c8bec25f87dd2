"""What a command and everything it starts take of the memory, watched from outside while it runs."""

import os
import re
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from linli.cli.words import Refusal

EVERY = 0.2


@dataclass(frozen=True)
class Watched:
    """Seconds by the clock and of the processors, and megabytes at their highest: of all processes together (shared
    pages once), of the largest program."""

    seconds: float
    worked: float
    together: float
    largest: float


def watch(argv: Sequence[str | Path], env: Mapping[str, str], log: Path) -> Watched:
    """Run a command to its end. Raises Refusal when it fails."""
    begun, worked, together, largest = time.monotonic(), _worked(), 0.0, 0.0
    with log.open("ab") as out:
        process = subprocess.Popen([str(a) for a in argv], env=dict(env), stdout=out, stderr=out)
        while process.poll() is None:
            found = _family(process.pid)
            together = max(together, sum(_proportional(pid) for pid in found))
            largest = max([largest, *(_highest(pid) for pid in found if not _is_database(pid))])
            time.sleep(EVERY)
    if process.returncode:
        last = (log.read_text("utf-8", "replace").strip().splitlines() or ["?"])[-1]
        raise Refusal(f"测量的命令未能完成：{last}", f"The command to measure failed: {last}")
    return Watched(time.monotonic() - begun, _worked() - worked, together, largest)


def _worked() -> float:
    """What ended children have used of the processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for task in _words(f"/proc/{one}/task", names=True).split():
            found += [int(c) for c in _words(f"/proc/{one}/task/{task}/children").split()]
    return found


def _words(path: str, *, names: bool = False) -> str:
    """A file of /proc, empty when the process has just ended."""
    try:
        return " ".join(os.listdir(path)) if names else Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


def _kilobytes(text: str, name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE)
    return int(found.group(1)) if found else 0


def _proportional(pid: int) -> float:
    """Resident memory in MB, shared pages divided among those who share them."""
    return _kilobytes(_words(f"/proc/{pid}/smaps_rollup"), "Pss") / 1000


def _highest(pid: int) -> float:
    return _kilobytes(_words(f"/proc/{pid}/status"), "VmHWM") / 1000


def _is_database(pid: int) -> bool:
    return _words(f"/proc/{pid}/comm").strip() == "postgres"
