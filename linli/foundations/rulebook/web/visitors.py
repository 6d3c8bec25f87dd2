"""Visitors without an account: what tells one network from another for a day, and nothing after it."""

import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest

from linli.kernel import clock


def source_of(request: HttpRequest) -> str:
    """A keyed hash of the sender's network address that means nothing tomorrow."""
    text = f"rulebook comment {clock.today()} {request.META.get('REMOTE_ADDR', '')}"
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hex()
