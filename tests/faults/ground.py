"""A deployment to break: migrated and peopled once, copied for each fault.

Its first state is kept under `var/faults-seed/`, by a fingerprint of the migrations, so that a copy takes seconds.
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from linli.cli.house import House, read_json
from tests.cli.service import ROOT, Service

ENV = {"LINLI_REQUIRE_MFA": "0", "LINLI_REAUTHENTICATE": "0"}
SETTLE = "from tests.faults.people import settle; settle()"


def _fingerprint() -> str:
    made_of = [*sorted((ROOT / "linli").rglob("migrations/*.py")), ROOT / "tests" / "faults" / "people.py"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()[:16]


def seed() -> Path:
    """The folder of a stopped deployment with people and nothing else."""
    home = ROOT / "var" / "faults-seed"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = home / _fingerprint()
        if not ready.exists():
            for old in home.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            _build(ready)
    return ready


def _build(ready: Path) -> None:
    service = Service(ready.with_name("building"), env=ENV)
    for words in (("migrate",), ("manage", "shell", "-c", SETTLE)):
        done = service.call(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    _move_data(service.var, service.var)
    service.var.rename(ready)


def _move_data(var: Path, to: Path) -> None:
    """The cluster may stand elsewhere (root's helper account cannot enter every folder); bring it to a folder's own place."""
    base = Path(read_json(var / "ground.json").get("base", var))
    if base / "pg" != to / "pg":
        subprocess.run(["cp", "-a", base / "pg", to / "pg"], check=True)
        if base != var:
            shutil.rmtree(base)


def plant(folder: Path, **env: str) -> Service:
    """A copy of the seed below a folder, not started."""
    var = folder / "var"
    subprocess.run(["cp", "-a", seed(), var], check=True)
    for name in ("ground.json", "children.json", "linli.lock", "up.out"):
        (var / name).unlink(missing_ok=True)
    shutil.rmtree(var / "socket", ignore_errors=True)
    state = read_json(var / "state.json") | {"serving": False}
    (var / "state.json").write_text(json.dumps(state))
    return Service(var, env=ENV | env)


@contextmanager
def planted(**env: str) -> Iterator[Service]:
    """A copy in a folder of its own that every account can enter; ended and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="linli-faults-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        service = plant(Path(folder), **env)
        try:
            yield service
        finally:
            service.end()


COMES_BACK = 40
"""Seconds in which the supervisor has a killed database running again."""


def connect(service: Service, role: str = "postgres") -> "psycopg.Connection[tuple[Any, ...]]":
    """Into its database as the administrator of the cluster, past the application; one that was just killed is waited for."""
    secrets = read_json(House(service.var).secrets)
    place = read_json(service.var / "ground.json")["socket"]
    until = time.monotonic() + COMES_BACK
    while True:
        try:
            return psycopg.connect(
                host=place, port=5432, dbname="linli", user=role, password=secrets[role], autocommit=True
            )
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def alter(service: Service, *settings: str) -> None:
    """Other settings of PostgreSQL, for a control that must fail."""
    with connect(service) as connection:
        for setting in settings:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def altered(service: Service, *settings: str) -> Iterator[None]:
    """The same for the length of a block."""
    alter(service, *settings)
    yield
    with connect(service) as connection:
        connection.execute("ALTER SYSTEM RESET ALL")
        connection.execute("SELECT pg_reload_conf()")
