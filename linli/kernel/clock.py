"""What time it is. Everything asks here, so that the demo and the tests can live through two years in a minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_travelled: ContextVar[datetime | None] = ContextVar("linli_travelled", default=None)


def now() -> datetime:
    """The present moment, aware; the travelled one inside `travelled`."""
    return _travelled.get() or timezone.now()


def is_travelled() -> bool:
    """Whether the present is a made-up one."""
    return _travelled.get() is not None


def today() -> date:
    """The present day in the district's time zone."""
    return timezone.localdate(now())


@contextmanager
def travelled(moment: datetime) -> Iterator[None]:
    """Make `moment` (aware) the present within the block. For the demo and the tests only."""
    if moment.tzinfo is None:
        raise ValueError("a travelled moment needs a time zone")
    token = _travelled.set(moment)
    try:
        yield
    finally:
        _travelled.reset(token)
