"""Where the database is: read from an address such as postgresql://user:word@/name?host=/run/linli&port=5432."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from linli.kernel.postgres.cursor import PlannedCursor

PLANNED = {"server_side_binding": True, "prepare_threshold": 3, "cursor_factory": PlannedCursor}
"""Statements that come again are planned once for each connection."""


def from_url(url: str, *, pool: bool = False, planned: bool = True) -> dict[str, Any]:
    """Django's settings for one PostgreSQL address. Raises ValueError for any other kind of address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if planned:
        options |= PLANNED
    host, port = options.pop("host", ""), options.pop("port", "")
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "linli.kernel.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or host,
        "PORT": str(parts.port or port),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0 if pool else None,
        "CONN_HEALTH_CHECKS": False,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
