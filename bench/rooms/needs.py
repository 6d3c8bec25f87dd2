"""Voices gathered into groups, 1,000, 10,000 and 100,000 of them; ranks tried under a thousand weightings.

The memory is the most that the process took so far, so the smallest number comes first.
"""

from collections.abc import Iterator

from bench.registry import Row, room
from bench.server import Bench

SIZES = (1_000, 10_000, 100_000)
SECONDS, MEMORY = 60, 2_000
NEEDS = 500


@room("needs")
def needs(bench: Bench) -> Iterator[Row]:
    first = 0.0
    for size in SIZES:
        found = bench.ask("bench.inside.needs", f"gathered({size})")
        first = first or found["seconds"]
        last = size == SIZES[-1]
        limit = SECONDS if last else None
        yield Row(f"needs.clusters_{size}", found["seconds"], "s", limit=limit, ratio=found["seconds"] / first)
        yield Row(f"needs.clusters_{size}.memory", found["memory"], "MB", limit=MEMORY if last else None)
        yield Row(f"needs.clusters_{size}.groups", found["groups"], "")
    yield Row(f"needs.steady_{NEEDS}", bench.ask("bench.inside.needs", f"steady({NEEDS})"), "s", limit=5)
