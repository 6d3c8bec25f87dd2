"""Pages behind sign-in, in a district with a hundred thousand projects: reported beside the bare page, without a bound."""

from collections.abc import Iterator

from bench.registry import Row, room
from bench.rooms.portal import unseen
from bench.server import Bench

PROJECTS = 100_000


@room("thread")
def thread(bench: Bench) -> Iterator[Row]:
    bench.fill(PROJECTS)
    desk = bench.ask("bench.inside.desk", "desk()")
    asked = (
        ("inbox", "clerk", "/inbox/"),
        ("project", "clerk", desk["project"]),
        ("list", "clerk", "/projects/"),
        ("list_of_all", "overseer", "/projects/"),
        ("list_of_all_by_amount", "overseer", "/projects/?sort=-amount"),
        ("list_of_all_found", "overseer", "/projects/?q=%E5%8A%A9%E9%A4%90"),
    )
    for name, who, path in asked:
        headers = {"Cookie": desk[who]}
        spent, bare = bench.beside_bare(unseen(path), times=40, headers=headers)
        yield Row(f"thread.{name}.p50", spent, "ms", ratio=spent / bare)
        yield Row(f"thread.{name}.statements", bench.statements(unseen(path)(), headers), "SQL")
