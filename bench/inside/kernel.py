"""What an action costs beside what its verb does: statements counted one by one, and time beside a bare transaction."""

import multiprocessing
import time
import timeit
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from copy import copy
from typing import Any

from django.db import connection, connections, transaction

from bench.inside import people
from bench.portal_data import build
from linli.flow.s1_needs.actions import confirm, rank
from linli.flow.s1_needs.models import Need
from linli.flow.thread.models import Project
from linli.foundations.rulebook import book
from linli.kernel import approvals, journal
from linli.kernel.actions import Action, Terms
from linli.kernel.actor import Actor
from linli.kernel.models import Event

COMMUNITY, TOWN = "320117001001", "320117001"
ROUNDS, EACH = 12, 25


class Counter:
    """Counts the statements of one run: those sent while the verb's own function runs, and all others, the kernel's."""

    def __init__(self) -> None:
        self.kernel: list[str] = []
        self.verb: list[str] = []
        self.within = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        (self.verb if self.within else self.kernel).append(sql)
        return execute(sql, params, many, context)


@contextmanager
def counted(action: Action[Any, Any]) -> Iterator[Counter]:
    """BEGIN and COMMIT are no statements here; the call of the sequencer after the commit is one."""
    counter, function = Counter(), action.function

    def watched(*args: Any, **kwargs: Any) -> Any:
        counter.within = True
        try:
            return function(*args, **kwargs)
        finally:
            counter.within = False

    action.function = watched
    try:
        with connection.execute_wrapper(counter):
            yield counter
    finally:
        action.function = function


def statements() -> dict[str, int]:
    """As a page asks: with an idempotency key and the version that the person was looking at."""
    build(1)
    project = Project.objects.filter(number__startswith="B-").earliest("pk")
    need, clerk = _need(), people.actor("community", COMMUNITY, "clerk")
    ranked = _count(rank, lambda: _rank(need, clerk))
    chief = people.actor("civil_affairs", people.DISTRICT, "leader")
    approval = _at_last_step(project)
    terms = Terms(key=uuid.uuid4().hex, version=approval.version)
    approved = _count(approvals.approve, lambda: approvals.approve.on(terms)(approval, actor=chief))
    return {
        "typical": len(ranked.kernel),
        "typical_with_verb": len(ranked.kernel) + len(ranked.verb),
        "approve": len(approved.kernel),
        "approve_with_verb": len(approved.kernel) + len(approved.verb),
    }


def _count(action: Action[Any, Any], work: Callable[[], Any]) -> Counter:
    with counted(action) as counter:
        work()
    return counter


def _at_last_step(project: Project) -> Any:
    offices = [
        approvals.Office("镇街审批", people.organisation("town", TOWN).pk, "leader"),
        approvals.Office("区级审批", people.organisation("civil_affairs", people.DISTRICT).pk, "leader"),
    ]
    with transaction.atomic():
        clerk = people.actor("town", TOWN, "clerk")
        approval = approvals.start(project, "bench", offices, title="测量用审批", actor=clerk)
    approvals.approve(approval, actor=people.actor("town", TOWN, "leader"))
    approval.refresh_from_db()
    return approval


def _need() -> Need:
    clerk = people.actor("community", COMMUNITY, "clerk")
    return confirm(
        actor=clerk,
        place=people.place(COMMUNITY),
        title="高龄独居老人助餐",
        topic="elderly",
        beneficiaries=120,
        breadth=4,
        urgency=5,
        vulnerability=5,
        basis="入户走访 60 户，座谈会一次 18 人",
    )


def _rank(need: Need, clerk: Actor) -> Need:
    return rank.on(Terms(key=uuid.uuid4().hex, version=need.version))(
        need,
        actor=clerk,
        breadth=1 + need.version % 5,
        urgency=3,
        vulnerability=4,
        beneficiaries=100 + need.version,
    )


def speed() -> dict[str, float]:
    """Milliseconds of one action, of one whose position is given later, and of a transaction with one INSERT, in turns."""
    need = _need()
    actor = people.actor("community", COMMUNITY, "clerk")
    spent = {"action": 0.0, "later": 0.0, "bare": 0.0}

    def action(_n: int) -> None:
        nonlocal need
        need = _rank(need, actor)

    def bare(n: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_bare (number, words) VALUES (%s, %s)", [n, "一" * 200])

    for round_ in range(ROUNDS + 1):
        for name, work in (("action", action), ("bare", bare), ("later", action)):
            with journal.positions_later() if name == "later" else nullcontext():
                begun = time.perf_counter()
                for n in range(EACH):
                    work(n)
                spent[name] += (time.perf_counter() - begun) * (round_ > 0)
    return {name: seconds * 1000 / ROUNDS / EACH for name, seconds in spent.items()}


def together(processes: int, seconds: float) -> float:
    """Actions a second that so many processes do at once, each on a record of its own."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    gate, counts = fork.Barrier(processes), fork.Queue()
    workers = [fork.Process(target=_work, args=(gate, counts, seconds)) for _n in range(processes)]
    for worker in workers:
        worker.start()
    done: int = sum(counts.get(timeout=120) for _worker in workers)
    for worker in workers:
        worker.join()
    return done / seconds


def _work(gate: Any, counts: Any, seconds: float) -> None:
    need, actor = _need(), people.actor("community", COMMUNITY, "clerk")
    for _n in range(EACH):
        need = _rank(need, actor)
    gate.wait(120)
    done, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        need, done = _rank(need, actor), done + 1
    counts.put(done)
    connections.close_all()


def rule_check() -> float:
    """Microseconds of a check against the rule book that holds, warm."""
    times = 2000
    book.at_least("tender.bid_days", 365, what="")
    return (
        min(timeit.repeat(lambda: book.at_least("tender.bid_days", 365, what=""), number=times, repeat=5)) * 1e6 / times
    )


def sequencer(waiting: int) -> float:
    """Milliseconds to give positions to this many waiting events at once."""
    need = _need()
    event = journal.history(need)[0]
    event.pk = None
    Event.objects.bulk_create(copy(event) for _n in range(waiting))
    begun = time.perf_counter()
    journal.sequence()
    return (time.perf_counter() - begun) * 1000
