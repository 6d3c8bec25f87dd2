"""Step 2 in the side menu, with the designs that are still open."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow.s2_goals.models import Design
from linli.ui import nav


def open_count(request: Any) -> int | None:
    """Designs of the actor's own organisation that have not left this step; for others what they see of them."""
    mine = Design.objects.open().visible_to(request.actor)
    return mine.count() or None


def register() -> None:
    """Called once, when the application is ready."""
    nav.register(
        nav.NavItem("steps", 2, _("目标确立"), "goals:list", step=2, permission="goals.design:list", count=open_count)
    )
