"""The ledger: postings beside pgbench's TPC-B-like script on the same cluster with the same clients, whole payments, a
batch, and what is read of an account with many entries.

Both scripts commit to disk. A posting is `BEGIN; SELECT funds_post(…); COMMIT`, so it does in one statement what TPC-B does in
five: it locks its accounts, looks at floors and closed years, and writes the posting, its entries and the balances.
"""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from bench.registry import Row, room
from bench.server import BARE, Bench
from linli.cli.house import read_json
from linli.cli.words import Refusal

CLIENTS, SECONDS, SCALE = 8, 8, 10
PAIRS = 3_333
"""With three accounts to each there are 10,000."""
ENTRIES = (10_000, 100_000, 1_000_000)
PAYMENTS, BATCH = 1_200, 10_000
WORKERS = 2
POST = """\\set n random(0, {last})
BEGIN;
SELECT o_posting FROM funds_post('spend', current_date, now(), NULL, '', NULL, 'bench', NULL, NULL, false, NULL, NULL, NULL,
    ARRAY[{legs}]::bigint[], ARRAY[{amounts}]::numeric[]);
COMMIT;
"""


@room("funds")
def funds(bench: Bench) -> Iterator[Row]:
    first, into, count = bench.ask("bench.inside.funds", f"pairs({PAIRS})")
    yield from _trial(bench)
    yield from _postings(bench, first, into, count)
    yield from _payments(bench)
    yield from _growth(bench)


def _trial(bench: Bench) -> Iterator[Row]:
    with bench.owner() as owner:
        owner.execute("VACUUM ANALYZE funds_account")
    bare, _again = bench.beside_bare(lambda: BARE, times=100)
    found = bench.ask("bench.inside.funds", "statements_read()")
    yield Row(
        f"funds.trial_{found['accounts']:.0f}_accounts", found["trial"], "ms", ratio=found["trial"] / bare, target=5
    )


def _postings(bench: Bench, first: int, into: int, count: int) -> Iterator[Row]:
    _pgbench(bench, "-i", "-q", "-s", str(SCALE))
    two = POST.format(last=count - 1, legs=f"{first} + :n, {into} + :n", amounts="-0.01, 0.01")
    four = POST.format(
        last=count - 2, legs=f"{first} + :n, {into} + :n, {first} + :n + 1, {into} + :n + 1",
        amounts="-0.01, 0.01, -0.01, 0.01",
    )  # fmt: skip
    rates: dict[str, list[float]] = {"tpcb": [], "two": [], "four": []}
    for _turn in range(3):
        for name, script in (("tpcb", ""), ("two", two), ("four", four)):
            rates[name].append(_rate(bench, script))
    mean = {name: sum(found) / len(found) for name, found in rates.items()}
    yield Row("funds.pgbench_tpcb", mean["tpcb"], "/s")
    for name in ("two", "four"):
        yield Row(f"funds.postings_{name}_entries", mean[name], "/s", ratio=mean[name] / mean["tpcb"], target=0.3,
                  at_least=True)  # fmt: skip


def _rate(bench: Bench, script: str) -> float:
    words = ["-n", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS)]
    if script:
        file = bench.folder / "post.sql"
        file.write_text(script)
        words += ["-f", str(file)]
    found = re.search(r"tps = ([\d.]+)", _pgbench(bench, *words))
    assert found
    return float(found[1])


