"""Anonymous public pages from memory, never staler than the journal.

A page is kept under its address, language, the visitor's plain choices, the journal position and the minute. The
position is read once a request, so a write that was acknowledged shows on the next GET of every process. Who has a
session or a message waiting never gets, and never leaves, a kept page; nor does a page with a form token in it.
"""

import hashlib
from collections.abc import Callable, Hashable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from linli.kernel import clock
from linli.openness.portal import choices, remembered
from linli.openness.portal.pagestore import KeptPage, PageStore

PUBLIC_PATHS = ("/public/", "/api/v1/")
VARY = ("Accept-Language", "Cookie", "HX-Request")
SHARED = "public, max-age=0, must-revalidate"
PERSONAL = "private, no-store"

store = PageStore()


def is_public_path(path: str) -> bool:
    """Whether pages under this path may be kept at all; the view still has to say that its answer is for everybody."""
    return path == "/" or path.startswith(PUBLIC_PATHS)


class PublicPages:
    """Serves kept pages; placed before sessions, so that a hit costs one statement and no more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not is_public_path(request.path_info):
            return self.get_response(request)
        request.journal_position = place = _position()  # type: ignore[attr-defined]
        if _is_somebody(request):
            return _personal(self.get_response(request))
        key = _key(request, place)
        kept = store.get(key) if place is not None else None
        if kept is None:
            response = self.get_response(request)
            if not may_be_kept(request, response):
                return response
            kept = _keep(response)
            if place is not None:
                store.put(key, kept)
        return _answer(request, kept)


def _position() -> int | None:
    """None without a database: the view then says so on a page of its own."""
    try:
        return remembered.position()
    except OperationalError:
        return None


def _is_somebody(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES


def _personal(response: HttpResponse) -> HttpResponse:
    """What a signed-in person sees is his alone, also on a public page."""
    patch_vary_headers(response, VARY)
    response.headers["Cache-Control"] = PERSONAL
    return response


def _key(request: HttpRequest, place: int | None) -> Hashable:
    return (
        request.META.get("HTTP_HOST", ""),
        request.is_secure(),
        request.get_full_path(),
        get_language_from_request(request),
        choices.of(request),
        request.META.get("HTTP_HX_REQUEST", ""),
        place,
        int(clock.now().timestamp() // 60),
    )


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Only a whole answer that its view marked as the same for everybody, without cookies and form tokens."""
    return (
        getattr(response, "same_for_everybody", False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and b"csrfmiddlewaretoken" not in response.content
    )


def _keep(response: HttpResponse) -> KeptPage:
    response.headers["Cache-Control"] = SHARED
    patch_vary_headers(response, VARY)
    etag = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    return KeptPage(bytes(response.content), tuple(response.headers.items()), etag)


def _answer(request: HttpRequest, kept: KeptPage) -> HttpResponse:
    """The page, or only its tag when the visitor has it already."""
    known = {tag.strip().removeprefix("W/") for tag in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")}
    response = HttpResponse(status=304) if kept.etag in known else HttpResponse(kept.body)
    for name, value in kept.headers:
        if response.status_code == 200 or name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response
