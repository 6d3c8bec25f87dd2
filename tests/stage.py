"""A committed district behind a real server, for browsers and for people who act at the same time.

The law's periods are crossed by moving the server's clock: `linli.kernel.clock` asks `timezone.now`, which is replaced
here, in the tests' process alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from conftest import _empty_all_tables
from linli.flow.s3_tenders.models import Seat, Tender
from linli.foundations.parties.models import Person
from linli.kernel import clock, journal, rls
from linli.kernel.actor import Actor


class Clock:
    """The server's clock: it runs on from the moment it was last set to."""

    def __init__(self, moment: datetime) -> None:
        self.shift = moment - timezone.now()

    def now(self) -> datetime:
        return timezone.now() + self.shift

    def at(self, moment: datetime) -> None:
        """Go on to a moment; never back."""
        self.shift = max(moment - timezone.now(), self.shift)

    def days(self, days: int) -> None:
        self.shift += timedelta(days=days)


@contextmanager
def moved_clock(moment: datetime) -> Iterator[Clock]:
    """A clock for every thread of this process."""
    moved = Clock(moment)
    with (
        mock.patch.object(clock, "timezone", SimpleNamespace(now=moved.now, localdate=timezone.localdate)),
        mock.patch("linli.kernel.moment.decisive", lambda row: clock.now()),  # noqa: PT008
    ):
        yield moved


@contextmanager
def committed(tell: Callable[[], Any]) -> Iterator[None]:
    """What `tell` builds, committed; the tables are emptied afterwards."""
    try:
        with transaction.atomic():
            tell()
        journal.sequence()
        yield
    finally:
        connections.close_all()
        _empty_all_tables(None)  # type: ignore[arg-type]


@contextmanager
def server() -> Iterator[str]:
    """A web server of threads in this process; yields its address."""
    running = LiveServer("127.0.0.1")
    try:
        yield running.url
    finally:
        running.stop()


def session_of(username: str) -> str:
    """A signed-in session's key, for a browser that need not try the sign-in page once more."""
    client = Client()
    client.force_login(Person.objects.get(username=username), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def panelist() -> str:
    """Somebody who sits on the panel that reviews now and has accepted."""
    tender = Tender.objects.filter(state="reviewing").earliest("pk")
    with rls.acting(Actor(kind="person", organisation_id=tender.purchaser_id)):
        return str(Seat.objects.filter(tender=tender, state="accepted").earliest("number").person.username)
