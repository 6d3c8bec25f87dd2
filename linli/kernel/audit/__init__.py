"""The auditor: is what the database holds what actions could have left there?

Constraints and triggers refuse what is wrong when it is written. The auditor looks afterwards, for what came by another
road: the owner's hand, a disk that lies, a restored backup. Rooms add their checks by the hook `audit.checks`:

    @hooks.on("audit.checks")
    def checks() -> list[Check]:
        return [Check("delivery.paid", gettext_lazy("…"), over_paid)]

It reads with the application's role, hence sees sealed bids as little as anybody else does; submissions and downloads open
their rows to it as its duty (kernel/rls.py).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.functional import Promise

from linli.kernel import hooks, rls


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so. `says` is that thing in words; `faults` gives a sentence for each place where it is not."""

    name: str
    says: str | Promise
    faults: Callable[[], Iterable[str]]


def every() -> list[Check]:
    """All checks, the kernel's first, each room's in the order of the house."""
    return [check for checks in hooks.call("audit.checks") for check in checks]


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is of one moment, though the service goes on; nothing can be written."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with rls.working_on("duty", "audit"):
            yield


def run() -> Iterator[tuple[Check, list[str]]]:
    """Every check with what it found."""
    with one_moment():
        for check in every():
            yield check, list(check.faults())


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a query answers; for checks that the database does faster than Python."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
