"""HTTP digest sign-in (RFC 7616 with MD5, the one that phones know): stateless nonces that die after an hour."""

import hashlib
import hmac
import re
import secrets
import time

from django.conf import settings
from django.utils.crypto import constant_time_compare

SECONDS = 3600
_PART = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,"]+))')


def nonce() -> str:
    """A moment, a random part, and our mark on both."""
    body = f"{int(time.time()):x}-{secrets.token_hex(8)}"
    return f"{body}-{_mark(body)}"


def is_fresh(given: str) -> bool | None:
    """True for ours within its hour, False for ours after it, None for one that is not ours."""
    body, _dash, mark = given.rpartition("-")
    if not body or not constant_time_compare(mark, _mark(body)):
        return None
    return time.time() - int(body.split("-")[0], 16) < SECONDS


def parts(header: str) -> dict[str, str]:
    """The fields of an Authorization header."""
    return {name.lower(): quoted or plain for name, quoted, plain in _PART.findall(header[:4096])}


def answers(fields: dict[str, str], method: str, ha1: str) -> bool:
    """Whether the response fits login, nonce, method and address."""
    ha2 = _md5(f"{method}:{fields.get('uri', '')}")
    if fields.get("qop"):
        middle = (fields.get("nonce", ""), fields.get("nc", ""), fields.get("cnonce", ""), fields["qop"])
        wanted = _md5(":".join((ha1, *middle, ha2)))
    else:
        wanted = _md5(f"{ha1}:{fields.get('nonce', '')}:{ha2}")
    return constant_time_compare(wanted, fields.get("response", ""))


def _mark(body: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), f"digest nonce {body}".encode(), hashlib.sha256).hex()[:32]


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
