"""A GET cannot write: the database connection itself refuses, whatever the view tries.

Outside a transaction the session is switched (and only when the mode changes, so a run of GETs pays nothing);
inside one, as in most tests, a savepoint is made read only and gives way when it ends.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

_reading: ContextVar[bool] = ContextVar("linli_reading_only", default=False)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def reading_only() -> bool:
    """Whether the code that runs now may only read."""
    return _reading.get()


@contextmanager
def read_only() -> Iterator[None]:
    """Within this block every statement that writes fails with psycopg's ReadOnlySqlTransaction."""
    token = _reading.set(True)
    try:
        if connection.in_atomic_block:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
                yield
        else:
            yield
    finally:
        _reading.reset(token)


class ReadOnlyRequests:
    """Serves GET, HEAD and OPTIONS with a connection that refuses to write.

    The sign-in pages of allauth keep half-finished ceremonies (a TOTP secret, a passkey challenge) in the session
    while answering a GET; settings.READ_WRITE_PATHS names them, and nothing else is exempt.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS or request.path.startswith(settings.READ_WRITE_PATHS):
            return self.get_response(request)
        with read_only():
            return self.get_response(request)
