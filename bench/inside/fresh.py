"""Write, then read at once: does any page still tell the old story?"""

import http.client
import json
import statistics
import time

from bench.inside import people
from linli.foundations.places.actions import mark_pilot, unmark_pilot
from linli.kernel.actor import Actor

COMMUNITY = "320117001001"


def stale_reads(port: int, rounds: int) -> int:
    """How many reads after an acknowledged action miss it. Each asks on a new connection, so either process may answer,
    and once more before the action, so that there is a kept page which could be served wrongly."""
    place, actor, stale = people.place(COMMUNITY), Actor.system(), 0
    for _round in range(rounds):
        before = _is_pilot(port)
        place.refresh_from_db()
        place = (unmark_pilot if place.is_pilot else mark_pilot)(place, actor=actor)
        stale += sum(_is_pilot(port) is before for _again in range(3))
    return stale


def after_writes(port: int, path: str, rounds: int) -> float:
    """Median milliseconds of a page asked right after an action: nothing that was remembered serves it."""
    place, actor, spent = people.place(COMMUNITY), Actor.system(), []
    for _round in range(rounds):
        place.refresh_from_db()
        place = (unmark_pilot if place.is_pilot else mark_pilot)(place, actor=actor)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        begun = time.perf_counter()
        connection.request("GET", path)
        connection.getresponse().read()
        spent.append((time.perf_counter() - begun) * 1000)
        connection.close()
    return statistics.median(spent)


def _is_pilot(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", f"/api/v1/places?within={COMMUNITY}")
        answer = connection.getresponse()
        (row,) = json.loads(answer.read())["items"]
        return bool(row["is_pilot"])
    finally:
        connection.close()
