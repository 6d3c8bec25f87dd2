"""The buttons by which something begins: a voice that is heard, a project that is adopted from a confirmed need."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.kernel.actor import Actor
from linli.ui.nav import resolve
from linli.ui.parts import Action


@dataclass(frozen=True, slots=True)
class Here:
    """The actor's own place, which these permissions are asked about."""

    code: str

    @property
    def place_code(self) -> str:
        return self.code


def voice(actor: Actor) -> list[Action]:
    """登记诉求, for whoever may at his own place."""
    return _offer(actor, _("登记诉求"), "needs:voice_new", "message-2-plus", "default", "needs.voice:record")


def project(actor: Actor) -> list[Action]:
    """新建项目: to the needs that wait to be adopted."""
    return _offer(actor, _("新建项目"), "needs:need_list", "plus", "primary", "needs.need:adopt")


def _offer(actor: Actor, label: str, name: str, icon: str, variant: str, permission: str) -> list[Action]:
    address = resolve(name)
    may = address and actor.may(permission, Here(actor.place_code))
    return [Action(label, address, icon, variant)] if may else []
