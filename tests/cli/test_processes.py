"""Children do not outlive their parent, and nobody else's process is ever ended."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from linli.cli import lock, processes
from linli.cli.house import House
from tests.cli.service import ROOT, gone

SLEEP = [sys.executable, "-c", "import time; time.sleep(120)"]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def parent_of(code: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_a_child_ends_with_a_killed_parent() -> None:
    parent = parent_of(f"""
        import os, time
        from linli.cli.processes import spawn
        print(spawn({SLEEP!r}, env=dict(os.environ)).pid, flush=True)
        time.sleep(120)
    """)
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert processes.started_at(child)
    parent.kill()
    parent.wait()
    assert gone(child, 10)


def test_a_killed_holder_leaves_no_lock(house: House) -> None:
    holder = parent_of(f"""
        import time
        from pathlib import Path
        from linli.cli import lock
        from linli.cli.house import House
        with lock.hold(House(Path({str(house.var)!r})), "linli up"):
            print("held", flush=True)
            time.sleep(120)
    """)
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(lock.Held, match=f"linli up, pid {holder.pid}"), lock.hold(house, "test"):
        pass
    assert lock.is_held(house)
    holder.kill()
    holder.wait()
    with lock.hold(house, "test"):
        assert json.loads(house.lock.read_text())["pid"] == os.getpid()


def start(mark: str | None) -> "subprocess.Popen[bytes]":
    env = dict(os.environ) | ({processes.MARK: mark} if mark else {})
    child = subprocess.Popen(SLEEP, env=env, start_new_session=True)
    while b"\0" not in Path(f"/proc/{child.pid}/environ").read_bytes():
        time.sleep(0.01)
    return child


def record(house: House, pid: int) -> None:
    (house.var / "children.json").write_text(json.dumps({"web": {"pid": pid}}))


def test_leftovers_are_ended(house: House) -> None:
    child = start("mine")
    record(house, child.pid)
    assert processes.reap(house, "mine") == ["web"]
    assert child.wait(10) == -signal.SIGTERM


def test_what_was_started_but_not_written_down_is_ended(house: House) -> None:
    """A kill between a child's start and the note of it."""
    child = start("mine")
    assert processes.reap(house, "mine") == [str(child.pid)]
    assert child.wait(10) == -signal.SIGTERM


def test_whoever_does_not_listen_is_gone_when_it_returns(house: House) -> None:
    deaf = [
        sys.executable,
        "-c",
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(99)",
    ]
    child = subprocess.Popen(deaf, env=dict(os.environ) | {processes.MARK: "mine"}, start_new_session=True, stdout=-1)
    assert child.stdout
    assert child.stdout.readline()
    processes.end_group(child.pid, "mine", patience=0.2)
    assert processes.started_at(child.pid) is None
    child.wait()


@pytest.mark.parametrize("mark", ["somebody else's", None])
def test_a_process_that_is_not_ours_is_left_alone(house: House, mark: str | None) -> None:
    """The same number without our mark is a stranger."""
    child = start(mark)
    record(house, child.pid)
    try:
        assert processes.reap(house, "mine") == []
        assert child.poll() is None
    finally:
        child.kill()
        child.wait()
