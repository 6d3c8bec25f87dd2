"""Public pages with a thousand, ten thousand and a hundred thousand projects.

Every request but those of `cached` asks for an address that no store has seen (`x` differs), so that the page is put
together anew, from rows that the process may remember for a journal position; `any_page` asks for each page of the list
once, so that its rows come from the database. Each request alternates with one to the bare page, so that whatever else
the machine does weighs on both alike.
"""

from collections.abc import Callable, Iterator
from itertools import count

from bench.registry import Row, room
from bench.server import BARE, Bench

SIZES = (1_000, 10_000, 100_000)
LIST, JSON = "/public/projects/", "/api/v1/projects?size=100"
PAGES = SIZES[-1] // 20
_unseen = count()


def unseen(path: str) -> Callable[[], str]:
    """Addresses of this page that nobody has asked for yet."""
    mark = "&" if "?" in path else "?"
    return lambda: f"{path}{mark}x={next(_unseen)}"


def spread(path: str, pages: int) -> Callable[[], str]:
    """Pages all over a list, the far end included, each asked for once: of their rows nothing is remembered."""
    number = count()
    return lambda: f"{path}page={1 + next(number) * 37 % pages}"


@room("portal")
def portal(bench: Bench) -> Iterator[Row]:
    ratios: dict[int, float] = {}
    for size in SIZES:
        bench.fill(size)
        spent, bare = bench.beside_bare(unseen(LIST))
        ratios[size] = spent / bare
        last = size == SIZES[-1]
        yield Row(f"portal.list_{size}.p50", spent, "ms", ratio=spent / bare, target=8 if last else None)
        yield Row(f"portal.list_{size}.growth", spent, "ms", ratio=ratios[size] / ratios[SIZES[0]], target=1.3)
    yield from _at_full_size(bench)


def _at_full_size(bench: Bench) -> Iterator[Row]:
    bench.ask("bench.inside.fresh", f"stale_reads({bench.server.port}, 1)")
    cold = max(bench.statements(unseen(LIST)()) for _process in range(2))
    yield Row("portal.list.statements_after_a_write", cold, "SQL", limit=12)
    yield Row("portal.list.statements", bench.statements(unseen(LIST)()), "SQL", limit=12)
    for name, path, pages, target in (
        ("any_page", f"{LIST}?", PAGES, 8),
        ("json_100_any_page", f"{JSON}&", PAGES // 5, None),
    ):
        spent, bare = bench.beside_bare(spread(path, pages), times=250)
        yield Row(f"portal.{name}.p50", spent, "ms", ratio=spent / bare, target=target)
    spent = bench.ask("bench.inside.fresh", f"after_writes({bench.server.port}, {LIST!r}, 30)")
    yield Row("portal.list_after_a_write.p50", spent, "ms")
    asked: tuple[tuple[str, str, int | None], ...] = (
        ("last_page", f"{LIST}?page={PAGES}", 8),
        ("town_and_step", f"{LIST}?town=320117003&step=4", None),
        ("search", f"{LIST}?q=%E5%8A%A9%E9%A4%90", None),
        ("json_100", JSON, 4),
        ("notices", "/public/notices/", None),
        ("home", "/", None),
    )
    for name, path, bound in asked:
        spent, bare = bench.beside_bare(unseen(path), times=100)
        yield Row(f"portal.{name}.p50", spent, "ms", ratio=spent / bare, target=bound)
    kept, bare = _rates(bench)
    yield Row("portal.cached.rate", kept, "/s", ratio=kept / bare, target=0.6, at_least=True)
    rounds = 40
    stale = bench.ask("bench.inside.fresh", f"stale_reads({bench.server.port}, {rounds})")
    yield Row(f"portal.stale_reads_in_{rounds * 3}", stale, "", limit=0)


def _rates(bench: Bench) -> tuple[float, float]:
    """Pages a second of the kept list and of the bare page, in turns."""
    kept = bare = 0.0
    for _turn in range(4):
        kept += bench.rate(LIST, seconds=2) / 4
        bare += bench.rate(BARE, seconds=2) / 4
    return kept, bare
