"""What stands in the side menu: rooms register their items in AppConfig.ready, the shell shows those a person may use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from linli.kernel.errors import Text

SECTIONS = ("main", "steps", "foundations", "governance")

# (request) -> number of open items, or None when there is nothing to count
Count = Callable[[Any], int | None]


@dataclass(frozen=True)
class NavItem:
    """One entry. `step` (1 to 6) puts it on the six-step line; `permission` empty means everyone signed in."""

    section: str
    order: int
    label: Text
    url_name: str
    icon: str = ""
    permission: str = ""
    step: int | None = None
    count: Count | None = None


@dataclass(frozen=True)
class Entry:
    """An item as the page shows it."""

    item: NavItem
    url: str
    current: bool
    count: int | None

    @property
    def label(self) -> Text:
        return self.item.label

    @property
    def icon(self) -> str:
        return self.item.icon

    @property
    def step(self) -> int | None:
        return self.item.step


_items: dict[tuple[str, str], NavItem] = {}


def register(item: NavItem) -> None:
    """Put an item into the menu; the same section and address again replaces it."""
    if item.section not in SECTIONS:
        raise ValueError(f"unknown section {item.section!r}: one of {', '.join(SECTIONS)}")
    _items[item.section, item.url_name] = item


def resolve(url_name: str) -> str:
    """The address of a name, or an empty string when no room offers it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def entries(request: Any, section: str) -> list[Entry]:
    """The items of a section that the request's actor may use, in order; what does not resolve is absent. Of two that lead
    to the page the nearer one is current."""
    actor = getattr(request, "actor", None)
    found: list[tuple[NavItem, str]] = []
    for item in sorted(_items.values(), key=lambda i: (i.order, str(i.url_name))):
        if item.section != section or not _may(actor, item.permission):
            continue
        url = resolve(item.url_name)
        if url:
            found.append((item, url))
    here = max((url for _item, url in found if _is_current(request.path, url)), key=len, default="")
    return [Entry(item, url, url == here, item.count(request) if item.count else None) for item, url in found]


def _may(actor: Any, permission: str) -> bool:
    return not permission or bool(actor and actor.may(permission))


def _is_current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
