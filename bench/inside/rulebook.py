"""Rule checks timed inside the application, and generated cases run."""

import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.foundations.rulebook import book, cases
from linli.foundations.rulebook.layers import Entry
from linli.kernel import actions, clock
from linli.kernel.actor import Actor
from linli.kernel.stamped import Kept

ROUNDS, TIMES = 200, 200
"""Many short rounds: the best one was not interrupted."""
DAY = date(2026, 3, 5)
STREET = "320117004"


def checks() -> dict[str, float]:
    """Microseconds of one check, the best of several rounds; the statements of a thousand of them."""
    book.value("tender.bid_days")
    made = {"check": _spent(lambda: book.at_least("tender.bid_days", 25, what="期限"))}
    run = actions.Run(next(iter(actions.registry.values())), Actor.system(), clock.now(), None)
    token = actions._current.set(run)
    try:
        for name in list(book.law().parameters)[:10]:
            book.value(name, on=DAY)
        made["cited"] = _spent(lambda: book.at_least("tender.bid_days", 25, what="期限"))
    finally:
        actions._current.reset(token)
    with CaptureQueriesContext(connection) as sent:
        for _round in range(1000):
            book.at_least("tender.bid_days", 25, what="期限")
    return {**made, "street": _street(), "statements": len(sent)}


def _street() -> float:
    """The same where a street has a value of its own."""
    law = book.law()
    one = law.parameter("tender.bid_days")
    entry = one.entry(DAY)
    own = Entry(entry.since, 22, entry.clause, False, False, STREET)
    local = replace(one, layers={**one.layers, STREET: (own,)}, _lines={})
    kept = replace(law, parameters={**law.parameters, one.name: local})
    token = book.kept.fixed.set(Kept(kept, 0, 0))
    try:
        with book.at(STREET + "001"):
            return _spent(lambda: book.at_least("tender.bid_days", 25, what="期限"))
    finally:
        book.kept.fixed.reset(token)


def _spent(check: Any) -> float:
    best = float("inf")
    for _round in range(ROUNDS):
        began = time.perf_counter()
        for _time in range(TIMES):
            check()
        best = min(best, time.perf_counter() - began)
    return best / TIMES * 1_000_000


KINDS = (
    "- {{title: 第 {n} 例, on: {day}, parameter: tender.bid_days, check: at_least, asked: 19, expect: refused, clause: 政府采购法 第三十五条}}",
    "- {{title: 第 {n} 例, on: {day}, parameter: challenge.answer_days, check: due, start: {day}, expect: {due}}}",
    "- {{title: 第 {n} 例, on: {day}, parameter: tender.bid_bond_percent, check: at_most, asked: 2, expect: allowed}}",
    "- {{title: 第 {n} 例, on: {day}, parameter: contract.sign_days, check: not_after, start: {day}, asked: {day}, expect: allowed}}",
    "- {{title: 第 {n} 例, on: {day}, parameter: panel.odd, check: value, expect: required}}",
)


def cases_text(count: int) -> str:
    """So many cases, the kinds in turn, on days of one year."""
    lines = []
    for n in range(count):
        day = date.fromordinal(date(2025, 1, 1).toordinal() + n % 360)
        due = timezone.localdate(book.due("challenge.answer_days", day)) if n % len(KINDS) == 1 else ""
        lines.append(KINDS[n % len(KINDS)].format(n=n, day=day, due=due))
    return "\n".join(lines) + "\n"


def run_cases(count: int) -> float:
    """Seconds to read and run them; every one must pass."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.yaml"
        path.write_text(cases_text(count), encoding="utf-8")
        began = time.perf_counter()
        outcomes = cases.run([path])
        spent = time.perf_counter() - began
    failed = [one for one in outcomes if not one.passed]
    if failed or len(outcomes) != count:
        raise AssertionError(f"{len(failed)} of {len(outcomes)} cases fail: {failed[:1]}")
    return spent
