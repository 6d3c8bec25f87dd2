"""Keeps the children of one `linli up` alive: starts them, watches, restarts with growing pauses, ends them in order."""

import contextlib
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from linli.cli.cluster import Cluster
from linli.cli.house import ROOT, House
from linli.cli.processes import MARK, end_group, remember, spawn
from linli.cli.words import Refusal, say

LONGEST_PAUSE = 30.0
GOOD_LIFE = 60.0
CLUSTER_PAUSE = 10.0
LOG_LIMIT = 20 * 1024 * 1024


@dataclass
class Child:
    """One program to keep running."""

    name: str
    argv: list[str]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    pause: float = 1.0
    due: float = 0.0
    ends: int = 0


@dataclass
class Supervisor:
    """The children of one folder, the database among them when it is the folder's own."""

    house: House
    cluster: Cluster | None
    children: list[Child] = field(default_factory=list)
    cluster_due: float = 0.0

    @property
    def mark(self) -> str:
        return str(self.house.var)

    def log(self, name: str) -> Path:
        return self.house.logs / f"{name}.log"

    def start(self, child: Child) -> None:
        with self.log(child.name).open("ab") as log:
            child.process = spawn(child.argv, env={**child.env, MARK: self.mark}, log=log, cwd=ROOT)
        child.since = time.monotonic()
        self.note()

    def add(self, child: Child) -> None:
        self.children.append(child)
        self.start(child)

    def note(self) -> None:
        pids = {child.name: child.process.pid for child in self.children if child.process}
        if self.cluster and self.cluster.process:
            pids["postgres"] = self.cluster.process.pid
        remember(self.house, pids)

    def watch(self) -> None:
        """One look at everything; called twice a second for as long as the service runs."""
        if self.cluster:
            self._watch_cluster(self.cluster)
        for child in self.children:
            self._watch_child(child)

    def _watch_cluster(self, cluster: Cluster) -> None:
        """Start the database again, for as long as it takes: a full disk may be emptied while nobody looks here."""
        if (cluster.process and cluster.process.poll() is None) or time.monotonic() < self.cluster_due:
            return
        say("数据库意外退出，正在恢复…", "The database ended unexpectedly, recovering it…")
        try:
            cluster.start()
        except Refusal as refusal:
            say(refusal.zh, refusal.en)
            self.cluster_due = time.monotonic() + CLUSTER_PAUSE
            return
        say("数据库已恢复。", "The database is back.")
        self.note()

    def _watch_child(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.due:
                self.start(child)
            return
        code = child.process.poll()
        if code is None:
            return
        end_group(child.process.pid, self.mark, patience=2)
        child.pause = 1.0 if now - child.since > GOOD_LIFE else min(child.pause * 2, LONGEST_PAUSE)
        child.process, child.due, child.ends = None, now + child.pause, child.ends + 1
        say(
            f"{child.name} 意外退出（代码 {code}），{child.pause:.0f} 秒后重新启动；日志：{self.log(child.name)}",
            f"{child.name} ended unexpectedly (code {code}), starting it again in {child.pause:.0f} s; "
            f"log: {self.log(child.name)}",
        )

    def trim_logs(self) -> None:
        """Keep one earlier part of a log that has grown large; its writers append, so it can be cut under them."""
        for log in self.house.logs.glob("*.log"):
            if log.stat().st_size > LOG_LIMIT:
                shutil.copyfile(log, log.with_suffix(".log.1"))
                with log.open("r+b") as out:
                    out.truncate(0)

    def stop(self) -> None:
        """End the web server and the worker together, then the database."""
        running = [child for child in self.children if child.process and child.process.poll() is None]
        for child in running:
            if child.process:
                child.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + 15
        for child in running:
            if child.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, until - time.monotonic()))
                end_group(child.process.pid, self.mark, patience=1)
        if self.cluster:
            self.cluster.stop()
        remember(self.house, {})
