"""One folder's life: first start, refusals beside it, kills of every kind, backup, stop, restore."""

import os
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from linli.cli.house import House, read_json
from tests.cli.service import Service, gone

pytestmark = pytest.mark.faults


def owner(service: Service) -> "psycopg.Connection[tuple[object, ...]]":
    secrets = read_json(House(service.var).secrets)
    place = read_json(service.var / "ground.json")["socket"]
    return psycopg.connect(
        host=place, port=5432, dbname="linli", user="linli_owner", password=secrets["linli_owner"], autocommit=True
    )


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """On a folder that every account can enter, so that root's helper account keeps its data there, too."""
    with tempfile.TemporaryDirectory(prefix="linli-life-") as folder:
        Path(folder).chmod(0o755)
        found = Service(Path(folder) / "var")
        try:
            found.up()
            yield found
        finally:
            found.end()


def test_the_application_owns_nothing(service: Service) -> None:
    with owner(service) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname ~ '^linli_'"
        ).fetchall()
        owned = connection.execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'linli_app'").fetchone()
        checksums = connection.execute("SHOW data_checksums").fetchone()
        listens = connection.execute("SHOW listen_addresses").fetchone()
    assert sorted(rows) == [("linli_app", *[False] * 4), ("linli_owner", *[False] * 4)]
    assert (owned, checksums, listens) == ((0,), ("on",), ("",))


def test_the_socket_and_the_keys_are_private(service: Service) -> None:
    place = read_json(service.var / "ground.json")["socket"]
    assert os.stat(place).st_mode & 0o777 == 0o700
    assert House(service.var).secrets.stat().st_mode & 0o777 == 0o600


def test_a_second_up_on_the_folder_is_refused(service: Service) -> None:
    second = service.call("up", "--port", "1")
    assert second.returncode == 1
    assert "正被另一个进程使用" in second.stderr
    assert "is in use by another process" in second.stderr
    assert "Traceback" not in second.stderr
    assert service.answers()


def test_the_web_server_and_the_worker_come_back(service: Service) -> None:
    for name in ("web", "worker"):
        before = service.pids()[name]
        os.kill(before, signal.SIGKILL)
        until = time.monotonic() + 40
        while service.pids().get(name, before) == before:
            assert time.monotonic() < until, service.said()
            time.sleep(0.3)
        service.await_answer(30)


def test_the_database_comes_back(service: Service) -> None:
    with owner(service) as connection:
        connection.execute("CREATE TABLE kept_through_a_kill AS SELECT 1 AS one")
    before = service.pids()["postgres"]
    os.kill(before, signal.SIGKILL)
    until = time.monotonic() + 40
    while service.pids()["postgres"] == before:
        assert time.monotonic() < until, service.said()
        time.sleep(0.3)
    with owner(service) as connection:
        assert connection.execute("SELECT one FROM kept_through_a_kill").fetchone() == (1,)
        connection.execute("DROP TABLE kept_through_a_kill")


def test_a_killed_supervisor_is_survived(service: Service) -> None:
    before = service.pids()
    service.kill()
    service.up()
    assert all(gone(pid) for pid in before.values())
    assert service.pids().keys() == {"postgres", "web", "worker"}


def test_a_kill_of_everything_is_survived(service: Service) -> None:
    before = service.pids()
    assert service.process
    service.process.kill()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    service.process.wait(10)
    service.up()
    assert service.answers()


def test_a_running_service_is_backed_up_and_restored_elsewhere(service: Service) -> None:
    (service.var / "files" / "ab").mkdir()
    (service.var / "files" / "ab" / "cdef").write_bytes(b"a stored file")
    with owner(service) as connection:
        connection.execute("CREATE TABLE a_mark AS SELECT 42 AS mark")
    file = service.var.parent / "backup.tar"
    done = service.call("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    assert service.call("backup", str(file)).returncode == 1

    other = Service(service.var.parent / "other")
    done = other.call("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert (other.var / "files" / "ab" / "cdef").read_bytes() == b"a stored file"
    again = other.call("restore", str(file))
    assert again.returncode == 1
    assert "--replace" in again.stderr
    assert other.call("restore", str(file), "--replace").returncode == 0
    other.up()
    try:
        with owner(other) as connection:
            assert connection.execute("SELECT mark FROM a_mark").fetchone() == (42,)
            powers = "SELECT bool_or(rolbypassrls OR rolsuper) FROM pg_roles WHERE rolname ~ '^linli_'"
            assert connection.execute(powers).fetchone() == (False,)
        refused = other.call("restore", str(file), "--replace")
        assert refused.returncode == 1
    finally:
        other.end()


def test_a_newer_database_is_refused(service: Service) -> None:
    with owner(service) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('kernel', '9999_from_the_future', now())"
        )
    assert service.stop() == 0
    refused = service.call("up", "--port", str(service.port), "--no-demo")
    assert refused.returncode == 1
    assert "数据库比程序新" in refused.stderr
    assert "newer than the program" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_ctrl_c_stops_all_of_it_and_the_data_stay(service: Service) -> None:
    from linli.cli.database import database

    with database(House(service.var), "test") as found, psycopg.connect(found.owner, autocommit=True) as connection:
        connection.execute("DELETE FROM django_migrations WHERE name = '9999_from_the_future'")
    service.up()
    pids = service.pids()
    assert pids.keys() == {"postgres", "web", "worker"}
    assert service.stop() == 0
    assert all(gone(pid) for pid in pids.values())
    assert not (service.var / "pg" / "postmaster.pid").exists()
    assert service.call("status").returncode == 3
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", service.port))
