"""The URL map, flat: every pattern with its name, address and view."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

FOREIGN = ("allauth.", "django.views.", "django.contrib.", "ninja.")
"""Views of libraries: guarded by the library (sign-in), or by a test of their own (API, language switch)."""


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    view: Any

    @property
    def permission(self) -> str | None:
        view = getattr(self.view, "view_class", self.view)
        return getattr(self.view, "permission", None) or getattr(view, "permission", None)

    @property
    def is_foreign(self) -> bool:
        view = getattr(self.view, "view_class", self.view)
        return str(getattr(view, "__module__", "")).startswith(FOREIGN)


def addresses(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, route, inner)
        elif isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}", route, entry.callback)
