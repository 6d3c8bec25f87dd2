"""The first start, killed while it makes the cluster, migrates or comes up: the next one finishes the work."""

import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests.cli.service import COMMAND, Service, clean_env

pytestmark = pytest.mark.faults


def test_a_first_start_killed_at_any_moment_is_finished_by_the_next() -> None:
    with tempfile.TemporaryDirectory(prefix="linli-first-") as folder:
        Path(folder).chmod(0o755)
        service = Service(Path(folder) / "var")
        argv = [*COMMAND, "up", "--var", str(service.var), "--port", str(service.port), "--no-demo"]
        for moment in (0.4, 1.2, 2.5, 4.0):
            killed = subprocess.Popen(argv, env=clean_env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(moment)
            killed.kill()
            killed.wait()
        try:
            service.up()
            assert service.pids().keys() == {"postgres", "web", "worker"}
            assert not (service.var / "pg.new").exists()
        finally:
            service.end()
