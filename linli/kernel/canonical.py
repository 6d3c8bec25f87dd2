"""JSON as the kernel writes it. Canonical (RFC 8785): what the transparency log commits to and what a repeated request is recognised by."""

import json
import re

import rfc8785

_UNUSUAL = re.compile("\\d{16}|[\U00010000-\U0010ffff\ud800-\udfff]")
"""Text that may hold a number beyond 2^53, or characters whose order in UTF-16 is not that of their code points."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


def canonical(value: object) -> bytes:
    """Canonical bytes of a value made of JSON's own types without fractions (kernel.idempotency.plain makes them so).

    The standard library's encoder gives the same bytes in a tenth of the time wherever nothing unusual occurs.
    """
    text = _encode(value)
    return rfc8785.dumps(value) if _UNUSUAL.search(text) else text.encode()  # type: ignore[arg-type]


def compact(value: object) -> str:
    """JSON text for a jsonb column, in constant statements that go past the models."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
