"""A power cut: a file system that from one moment on writes nothing more, with the data of a running service on it."""

import array
import fcntl
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.service import Service
from tests.faults import checks, ground, kills

SHUTDOWN = 0x8004587D
"""FS_IOC_SHUTDOWN, of ext4 as of XFS."""
NO_LOG_FLUSH = 2
"""Not even what the file system's own log holds in memory reaches the disk."""
SIZE = "700M"


class NotHere(Exception):
    """This machine cannot show it; the reason."""


def _call(*words: str | Path) -> None:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode:
        raise NotHere(f"{words[0]}: {done.stderr.strip()}")


class Disk:
    """An ext4 file system in a file, mounted by root through a loop device."""

    def __init__(self, folder: Path) -> None:
        self.image, self.place = folder / "disk", folder / "mounted"
        self.place.mkdir()
        _call("truncate", "-s", SIZE, self.image)
        _call("mkfs.ext4", "-q", "-F", self.image)

    def mount(self) -> None:
        _call("mount", "-o", "loop", self.image, self.place)
        self.place.chmod(0o755)

    def unmount(self) -> None:
        _call("umount", self.place)

    def cut(self) -> None:
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, array.array("I", [NO_LOG_FLUSH]))
        except OSError as error:
            raise NotHere(f"the file system cannot be cut off: {error}") from error
        finally:
            os.close(handle)


@contextmanager
def disk() -> Iterator[Disk]:
    if os.geteuid() != 0:
        raise NotHere("mounting needs root")
    with tempfile.TemporaryDirectory(prefix="linli-faults-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        found = Disk(Path(folder))
        found.mount()
        try:
            yield found
        finally:
            subprocess.run(["umount", "-l", found.place], capture_output=True)


def _cut_off(service: Service, found: Disk) -> None:
    """The cut, and with it the end of every process that stood on the disk."""
    pids = kills.targets(service, "everything")
    found.cut()
    for pid in filter(None, pids):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    assert service.process
    service.process.wait(30)
    until = time.monotonic() + 30
    while True:
        try:
            found.unmount()
            break
        except NotHere:
            assert time.monotonic() < until, "something still holds the disk"
            time.sleep(0.2)
    found.mount()


def run(rounds: int, *, settings: tuple[str, ...] = ()) -> str:
    """So many cuts under writers. Raises NotHere, or AssertionError when something acknowledged is lost."""
    with disk() as found:
        service = ground.plant(found.place)
        os.sync()
        try:
            return _run(rounds, service, found, settings)
        finally:
            service.end()


def _run(rounds: int, service: Service, found: Disk, settings: tuple[str, ...]) -> str:
    service.launch()
    said = ""
    for _number in range(rounds):
        service.await_answer()
        ground.alter(service, *settings)
        with kills.crowd_of(service, writers=3) as crowd:
            crowd.await_more(8, kills.LONGEST)
            _cut_off(service, found)
        service.launch()
        service.await_answer()
        said = checks.check(service, crowd)
    return f"{rounds} power cuts; {said}"


def control() -> str:
    """With `fsync` off the same cut loses what was acknowledged, or leaves a database that does not start."""
    try:
        run(1, settings=("fsync = off", "full_page_writes = off"))
    except AssertionError as found:
        return str(found).strip().splitlines()[-1]
    raise AssertionError("fsync was off, the power was cut, and the check noticed nothing")
