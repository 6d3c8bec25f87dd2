"""From a fresh copy to the first page, and what the installation weighs."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from bench.registry import Row, room
from bench.server import Bench, Served, free_port, plain_env, start
from linli.cli.house import ROOT, House

FIRST_PAGE = "/"


def megabytes(folder: Path) -> float:
    """What a folder takes on the disk; a file that stands under two names counts once."""
    seen = {(s.st_dev, s.st_ino): s.st_blocks * 512 for s in (p.lstat() for p in folder.rglob("*"))}
    return sum(seen.values()) / 1e6


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    words = Path(f"/proc/{pid}/status").read_text("utf-8")
    return float(words.split("VmRSS:")[1].split()[0]) / 1000


def children(pid: int) -> list[int]:
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]


def run_to_first_page(copy: Path) -> tuple[Served, float]:
    port = free_port()
    argv = ["make", "run", f"ARGS=--port {port}"]
    begun = time.monotonic()
    served = start(argv, House(copy / "var"), port, copy, plain_env())
    served.await_page(FIRST_PAGE, 600)
    return served, time.monotonic() - begun


def stop(served: Served, copy: Path) -> None:
    """`make` passes no signal on, so the command itself is asked."""
    import subprocess

    subprocess.run([copy / "bin" / "linli", "stop"], env=plain_env(), capture_output=True, timeout=120)
    served.process.wait(60)


@room("boot")
def boot(bench: Bench) -> Iterator[Row]:
    copy = bench.folder / "copy"
    leave = shutil.ignore_patterns(".venv", "var", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", "*.mo")
    shutil.copytree(ROOT, copy, ignore=leave)
    served, cold = run_to_first_page(copy)
    try:
        yield Row("boot.cold_run_to_first_page", cold, "s", limit=240)
        yield Row("boot.install_size", megabytes(copy / ".venv"), "MB", limit=450)
    finally:
        stop(served, copy)
    served, warm = run_to_first_page(copy)
    try:
        yield Row("boot.warm_run_to_first_page", warm, "s", limit=10)
        for _ in range(200):
            served.get(FIRST_PAGE)
        workers = [resident(pid) for pid in children(served.pids()["web"])]
        yield Row("boot.web_worker_memory", max(workers), "MB", limit=200)
    finally:
        stop(served, copy)
