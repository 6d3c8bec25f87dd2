"""A running house to measure: on a folder of its own, with the bare page beside the real ones."""

import contextlib
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.counting import ASKED, TOLD
from linli.cli.house import ROOT, House, read_json
from linli.cli.words import Refusal

BARE = "/bench/bare"
WARM = 10


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


def _asked(
    connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str] | None
) -> http.client.HTTPResponse:
    connection.request("GET", path, headers=dict(headers or {}))
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise Refusal(f"{path} 返回 {answer.status}。", f"{path} answers {answer.status}.")
    return answer


@dataclass
class Bench:
    """What the rooms measure with. The server starts when the first room asks for it, and all rooms share it. `whole`: what is usually
    measured in a part is measured whole."""

    whole: bool = False
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
            self._served.await_page(BARE, 400)
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

    def shell(self, code: str) -> str:
        """Run a few lines of Django as the application; returns what they print. Raises Refusal."""
        argv = [sys.executable, ROOT / "bin" / "linli", "--var", self.server.house.var, "manage", "shell", "-c", code]
        done = subprocess.run([str(a) for a in argv], env=plain_env(), capture_output=True, text=True)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["?"])[-1]
            raise Refusal(f"测量未能进行：{last}", f"The measurement could not be made: {last}")
        return done.stdout

    def ask(self, module: str, call: str) -> Any:
        """What a function of bench/inside/ answers. Raises Refusal."""
        told = self.shell(f"import json; from {module} import *; print(json.dumps({call}))")
        return json.loads(told.strip().splitlines()[-1])

    def fill(self, projects: int) -> None:
        """Bring the server's database to this many projects, and its statistics to what an hour's rest gives."""
        self.shell(f"from bench.portal_data import build; build({projects})")
        with self.owner() as owner:
            owner.execute("VACUUM ANALYZE")

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)

    def statements(self, path: str, headers: Mapping[str, str] | None = None) -> int:
        """SQL statements of one page. Raises Refusal when it is not 200."""
        connection = self._connect()
        try:
            answer = _asked(connection, path, {**(headers or {}), ASKED: "1"})
            return int(answer.headers[TOLD])
        finally:
            connection.close()

    def beside_bare(
        self, path: Callable[[], str], *, times: int = 200, headers: Mapping[str, str] | None = None
    ) -> tuple[float, float]:
        """Median milliseconds of a page and of the bare page, asked in turns over kept connections.

        Raises Refusal when an answer is not 200.
        """
        page, bare = self._connect(), self._connect()
        spent: tuple[list[float], list[float]] = ([], [])
        try:
            for round_ in range(times + WARM):
                for connection, address, kept in ((page, path(), spent[0]), (bare, BARE, spent[1])):
                    begun = time.perf_counter()
                    _asked(connection, address, headers if connection is page else None)
                    if round_ >= WARM:
                        kept.append((time.perf_counter() - begun) * 1000)
        finally:
            page.close()
            bare.close()
        return statistics.median(spent[0]), statistics.median(spent[1])

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