def _pgbench(bench: Bench, *words: str) -> str:
    known = [
        shutil.which("pgbench"),
        *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), reverse=True)),
    ]
    program = next((name for name in known if name), None)
    if program is None:
        raise Refusal("没有找到 pgbench（Debian 软件包 postgresql）。", "pgbench is missing (Debian's postgresql).")
    house = bench.server.house
    place, password = read_json(house.var / "ground.json")["socket"], read_json(house.secrets)["linli_owner"]
    argv = [program, "-h", place, "-p", "5432", "-U", "linli_owner", *words, "linli"]
    done = subprocess.run(argv, env={"PGPASSWORD": password}, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise Refusal(f"pgbench 未能运行：{last}", f"pgbench failed: {last}")
    return done.stdout


def _payments(bench: Bench) -> Iterator[Row]:
    bench.ask("bench.inside.funds", f"payments({PAYMENTS}, 'E')")
    begin = time.time() + 8
    calls = [f"pay_each('E', {WORKERS}, {number}, {begin})" for number in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as workers:  # leaves only when all have ended, and tells the first failure
        told = list(workers.map(partial(bench.ask, "bench.inside.funds"), calls))
    seconds = max(end for _b, end, _n, _w in told) - min(begun for begun, _e, _n, _w in told)
    paid = sum(n for _b, _e, n, _w in told)
    yield Row("funds.payment_actions", paid / seconds, "/s", limit=150, at_least=True)
    yield Row("funds.payment_action.processor_time", sum(w for _b, _e, _n, w in told) * 1000 / paid, "ms")
    bench.ask("bench.inside.funds", f"payments({BATCH}, 'B')")
    clock, worked = bench.ask("bench.inside.funds", "pay_batch('B')")
    yield Row(f"funds.batch_of_{BATCH}", clock, "s", limit=15)
    yield Row(f"funds.batch_of_{BATCH}.processor_time", worked, "s")


_ADD = """
ALTER TABLE funds_posting DISABLE TRIGGER USER;
ALTER TABLE funds_entry DISABLE TRIGGER USER;
INSERT INTO funds_posting (id, kind, effective_on, posted_at, size, subject_type, note, organisation_id, person_id)
SELECT nextval('funds_posting_id_seq'), 'adjust', current_date, now(), 2, '', 'bench', last.organisation_id, last.person_id
FROM generate_series(1, {more}), (SELECT * FROM funds_posting WHERE id = {last}) AS last;
WITH made AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM funds_posting WHERE id > {last}),
     legs AS (SELECT made.id, made.n, a.id AS account, a.sequence, a.balance, CASE WHEN a.id = {hub} THEN 0.01 ELSE -0.01 END AS amount
              FROM made CROSS JOIN funds_account a WHERE a.id IN ({hub}, {out}))
INSERT INTO funds_entry (posting_id, account_id, source_id, amount, balance, sequence)
SELECT id, account, {source}, amount, balance + n * amount, sequence + n FROM legs ORDER BY id;
UPDATE funds_account SET sequence = sequence + {more}, balance = balance + {more} * 0.01 WHERE id = {hub};
UPDATE funds_account SET sequence = sequence + {more}, balance = balance - {more} * 0.01 WHERE id = {out};
ALTER TABLE funds_posting ENABLE TRIGGER USER;
ALTER TABLE funds_entry ENABLE TRIGGER USER;
"""


def _growth(bench: Bench) -> Iterator[Row]:
    hub, out, source = bench.ask("bench.inside.funds", "hub()")
    begun: dict[str, float] = {}
    for size in ENTRIES:
        with bench.owner() as owner:
            there = owner.execute("SELECT sequence FROM funds_account WHERE id = %s", [hub]).fetchone()[0]
            last = owner.execute("SELECT max(id) FROM funds_posting").fetchone()[0]
            for statement in _ADD.format(more=max(0, size - there), last=last, hub=hub, out=out, source=source).split(
                ";\n"
            ):
                if statement.strip():
                    owner.execute(statement)
            owner.execute("VACUUM ANALYZE funds_entry, funds_posting")
        bare, _again = bench.beside_bare(lambda: BARE, times=100)
        found = bench.ask("bench.inside.funds", "statements_read()")
        for name in ("newest", "far"):
            begun.setdefault(name, found[name])
            yield Row(f"funds.{name}_at_{size}_entries", found[name], "ms", ratio=found[name] / bare, target=5)
        if size == ENTRIES[-1]:
            for name in ("newest", "far"):
                yield Row(f"funds.{name}.growth_100x", found[name], "ms", ratio=found[name] / begun[name], target=1.5)
