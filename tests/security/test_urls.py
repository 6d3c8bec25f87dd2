"""Every page says who may open it."""

from linli.kernel.actions import registry
from linli.kernel.permissions import granted_permissions
from tests.security.urls import addresses

WORDS = {"public", "signed_in"}


def test_every_page_declares_its_permission() -> None:
    silent = [a.route for a in addresses() if not a.is_foreign and not a.permission]
    assert silent == []


def test_every_declared_permission_is_granted_to_somebody() -> None:
    granted = set(granted_permissions()) | WORDS
    assert [(a.route, a.permission) for a in addresses() if a.permission and a.permission not in granted] == []


def test_every_action_is_granted_to_somebody() -> None:
    assert sorted(set(registry) - set(granted_permissions())) == []
