"""The menu shows what the actor may use and what exists."""

from types import SimpleNamespace
from unittest import mock

import pytest

from linli.kernel.actor import Actor
from linli.ui import nav
from linli.ui.nav import NavItem

pytestmark = pytest.mark.urls("linli.ui.tests.urls")


class Somebody:
    """An actor with given permissions."""

    kind = "person"

    def __init__(self, *permissions: str) -> None:
        self.permissions = permissions

    def may(self, permission: str, subject: object = None) -> bool:
        return permission in self.permissions


@pytest.fixture(autouse=True)
def own_menu(monkeypatch) -> None:
    monkeypatch.setattr(nav, "_items", {})
    nav.register(NavItem("main", 2, "组件", "ui:gallery", permission="ui.gallery:view", count=lambda request: 3))
    nav.register(NavItem("main", 1, "没有的", "nowhere:at-all"))


def shown(actor: object, path: str = "/") -> list[nav.Entry]:
    return nav.entries(SimpleNamespace(actor=actor, path=path), "main")


def test_permission_and_address_decide() -> None:
    assert [e.label for e in shown(Somebody("ui.gallery:view"))] == ["组件"]
    assert shown(Somebody()) == []
    assert shown(None) == []
    assert shown(Actor.public()) == []


def test_current_and_count() -> None:
    entry = shown(Somebody("ui.gallery:view"), "/gallery/inbox/")[0]
    assert entry.current
    assert entry.count == 3


def test_of_a_page_under_another_the_nearer_entry_is_current() -> None:
    nav.register(NavItem("main", 3, "示例页", "ui:gallery-inner"))
    with mock.patch.object(nav, "resolve", {"ui:gallery": "/gallery/", "ui:gallery-inner": "/gallery/inner/"}.get):
        found = shown(Somebody("ui.gallery:view"), "/gallery/inner/page/")
        assert [(entry.label, entry.current) for entry in found] == [("组件", False), ("示例页", True)]


def test_unknown_section_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown section"):
        nav.register(NavItem("side", 1, "x", "y"))
