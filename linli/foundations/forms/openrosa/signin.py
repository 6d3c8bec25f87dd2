"""Who is it? By the key in the address, by HTTP digest, or, over TLS, by Basic; always a surveyor's key, never the password
of an account: a phone in the field has no second factor. Role, organisation and key are looked at anew in every request."""

import base64
import binascii
from typing import Any

from allauth.core import ratelimit
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from linli.foundations.forms.actions.keys import PURPOSE, REALM, digest_of
from linli.foundations.forms.openrosa import answers, digest
from linli.foundations.forms.standing import FROM, STANDS
from linli.foundations.parties.signin.adapters import cipher
from linli.kernel import clock
from linli.kernel.actor import Actor

_FIND = (
    f"SELECT m.person_id, p.name, o.id, o.name, o.kind, m.role, place.code, k.digest, k.secret {FROM}"
    f" WHERE {STANDS} AND k.{{column}} = %s"
)
_BY = {column: _FIND.format(column=column) for column in ("digest", "login")}


_known: dict[str, Actor] = {}
MOST = 5000


def by_token(token: str) -> Actor | None:
    """The surveyor whose key stands in the address."""
    digest = digest_of(token)
    row = _row("digest", digest)
    actor = _actor(row) if row else None
    if actor is None:
        _known.pop(digest, None)
    else:
        if len(_known) >= MOST:
            _known.clear()
        _known[digest] = actor
    return actor


def remembered(token: str) -> Actor | None:
    """Who had this key when it was last looked at. Whoever uses it must have the database see that the key still stands,
    as the intake does (`standing.SAME`)."""
    return _known.get(digest_of(token))


def by_header(request: HttpRequest) -> tuple[Actor | None, bool]:
    """The surveyor whose login the header carries, and whether only its nonce is too old."""
    header = request.headers.get("Authorization", "")
    scheme, _space, rest = header.partition(" ")
    if scheme.lower() == "digest":
        return _by_digest(request, digest.parts(rest))
    if scheme.lower() == "basic" and request.is_secure():
        return _by_basic(rest), False
    return None, False


def _by_digest(request: HttpRequest, fields: dict[str, str]) -> tuple[Actor | None, bool]:
    fresh = digest.is_fresh(fields.get("nonce", ""))
    if fresh is None or fields.get("realm") != REALM or fields.get("uri") != request.get_full_path():
        return None, False
    row = _row("login", fields.get("username", ""))
    if row is None:
        return None, False
    secret = cipher(PURPOSE).decrypt(row[8].encode()).decode()
    if not digest.answers(fields, str(request.method), secret):
        return None, False
    return (_actor(row), False) if fresh else (None, True)


def _by_basic(rest: str) -> Actor | None:
    try:
        login, _colon, token = base64.b64decode(rest, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    row = _row("login", login)
    return _actor(row) if row and constant_time_compare(row[7], digest_of(token)) else None


def _row(column: str, value: str) -> Any:
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_BY[column], [today, today, value])
        return cursor.fetchone()


def _actor(row: Any) -> Actor:
    person, name, organisation, organisation_name, kind, role, place, _digest, _secret = row
    return Actor("person", person, name, organisation, organisation_name, kind, role, place)


def refused(request: HttpRequest, *, stale: bool = False) -> HttpResponse:
    """401 with what a phone needs to ask for a login; 429 for whoever only tries (the limits of sign-in; a GET writes
    nothing, hence counts nothing: keys have 256 bits and are not guessed)."""
    if request.method == "POST" and not stale:
        tried = digest_of(request.path + request.headers.get("Authorization", ""))
        if not ratelimit.consume(request, action="login_failed", key=tried):
            return answers.message(_("尝试过于频繁，请稍后再试。"), 429)
    response = answers.message(_("没有登录，或采集密钥已收回。请重新扫描采集密钥的二维码。"), 401)
    more = ", stale=true" if stale else ""
    fields = f'realm="{REALM}", qop="auth", algorithm=MD5, nonce="{digest.nonce()}"{more}'
    response.headers["WWW-Authenticate"] = f"Digest {fields}"
    if request.is_secure():
        response.headers["WWW-Authenticate"] += f', Basic realm="{REALM}"'
    return response
