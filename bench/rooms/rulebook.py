"""The rule book: a rule check when its values are warm, in an action and without one, and the lawyer's cases.

`cases_N` runs N generated cases of every kind of check from one file, reading included, as `law test FILE` does.
"""

from collections.abc import Iterator

from bench.registry import Row, room
from bench.server import Bench

WARM = 50
"""Microseconds that a warm check may take."""
SECONDS = 5
SIZES = (100, 1_000, 10_000)


@room("rulebook")
def rulebook(bench: Bench) -> Iterator[Row]:
    warm = bench.ask("bench.inside.rulebook", "checks()")
    yield Row("rulebook.check.warm", warm["check"], "µs", limit=WARM)
    yield Row("rulebook.check.warm_in_action", warm["cited"], "µs", limit=WARM)
    yield Row("rulebook.check.warm_street", warm["street"], "µs", limit=WARM)
    yield Row("rulebook.check.statements", warm["statements"], "SQL", limit=0)
    spent = {size: bench.ask("bench.inside.rulebook", f"run_cases({size})") for size in SIZES}
    for size in SIZES:
        limit = SECONDS if size == 1_000 else None
        yield Row(f"rulebook.cases_{size}", spent[size], "s", limit=limit, ratio=spent[size] / spent[SIZES[0]])
