"""Survey campaigns: answers gathered beside the intake, and the pages of one with ten thousand, a hundred thousand, a million."""

from collections.abc import Iterator

from bench.registry import Row, room
from bench.rooms.portal import unseen
from bench.server import Bench

SIZES = (10_000, 100_000, 1_000_000)
INTAKE, PAGE = 600, 1000.0
"""Submissions a second that the intake takes, which gathering must keep up with; milliseconds of the largest page."""


@room("campaigns")
def campaigns(bench: Bench) -> Iterator[Row]:
    asked = bench.ask("bench.inside.campaigns", "prepared()")
    found = bench.ask("bench.inside.campaigns", f"gathered({SIZES[0]})")
    yield Row("campaigns.gathered.rate", found["rate"], "/s", limit=INTAKE, at_least=True)
    yield Row("campaigns.gathered.lost", found["lost"], "", limit=0)
    headers = {"Cookie": asked["clerk"]}
    for size in SIZES:
        if size > SIZES[0]:
            bench.ask("bench.inside.campaigns", f"filled({size})")
            with bench.owner() as owner:
                owner.execute("VACUUM ANALYZE needs_answer, needs_tally")
        for name in ("results", "answers", ""):
            path = f"{asked['path']}{name}/" if name else asked["path"]
            spent, bare = bench.beside_bare(unseen(path), times=8, headers=headers)
            limit = PAGE if size == SIZES[-1] else None
            yield Row(f"campaigns.{name or 'progress'}.p50_{size}", spent, "ms", limit=limit, ratio=spent / bare)
