"""Answers as JSON bytes, written directly from plain values: a list costs little more than its query."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpResponse

from linli.openness.portal.windows import Window

JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"


def plain(value: Any) -> Any:
    """What JSON itself has no type for: exact amounts as text, moments in ISO form to the second, translations as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def encode(value: Any) -> bytes:
    """JSON as UTF-8, Chinese left readable."""
    return json.dumps(value, default=plain, ensure_ascii=False, separators=(",", ":")).encode()


def answer(value: Any) -> HttpResponse:
    """An answer that is the same for everybody, hence may be kept under the journal position."""
    return _shared(encode(value))


def paged(shown: Window[Any], size: int, items: Sequence[bytes]) -> HttpResponse:
    """One page of a list, its items JSON already."""
    head = {"total": shown.total, "page": shown.number, "pages": shown.pages, "size": size}
    return _shared(encode(head)[:-1] + b',"items":[' + b",".join(items) + b"]}")


def _shared(body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type=JSON)
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


def problem(status: int, title: str, detail: str) -> HttpResponse:
    """RFC 9457 problem details."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return HttpResponse(encode(body), status=status, content_type=PROBLEM)
