"""A full disk: every page says so or goes on, nothing is half done, and with room again the service needs nobody."""

import os
import re
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.cli.service import Service
from tests.faults import checks, ground, kills
from tests.faults.clients import BROKEN, Client, Crowd
from tests.faults.powercut import NotHere

SIZE = "420m"
"""The seed, the 200 MB that `linli up` wants free, and little more."""
READ = "/public/projects/"
SAID = {
    "zh-hans": ("服务器存储空间已满", "数据库暂时不能使用"),
    "en": ("storage is full", "database is unavailable"),
}
"""What a refused page tells, by language."""
CLEAR = {"200", "302", "503", "507"}


@contextmanager
def small_disk() -> Iterator[Path]:
    if os.geteuid() != 0:
        raise NotHere("mounting needs root")
    with tempfile.TemporaryDirectory(prefix="linli-faults-", ignore_cleanup_errors=True) as folder:
        words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0755", "tmpfs", folder]
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode:
            raise NotHere(f"mount: {done.stderr.strip()}")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> Path:
    """Leave no byte."""
    ballast = folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as out:
        while True:
            out.write(b"\0" * (1 << 16))
    return ballast


def use_up_the_log(service: Service) -> None:
    """PostgreSQL keeps room for what it writes next; write until that is gone, too."""
    with suppress(psycopg.Error), ground.connect(service) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS junk (words text)")
        for _ in range(200):
            connection.execute("INSERT INTO junk SELECT repeat('x', 1000) FROM generate_series(1, 1000)")


def words_of(page: str) -> str:
    """A page's first words, for a message."""
    main = page.partition("<main")[2] or page
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())[:200]


def look(service: Service, seconds: float) -> Counter[str]:
    """What a visitor gets meanwhile in both languages. Raises AssertionError for a refusal without its sentence."""
    seen: Counter[str] = Counter()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for language, sentences in SAID.items():
            try:
                answer = Client(service.port, language=language).ask("GET", READ)
            except BROKEN as trouble:
                seen[type(trouble).__name__] += 1
                continue
            seen[str(answer.status)] += 1
            assert answer.status == 200 or any(one in answer.body for one in sentences), (
                f"{answer.status}: {words_of(answer.body)}"
            )
        time.sleep(0.3)
    return seen


def run(rounds: int, **env: str) -> str:
    """So many times full. Raises NotHere or AssertionError."""
    with small_disk() as folder:
        service = ground.plant(folder, **env)
        try:
            service.up()
            with kills.crowd_of(service, writers=3) as crowd:
                crowd.await_more(3, kills.LONGEST)
                for _ in range(rounds):
                    seen = _fill_once(service, folder, crowd)
            with ground.connect(service) as connection:
                connection.execute("DROP TABLE IF EXISTS junk")
            said = checks.check(service, crowd)
            assert service.process
            assert service.process.poll() is None, "the supervisor gave up"
        finally:
            service.end()
    return f"{rounds} times full; readers got {dict(seen)}, writers {dict(crowd.statuses)}; {said}"


def _fill_once(service: Service, folder: Path, crowd: Crowd) -> Counter[str]:
    ballast = fill(folder)
    use_up_the_log(service)
    before = crowd.statuses
    seen = look(service, 6)
    pages = [page for writer in crowd.writers for status, page in writer.pages.items() if status >= 500]
    refused = {status for status in (crowd.statuses - before) if status.isdigit()}
    assert refused <= CLEAR, f"a full disk was answered with {sorted(refused - CLEAR)}"
    assert all(any(one in page for one in SAID["zh-hans"]) for page in pages), words_of(pages[0])
    ballast.unlink()
    crowd.await_more(crowd.acknowledged, kills.LONGEST)
    return seen


def control() -> str:
    """Without the pages for what goes wrong, the same look must find an answer that tells nobody anything."""
    try:
        run(1, DJANGO_SETTINGS_MODULE="tests.faults.settings_bare")
    except AssertionError as found:
        return str(found).strip().splitlines()[0][:200]
    raise AssertionError("the pages were taken away, and the check noticed nothing")
