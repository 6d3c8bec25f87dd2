"""What the rooms of the six steps add to the project page, so that the thread need not know them: tabs, the money panel."""

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


MoneyPanel = Callable[[Project], dict[str, Any] | None]
_money: list[MoneyPanel] = []


def register_money(panel: MoneyPanel) -> None:
    """Add the room that knows a contract's instalments; its panel is None as long as there are none."""
    _money.append(panel)


def money(project: Project) -> dict[str, Any] | None:
    """The first money panel that has something to show."""
    return next((found for panel in _money if (found := panel(project))), None)
