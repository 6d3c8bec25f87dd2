"""Counts and sums that many public pages show, computed once for each journal position instead of once a request.

Not everything is journalled (an import of divisions, a rule book read anew), so nothing is kept beyond a minute.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from django.db import connection
from django.http import HttpRequest

from linli.kernel import clock

T = TypeVar("T")
MOST = 1024
_HEAD = "SELECT position, EXISTS (SELECT 1 FROM kernel_journalqueue) FROM kernel_journalhead WHERE id = 1"
_values: OrderedDict[Hashable, Any] = OrderedDict()
_newest = [(-1, -1)]
"""The latest journal position and minute that was asked for; values belong to it."""
_lock = Lock()


def position() -> int | None:
    """The last journal position, in one cheap statement; None while a committed event still waits for its position.

    What was read after this position was known holds at least everything up to it, so whatever is kept under the
    position is never older than an acknowledged write. While events wait, nothing may be kept.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    return None if row is None or row[1] else int(row[0])


def position_of(request: HttpRequest) -> int | None:
    """The position that the middleware read for this request; None outside public paths."""
    return getattr(request, "journal_position", None)


def at(place: int | None, name: Hashable, compute: Callable[[], T]) -> T:
    """The value computed at this journal position; computed anew where no position is known. Only the newest position is
    remembered: what was kept for earlier ones goes at once, and a request that is behind keeps nothing."""
    if place is None:
        return compute()
    moment = (place, int(clock.now().timestamp() // 60))
    with _lock:
        if moment > _newest[0]:
            _newest[0] = moment
            _values.clear()
        if moment == _newest[0] and name in _values:
            _values.move_to_end(name)
            return cast("T", _values[name])
    value = compute()
    with _lock:
        if moment == _newest[0]:
            _values[name] = value
            while len(_values) > MOST:
                _values.popitem(last=False)
    return value


def forget() -> None:
    """Forget every value; for tests, whose journal starts again."""
    with _lock:
        _values.clear()
        _newest[0] = (-1, -1)
