"""`linli up`: the database, the web server and the job worker, until somebody stops it."""

import contextlib
import http
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from linli.cli import lock, migrate
from linli.cli.address import Database
from linli.cli.database import external, private
from linli.cli.house import House
from linli.cli.processes import reap
from linli.cli.program import MANAGE, environment, manage
from linli.cli.supervisor import Child, Supervisor
from linli.cli.words import Refusal, Stopped, pick, say

STARTING = 120.0
MOST_TRIES = 3


@dataclass(frozen=True)
class Wishes:
    """What the command line asked of `linli up`."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 0
    demo: bool | None = None


def check_port(host: str, port: int) -> None:
    """Raises Refusal when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise Refusal(
                f"端口 {port} 无法使用（{host}:{port}，{error.strerror}）；请用 --port 另选端口。",
                f"Port {port} cannot be used ({host}:{port}, {error.strerror}); choose another with --port.",
            ) from error


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Within the block Ctrl-C and the system's stop signals raise Stopped."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, _stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _deaf() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def web(house: House, database: Database, wishes: Wishes) -> Child:
    workers = wishes.workers or min(2, os.cpu_count() or 1)
    argv = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"]
    argv += ["--host", wishes.host, "--port", str(wishes.port), "--workers", str(workers), "--blocking-threads", "2"]
    argv += ["--respawn-failed-workers", "--log-level", "warning", "linli.config.wsgi:application"]
    return Child("web", argv, environment(house, database.app, LINLI_POOL="1"))


def worker(house: House, database: Database) -> Child:
    return Child("worker", [sys.executable, MANAGE, "procrastinate", "worker"], environment(house, database.app))


def answers(host: str, port: int) -> bool:
    """Whether the web server and the database behind it answer; a redirection to HTTPS is an answer, too."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(here, port, timeout=30)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _await_answer(supervisor: Supervisor, wishes: Wishes) -> None:
    """Wait for the first answer; what is killed meanwhile is started again, a server that ends by itself thrice is not."""
    until = time.monotonic() + STARTING
    server = next(child for child in supervisor.children if child.name == "web")
    while not answers(wishes.host, wishes.port):
        supervisor.watch()
        if time.monotonic() > until or server.ends >= MOST_TRIES:
            log = supervisor.log("web")
            told = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()] or ["?"]
            raise Refusal(
                f"网页服务未能启动：{told[-1].strip()}（日志：{log}）。",
                f"The web server did not start: {told[-1].strip()} (log: {log}).",
            )
        time.sleep(0.1)


def _prepare(house: House, supervisor: Supervisor, wishes: Wishes) -> tuple[Database, list[str]]:
    """The database, ready, and the commands that the program has. Begun anew when a kill broke the private cluster off in
    the middle of it: every step can be repeated."""
    for left in reversed(range(MOST_TRIES)):
        log = house.logs / "postgres.log"
        since = log.stat().st_size if log.exists() else 0
        try:
            database = external() or private(house)
            supervisor.cluster = database.cluster
            supervisor.note()
            return database, migrate.ready(house, database, demo=wishes.demo)["commands"]
        except Refusal:
            cluster, supervisor.cluster = supervisor.cluster, None
            if not left or cluster is None or not cluster.broken_off(since):
                supervisor.cluster = cluster
                raise
            say(
                "数据库在准备中被中断，正在重新准备…",
                "The database was broken off while it was prepared, trying again…",
            )
            cluster.stop()
    raise AssertionError("the last try returns or raises")


def _announce(house: House, database: Database, wishes: Wishes, commands: list[str]) -> None:
    address = f"http://{wishes.host}:{wishes.port}/"
    say(f"\n邻里已启动：{address}", f"\nLinli is up: {address}")
    if house.state().get("demo") and "demo" in commands:
        print(manage(house, database.app, "demo", "--accounts", quiet=True), flush=True)
    say("按 Ctrl-C 停止。", "Press Ctrl-C to stop.")


def run(house: House, wishes: Wishes) -> int:
    """Serve until stopped. Raises Refusal."""
    house.prepare()
    with lock.hold(house, "linli up"), stoppable():
        house.remember(serving=False)
        if ended := reap(house, str(house.var)):
            names = ", ".join(ended)
            say(f"已清理上次意外中断留下的进程：{names}", f"Ended what the last, killed run left behind: {names}")
        check_port(wishes.host, wishes.port)
        supervisor = Supervisor(house, None)
        try:
            database, commands = _prepare(house, supervisor, wishes)
            supervisor.add(web(house, database, wishes))
            supervisor.add(worker(house, database))
            _await_answer(supervisor, wishes)
            house.remember(serving=True, address=f"http://{wishes.host}:{wishes.port}/")
            _announce(house, database, wishes, commands)
            _serve(supervisor)
        except Stopped:
            print(pick("\n正在停止…", "\nStopping…"), flush=True)
        finally:
            _deaf()
            supervisor.stop()
            house.remember(serving=False)
    say("已全部停止。", "Everything has stopped.")
    return 0


def _serve(supervisor: Supervisor) -> NoReturn:
    rounds = 0
    while True:
        time.sleep(0.5)
        supervisor.watch()
        rounds += 1
        if rounds % 120 == 0:
            supervisor.trim_logs()
