"""What an action costs: SQL statements of its own, time beside a bare transaction, the sequencer's part.

`own_statements` are what the kernel sends around a verb, asked with an idempotency key and a version: the key taken and
its answer kept, the subject locked (and what the permission has to read of it), its tasks closed, the subject saved, the
event, the thread's next deadline where tasks changed, the sequencer. BEGIN and COMMIT are not counted. What the verb's own
function sends stands in the row below, without a bound. `approve_last` is an approval at its last step, on a project's
thread; what a room does when its chain has ended belongs to the room and is not among them.
"""

from collections.abc import Iterator

from bench.registry import Row, room
from bench.server import Bench

OWN = 10
WAITING = 1000


@room("kernel")
def kernel(bench: Bench) -> Iterator[Row]:
    found = bench.ask("bench.inside.kernel", "statements()")
    yield Row("kernel.rank_need.own_statements", found["typical"], "SQL", limit=OWN)
    yield Row("kernel.rank_need.statements_with_verb", found["typical_with_verb"], "SQL")
    yield Row("kernel.approve_last.own_statements", found["approve"], "SQL", limit=OWN)
    yield Row("kernel.approve_last.statements_with_verb", found["approve_with_verb"], "SQL")
    with bench.owner() as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS bench_bare (id bigserial PRIMARY KEY, number int, words text)")
        owner.execute("GRANT INSERT ON bench_bare TO linli_app")
        owner.execute("GRANT USAGE ON SEQUENCE bench_bare_id_seq TO linli_app")
    spent = bench.ask("bench.inside.kernel", "speed()")
    yield Row("kernel.bare_transactions_per_second", 1000 / spent["bare"], "/s")
    yield Row("kernel.actions_per_second", 1000 / spent["action"], "/s", ratio=spent["bare"] / spent["action"])
    for processes in (1, 2):
        rate = bench.ask("bench.inside.kernel", f"together({processes}, 5)")
        yield Row(f"kernel.actions_per_second.{processes}_processes", rate, "/s", ratio=rate * spent["bare"] / 1000)
    yield Row("kernel.rule_check", bench.ask("bench.inside.kernel", "rule_check()"), "µs", limit=50)
    cost = spent["action"] - spent["later"]
    yield Row("kernel.sequencer_per_action", cost, "ms", ratio=cost / spent["action"])
    yield Row(f"kernel.sequencer_{WAITING}_waiting", bench.ask("bench.inside.kernel", f"sequencer({WAITING})"), "ms")
