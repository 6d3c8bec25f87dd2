"""What the room adds to the menu and to the project page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow.s4_delivery.scope import insider
from linli.flow.s6_followup.models import FollowUp
from linli.flow.s6_followup.states import FollowUpState
from linli.flow.s6_followup.web import tabs
from linli.flow.thread.tabs import Tab, register
from linli.ui import nav


def open_followups(request: Any) -> int:
    """Projects followed up now that the actor sees."""
    return FollowUp.objects.filter(insider(request.actor), state=FollowUpState.OPEN).count()


def setup() -> None:
    nav.register(
        nav.NavItem(
            "steps",
            6,
            _("服务跟踪"),
            "followup:list",
            step=6,
            permission="followup.followup:list",
            count=open_followups,
        )
    )
    register(Tab("followup", _("服务跟踪"), 70, "followup/tab.html", tabs.followup, tabs.count))
