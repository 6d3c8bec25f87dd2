"""A full disk under a running service: it says so, and when there is room again it recovers without a person."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cli.service import Service
from tests.cli.test_life import owner

pytestmark = pytest.mark.faults


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 600 MB, made by root only."""
    with tempfile.TemporaryDirectory(prefix="linli-disk-") as folder:
        words = ["mount", "-t", "tmpfs", "-o", "size=600m,mode=0755", "tmpfs", folder]
        if os.geteuid() != 0 or subprocess.run(words, capture_output=True).returncode:
            pytest.skip("mounting needs root")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"\0" * (1 << 16))
        except OSError:
            return ballast


def write_on(service: Service) -> None:
    """Far more than there is room for."""
    with owner(service) as connection:
        for _ in range(2000):
            connection.execute("INSERT INTO acknowledged SELECT -1 FROM generate_series(1, 20000)")


def test_a_full_disk_is_survived(small_disk: Path) -> None:
    service = Service(small_disk / "var")
    try:
        service.up()
        with owner(service) as connection:
            connection.execute("CREATE TABLE acknowledged (n bigint)")
            connection.execute("INSERT INTO acknowledged SELECT generate_series(1, 1000)")
        ballast = fill(small_disk)
        with pytest.raises(psycopg.Error):
            write_on(service)
        refused = service.call("migrate")
        assert "Traceback" not in refused.stderr
        beside = Service(small_disk / "other").call("up", "--port", "1")
        assert beside.returncode == 1
        assert "The disk is full" in beside.stderr or "cannot be written to" in beside.stderr

        ballast.unlink()
        until = time.monotonic() + 90
        while not service.answers():
            assert time.monotonic() < until, service.said()
            time.sleep(0.5)
        while True:
            try:
                with owner(service) as connection:
                    kept = connection.execute("SELECT count(*) FROM acknowledged WHERE n > 0").fetchone()
                    break
            except psycopg.Error:
                assert time.monotonic() < until, service.said()
                time.sleep(0.5)
        assert kept == (1000,)
        assert service.process
        assert service.process.poll() is None
    finally:
        service.end()
