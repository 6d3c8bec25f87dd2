"""Kills: any process of the service, at any moment, while people write."""

import os
import random
import signal
import time
from pathlib import Path

from linli.cli.house import read_json
from tests.cli.service import Service
from tests.faults import checks, ground
from tests.faults.clients import Crowd, Writer

VICTIMS = {
    "web worker": 5,
    "web server": 1,
    "job worker": 1,
    "database session": 3,
    "database": 3,
    "supervisor": 1,
    "everything": 1,
}
"""Whom a kill meets, and how often compared with the others."""
WRITERS = 4
LONGEST = 120.0
"""Seconds within which writing must go on after any kill; the supervisor waits up to 30 s before it starts a part again."""


def children_of(pid: int) -> list[int]:
    """The children that a process has now."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [int(child) for child in found.read_text().split()]
    except OSError:
        return []


def parts(service: Service) -> dict[str, int]:
    return {name: int(row["pid"]) for name, row in read_json(service.var / "children.json").items()}


def targets(service: Service, victim: str) -> list[int]:
    """The processes that a victim's name stands for now."""
    known = parts(service)
    web, database = known.get("web", 0), known.get("postgres", 0)
    supervisor = [service.process.pid] if service.process else []
    if victim == "everything":
        return [*supervisor, *known.values(), *children_of(web), *children_of(database)]
    return {
        "web worker": children_of(web)[:1],
        "web server": [web],
        "job worker": [known.get("worker", 0)],
        "database session": random.sample(children_of(database), k=min(1, len(children_of(database)))),
        "database": [database],
        "supervisor": supervisor,
    }[victim]


def kill(service: Service, victim: str) -> None:
    """Kill, and start the service again when that was its supervisor: all else it starts by itself."""
    for pid in filter(None, targets(service, victim)):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    if victim in ("supervisor", "everything"):
        assert service.process
        service.process.wait(30)
        service.launch()


def crowd_of(service: Service, writers: int = WRITERS) -> Crowd:
    place, source = checks.places(service)
    return Crowd([Writer(service.port, n, place, source) for n in range(writers)])


def run(rounds: int, service: Service) -> str:
    """So many kills. Raises AssertionError when something acknowledged is lost or there twice, or the auditor objects."""
    worst = 0.0
    order = list(VICTIMS)
    with crowd_of(service) as crowd:
        crowd.await_more(0, LONGEST)
        for number in range(rounds):
            time.sleep(random.uniform(0.1, 0.8))
            drawn = random.choices(order, list(VICTIMS.values()))[0]
            before = crowd.acknowledged
            kill(service, order[number] if number < len(order) else drawn)
            if random.random() < 0.7:
                worst = max(worst, crowd.await_more(before, LONGEST))
        crowd.await_more(crowd.acknowledged + WRITERS, LONGEST)
    said = checks.check(service, crowd)
    return f"{rounds} kills, writing went on within {worst:.1f} s; {said}; answers {dict(crowd.statuses)}"


def control(service: Service) -> str:
    """With commits that are acknowledged before they are written, the same check must find a loss."""
    settings = ("synchronous_commit = off", "wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'")
    with ground.altered(service, *settings):
        with crowd_of(service) as crowd:
            crowd.await_more(10, LONGEST)
            kill(service, "database")
            crowd.await_more(crowd.acknowledged, LONGEST)
        try:
            checks.check(service, crowd)
        except AssertionError as found:
            if "lost" in str(found):
                return str(found)
    raise AssertionError("the check did not notice that acknowledged writes were lost")
