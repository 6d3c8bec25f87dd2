"""Tabs of the project page. The rooms of the six steps register theirs, so that the thread need not know them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from linli.flow.thread.models import Project
from linli.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: a template fragment and the function that gives its context. `count` is the small number beside it."""

    key: str
    label: str | Promise
    order: int
    template: str
    context: Callable[[Project, Actor], dict[str, Any]]
    count: Callable[[Project], int] | None = None


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Add a tab; a key can be registered once."""
    if tab.key in _tabs:
        raise ValueError(f"two tabs are called {tab.key}")
    _tabs[tab.key] = tab


def tabs() -> list[Tab]:
    """All tabs in their order."""
    return sorted(_tabs.values(), key=lambda tab: tab.order)


def find(key: str) -> Tab | None:
    """The tab with this key, if any."""
    return _tabs.get(key)
