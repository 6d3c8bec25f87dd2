"""What parties give the frame of every page: menu items, and the organisations one may act for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.foundations.parties.roles import Role
from linli.kernel import hooks
from linli.ui import nav

nav.register(
    nav.NavItem("foundations", 30, _("承接主体"), "parties:providers", "users-group", "parties.organisation:view")
)
nav.register(
    nav.NavItem("foundations", 31, _("单位"), "parties:organisations", "building", "parties.organisation:list")
)


@hooks.on("ui.shell")
def organisations(request: Any) -> dict[str, Any]:
    """The choices of the switch: only when there is something to choose."""
    memberships = list(getattr(request, "memberships", []))
    if len(memberships) < 2:
        return {"organisations": []}
    actor = request.actor
    chosen = request.session.get("membership_id")
    current = next((m for m in memberships if m.pk == chosen), memberships[0])
    return {
        "organisations": [
            {
                "id": m.pk,
                "name": m.organisation.name,
                "role": Role(m.role).label,
                "current": m.pk == current.pk and m.organisation_id == actor.organisation_id,
            }
            for m in memberships
        ]
    }
