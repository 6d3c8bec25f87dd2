"""One private PostgreSQL cluster: made, started, recovered and stopped, whichever programs drive it."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from linli.cli.ground import PORT, Ground
from linli.cli.postgres import Binaries
from linli.cli.processes import spawn
from linli.cli.words import Refusal

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "jit": "off",
    "log_timezone": "Asia/Shanghai",
    "timezone": "Asia/Shanghai",
}


@dataclass
class Cluster:
    """A data folder with the programs that fit it. `settings` are added to PostgreSQL's own."""

    ground: Ground
    binaries: Binaries
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    _log_from: int = 0

    @property
    def data(self) -> Path:
        return self.ground.data

    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def _env(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}

    def create(self, password: str | None) -> None:
        """Make the cluster beside its place and move it there, so that a kill leaves no half-made one. Raises Refusal.

        Without a password everybody who reaches the socket is trusted: for tests only.
        """
        self._turn_page()
        fresh = self.data.with_name("pg.new")
        shutil.rmtree(fresh, ignore_errors=True)
        secret = self.data.with_name("pg.password")
        method = "scram-sha-256" if password else "trust"
        argv: list[str | Path] = [self.binaries.program("initdb"), "-D", fresh, "-U", "postgres", "-k", "-E", "UTF8"]
        argv += ["--locale=C.UTF-8", f"--auth-local={method}", f"--auth-host={method}"]
        if password:
            with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
                out.write(password)
            os.chown(secret, self.ground.account.uid, self.ground.account.gid)
            argv.append(f"--pwfile={secret}")
        else:
            argv.append("--no-sync")
        fresh.mkdir(mode=0o700)
        os.chown(fresh, self.ground.account.uid, self.ground.account.gid)
        try:
            with self.log.open("ab") as log:
                made = spawn(argv, env=self._env(), log=log, account=self.ground.account, cwd=Path("/")).wait()
        finally:
            secret.unlink(missing_ok=True)
        if made != 0:
            raise self._trouble()
        fresh.rename(self.data)

    def start(self, *, patience: float = 60) -> None:
        """Start, recovering from whatever the last end left behind; three tries. Raises Refusal."""
        self._turn_page()
        for attempt in range(3):
            self.clean()
            self.process = self._launch()
            if self._wait(patience):
                return
            self.stop()
            time.sleep(attempt + 1)
        raise self._trouble()

    def _launch(self) -> "subprocess.Popen[bytes]":
        given = SETTINGS | {"unix_socket_directories": str(self.ground.socket), "port": str(PORT)} | dict(self.settings)
        argv: list[str | Path] = [self.binaries.program("postgres"), "-D", self.data]
        for name, value in given.items():
            argv += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            return spawn(
                argv,
                env=self._env(),
                log=log,
                account=self.ground.account,
                death_signal=signal.SIGINT,
                cwd=Path("/"),
            )

    def _wait(self, patience: float) -> bool:
        """Whether it is up in time: PostgreSQL writes `ready` into its own pid file."""
        until = time.monotonic() + patience
        while time.monotonic() < until and self.process and self.process.poll() is None:
            lines = self._pid_lines()
            if len(lines) > 7 and lines[7].strip() == "ready" and lines[0] == str(self.process.pid):
                return True
            time.sleep(0.05)
        return False

    def _pid_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text("utf-8", "replace").splitlines()
        except OSError:
            return []

    def clean(self) -> None:
        """End processes of an earlier life that still work in this data folder, and remove their stale pid file."""
        first = self._pid_lines()[:1]
        postmaster = [pid for pid in self._leftovers() if [str(pid)] == first]
        self._signal(postmaster, signal.SIGINT, patience=30)
        for number, patience in ((0, 3.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
            self._signal(self._leftovers(), number, patience=patience)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for stale in self.ground.socket.glob(".s.PGSQL.*"):
            stale.unlink(missing_ok=True)

    def _signal(self, pids: list[int], number: int, *, patience: float) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        until = time.monotonic() + patience
        while pids and self._leftovers() and time.monotonic() < until:
            time.sleep(0.1)

    def _leftovers(self) -> list[int]:
        """PostgreSQL processes that stand in this very data folder; those of any other cluster do not."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                program = os.path.basename(os.readlink(entry / "exe"))
                if program.startswith("postgres") and (entry / "cwd").samefile(self.data):
                    found.append(int(entry.name))
        return found

    def broken_off(self, since: int) -> bool:
        """Whether it has ended, or thrown all its sessions off to recover, since its log had so many bytes."""
        if self.process is None or self.process.poll() is not None:
            return True
        with self.log.open("rb") as log:
            log.seek(since)
            return b"terminating any other active server processes" in log.read()

    def stop(self) -> None:
        """End it in order: break connections off and checkpoint; harder only when that takes too long."""
        process, self.process = self.process, None
        if process is None:
            return
        for number, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 15), (signal.SIGKILL, 15)):
            if process.poll() is not None:
                return
            process.send_signal(number)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue

    def _turn_page(self) -> None:
        self._log_from = self.log.stat().st_size if self.log.exists() else 0

    def _trouble(self) -> Refusal:
        """What PostgreSQL itself said since the last attempt began, as one sentence."""
        words = self.log.read_bytes()[self._log_from :].decode("utf-8", "replace")
        lines = [line for line in words.splitlines() if line.strip()]
        told = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line or "ERROR" in line]
        last = (told or lines or ["?"])[-1].strip()
        if "No space left" in last:
            return Refusal(
                f"磁盘已满，数据库无法启动：{self.data}；请清理磁盘后重试，已保存的数据不受影响。",
                f"The disk is full, the database cannot start: {self.data}; free some space and try again, "
                "nothing that was saved is lost.",
            )
        return Refusal(
            f"数据库无法启动：{last}（日志：{self.log}）。",
            f"The database cannot start: {last} (log: {self.log}).",
        )
