"""A running house to measure: on a folder of its own, with the bare page beside the real ones."""

import contextlib
import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from linli.cli.house import ROOT, House, read_json
from linli.cli.words import Refusal

BARE = "/bench/bare"


def plain_env(**more: str) -> dict[str, str]:
    """The environment without any deployment's settings."""
    left_out = {"DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH"}
    kept = {
        k: v for k, v in os.environ.items() if (k not in left_out and not k.startswith("LINLI_")) or k == "LINLI_PG_BIN"
    }
    return kept | more


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """One `up` process and the folder it serves."""

    process: "subprocess.Popen[bytes]"
    house: House
    port: int
    log: Path

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def await_page(self, path: str, limit: float) -> None:
        """Wait for the first good answer (a page, or the way to one). Raises Refusal."""
        until = time.monotonic() + limit
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get(path)[0] < 400:
                    return
            if self.process.poll() is not None or time.monotonic() > until:
                last = (self.log.read_text("utf-8", "replace").strip().splitlines() or ["?"])[-1]
                raise Refusal(f"测量用的服务未能启动：{last}", f"The service to measure did not start: {last}")
            time.sleep(0.05)

    def pids(self) -> dict[str, int]:
        return {name: int(row["pid"]) for name, row in read_json(self.house.var / "children.json").items()}

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(90)


def start(argv: Sequence[str | Path], house: House, port: int, cwd: Path, env: Mapping[str, str]) -> Served:
    house.var.mkdir(parents=True, exist_ok=True)
    log = house.var / "bench.out"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(a) for a in argv],
            cwd=cwd,
            env=dict(env),
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    return Served(process, house, port, log)


@dataclass
class Bench:
    """What the rooms measure with. The server starts when the first room asks for it, and all rooms share it."""

    _served: Served | None = None
    _folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="linli-bench-")))

    def __enter__(self) -> "Bench":
        self._folder.chmod(0o755)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._served:
            self._served.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def folder(self) -> Path:
        """A scratch folder that every account can enter and that goes with the run."""
        return self._folder

    @property
    def server(self) -> Served:
        """The house without demo data, with two web processes, and with the bare page."""
        if self._served is None:
            house, port = House(self._folder / "var"), free_port()
            argv: list[str | Path] = [
                sys.executable,
                ROOT / "bin" / "linli",
                "up",
                "--var",
                house.var,
                "--port",
                str(port),
                "--no-demo",
            ]
            env = plain_env(DJANGO_SETTINGS_MODULE="bench.settings")
            self._served = start(argv, house, port, ROOT, env)
            self._served.await_page(BARE, 120)
        return self._served

    def owner(self) -> Any:
        """A connection to the server's database as the owner of its tables, for seeding."""
        import psycopg

        house = self.server.house
        place = read_json(house.var / "ground.json")["socket"]
        password = read_json(house.secrets)["linli_owner"]
        return psycopg.connect(
            host=place, port=5432, dbname="linli", user="linli_owner", password=password, autocommit=True
        )

    def shell(self, code: str) -> None:
        """Run a few lines of Django as the application, for seeding through the models. Raises Refusal."""
        argv = [sys.executable, ROOT / "bin" / "linli", "--var", self.server.house.var, "manage", "shell", "-c", code]
        done = subprocess.run([str(a) for a in argv], env=plain_env(), capture_output=True, text=True)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["?"])[-1]
            raise Refusal(f"测量数据未能建立：{last}", f"The data to measure could not be made: {last}")

    def p50(self, path: str, *, times: int = 200, headers: Mapping[str, str] | None = None) -> float:
        """Median milliseconds of one page over one kept connection. Raises Refusal when it is not 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        spent = []
        try:
            for round_ in range(times + 20):
                begun = time.perf_counter()
                connection.request("GET", path, headers=dict(headers or {}))
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    raise Refusal(f"{path} 返回 {answer.status}。", f"{path} answers {answer.status}.")
                if round_ >= 20:
                    spent.append((time.perf_counter() - begun) * 1000)
        finally:
            connection.close()
        return statistics.median(spent)

    def rate(self, path: str, *, seconds: float = 5, clients: int = 4) -> float:
        """Pages a second with several clients at once, each on one kept connection."""
        counts = [0] * clients
        until = time.monotonic() + seconds
        port = self.server.port

        def client(number: int) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            while time.monotonic() < until:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                counts[number] += answer.status == 200
            connection.close()

        threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / seconds
