"""A real `linli` on a folder of its own, as a deployer would call it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from linli.cli.processes import started_at

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, str(ROOT / "bin" / "linli")]


def clean_env(**more: str) -> dict[str, str]:
    """The environment of a plain shell: none of the test run's own settings leak into the service."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LINLI_PG_BIN") if name in os.environ}
    return kept | {"LANG": "C.UTF-8"} | more


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """`linli up` on one folder and port; every command waits with a limit. `env` is set for all of them."""

    var: Path
    port: int = field(default_factory=free_port)
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def call(self, *words: str, timeout: float = 400, **env: str) -> subprocess.CompletedProcess[str]:
        argv = [*COMMAND, "--var", str(self.var), *words]
        return subprocess.run(argv, env=clean_env(**self.env, **env), capture_output=True, text=True, timeout=timeout)

    def up(self, *words: str) -> None:
        self.launch(*words)
        self.await_answer()

    def launch(self, *words: str) -> None:
        """Start, and do not wait."""
        argv = [*COMMAND, "up", "--var", str(self.var), "--port", str(self.port), "--no-demo", *words]
        self.var.mkdir(parents=True, exist_ok=True)
        with (self.var / "up.out").open("ab") as out:
            self.process = subprocess.Popen(
                argv,
                env=clean_env(**self.env),
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def said(self) -> str:
        return (self.var / "up.out").read_text("utf-8")

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=10).read()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def await_answer(self, limit: float = 300) -> None:
        until = time.monotonic() + limit
        while not (self.answers() and self.call("status").stdout.count("http")):
            assert self.process is None or self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.2)

    def pids(self) -> dict[str, int]:
        return {name: int(pid) for name, pid in re.findall(r"^  (\w+) +(\d+)$", self.call("status").stdout, re.M)}

    def kill(self) -> None:
        """What a power cut or the system's memory killer does to the supervisor."""
        assert self.process
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def end(self) -> None:
        """Whatever a failed test left: the supervisor, then by the next start's own means its children."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()
        self.call("manage", "check")


def gone(pid: int, limit: float = 30) -> bool:
    """Whether a process ends in time; one that nobody has collected yet has ended as well."""
    until = time.monotonic() + limit
    while started_at(pid) is not None:
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
