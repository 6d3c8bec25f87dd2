"""The quick road of phones: a submission without files, by a key that is remembered, is taken in by one statement, before
anything is asked that concerns people who sign in. Whatever is not of this kind goes on to the views, which answer it."""

import re
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from linli.foundations.forms.actions.keys import digest_of
from linli.foundations.forms.intake.store import KeyDoubted
from linli.foundations.forms.openrosa import answers, signin
from linli.foundations.forms.openrosa.taking import PART, take_xml
from linli.kernel.errors import Refusal

BEFORE, AFTER = "/openrosa/key/", "/submission"
MOST_BYTES = 2**20
_BOUNDARY = re.compile(r'boundary="?([^";,]{1,70})"?\s*$')
_NAME = re.compile(rb'(?i)content-disposition:[^\r\n]*\bname="' + PART.encode() + rb'"')


class QuickIntake:
    """Comes before sessions: phones have none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if request.method == "POST" and path.startswith(BEFORE) and path.endswith(AFTER):
            return taken(request, path[len(BEFORE) : -len(AFTER)]) or self.get_response(request)
        return self.get_response(request)


def taken(request: HttpRequest, token: str) -> HttpResponse | None:
    """The answer to what was stored; None where nothing was, for whatever reason: the view then finds it."""
    actor = signin.remembered(token)
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if actor is None or not 0 < length <= MOST_BYTES or "HTTP_X_OPENROSA_VERSION" not in request.META:
        return None
    raw = only_part(request.body, request.META.get("CONTENT_TYPE", ""))
    if raw is None:
        return None
    try:
        take_xml(raw, actor, digest_of(token))
    except (KeyDoubted, Refusal, DatabaseError):
        return None
    with translation.override(translation.get_language_from_request(request)):
        return answers.message(_("填报已收到，谢谢。"), 201)


def only_part(body: bytes, kind: str) -> bytes | None:
    """The XML of a multipart body that holds it and nothing else (RFC 7578); None for any other body."""
    found = _BOUNDARY.search(kind)
    if found is None or not kind.startswith("multipart/form-data"):
        return None
    mark = b"--" + found[1].encode()
    pieces = body.split(mark)
    if len(pieces) != 3 or pieces[0].strip() or not pieces[2].startswith(b"--"):
        return None
    head, gap, rest = pieces[1].partition(b"\r\n\r\n")
    if not gap or not rest.endswith(b"\r\n") or not _NAME.search(head) or b"transfer-encoding" in head.lower():
        return None
    return rest[:-2]
