"""The limits of signing in, from the rule book: they are the security level's and the district's, not the program's."""

from datetime import timedelta

from django.http import HttpRequest

from linli.foundations.rulebook import book

ABSOLUTE = timedelta(hours=12)
DAYS_OF_YEAR = 365


def idle() -> timedelta:
    """After how long without a request a session ends."""
    return timedelta(minutes=int(book.value("session.idle_minutes")))


def failures(request: HttpRequest | None = None, credentials: dict[str, str] | None = None) -> int:
    """After how many wrong passwords in a row an account is locked."""
    return int(book.value("lockout.failures"))


def lock_time(request: HttpRequest | None = None) -> timedelta:
    """How long it stays locked."""
    return timedelta(minutes=int(book.value("lockout.minutes")))


def password_age() -> timedelta | None:
    """After how long a password must be changed; None where nobody has to."""
    changes = int(book.value("password.changes_per_year"))
    return timedelta(days=DAYS_OF_YEAR // changes) if changes else None
