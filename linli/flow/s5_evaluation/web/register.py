"""What the room adds to the menu and to the project page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow.s4_delivery.scope import insider
from linli.flow.s5_evaluation.web import tabs
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.flow.thread.tabs import Tab, register
from linli.ui import nav

IN_STEP = (State.DELIVERED, State.EVALUATING, State.RECTIFYING)


def open_evaluations(request: Any) -> int:
    """Projects of step 5 that the actor sees, those included whose evaluation has yet to be started."""
    return Project.objects.filter(insider(request.actor, ""), state__in=IN_STEP).count()


def setup() -> None:
    nav.register(
        nav.NavItem(
            "steps", 5, _("监测评估"), "evaluation:list", step=5, permission="evaluation.evaluation:list",
            count=open_evaluations,
        )
    )  # fmt: skip
    register(Tab("evaluation", _("监测评估"), 60, "evaluation/tab.html", tabs.evaluation))
