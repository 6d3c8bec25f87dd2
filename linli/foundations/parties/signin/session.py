"""Sessions end: after 30 minutes without a request, and 12 hours after signing in.

The moment of the last request is a signed cookie bound to the session key and renewed at most once a minute, so that
looking at pages writes nothing to the database. A session cookie copied without it dies half an hour after sign-in.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.signing import BadSignature, Signer
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from linli.foundations.parties.signin import limits
from linli.kernel import clock

SIGNED_IN_AT = "signed_in_at"
RENEW_AFTER = 60
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose session it is and when its last request came (Unix seconds)."""

    person_id: int
    at: int


def _signer(session_key: str) -> Signer:
    return Signer(salt=f"linli.seen:{session_key}")


def read(request: HttpRequest) -> Seen | None:
    """The last request as the browser's cookie tells it; None when it was not made for this session."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    try:
        person_id, at = _signer(key).unsign(request.COOKIES.get(settings.SEEN_COOKIE_NAME, "")).split(".")
        return Seen(int(person_id), int(at))
    except (BadSignature, ValueError):
        return None


def write(response: HttpResponse, session_key: str, person_id: int) -> None:
    """Note that a request came now."""
    response.set_cookie(
        settings.SEEN_COOKIE_NAME,
        _signer(session_key).sign(f"{person_id}.{int(clock.now().timestamp())}"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@receiver(user_logged_in)
def stamp(sender: object, request: HttpRequest, **_kwargs: object) -> None:
    """The session begins now; Django's signal is the one place that every way of signing in passes."""
    request.session.set_expiry(0)
    request.session[SIGNED_IN_AT] = int(clock.now().timestamp())
    request.session_ended = False  # type: ignore[attr-defined]


@receiver(user_logged_out)
def forget(sender: object, request: HttpRequest | None, **_kwargs: object) -> None:
    if request is not None:
        request.signed_out = True  # type: ignore[attr-defined]


class SessionTimes:
    """Treats an ended session as none: `request.user` is anonymous, `request.session_ended` says why the page asks to
    sign in again, `request.was` who it was. Comes after AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_ended, request.was = False, None  # type: ignore[attr-defined]
        seen = read(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            self._judge(request, seen)
        response = self.get_response(request)
        self._renew(request, response, seen)
        return response

    def _judge(self, request: HttpRequest, seen: Seen | None) -> None:
        if not request.user.is_authenticated:
            request.session_ended = seen is not None  # type: ignore[attr-defined]
            request.was = seen.person_id if seen else None  # type: ignore[attr-defined]
            return
        began = request.session.get(SIGNED_IN_AT, 0)
        now = clock.now().timestamp()
        last = max(began, seen.at) if seen else began
        if now - last > limits.idle().total_seconds() or now - began > limits.ABSOLUTE.total_seconds():
            request.was = request.user.pk  # type: ignore[attr-defined]
            request.session_ended = True  # type: ignore[attr-defined]
            request.user = AnonymousUser()
            if request.method not in READING:
                request.session.flush()

    def _renew(self, request: HttpRequest, response: HttpResponse, seen: Seen | None) -> None:
        if getattr(request, "signed_out", False):
            response.delete_cookie(settings.SEEN_COOKIE_NAME, samesite="Lax")
            return
        key = request.session.session_key if request.session.accessed else None
        if not key or not request.user.is_authenticated:
            return
        fresh = seen is not None and seen.person_id == request.user.pk
        if not fresh or seen is None or clock.now().timestamp() - seen.at >= RENEW_AFTER:
            write(response, key, request.user.pk)
