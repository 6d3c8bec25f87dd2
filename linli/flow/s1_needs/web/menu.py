"""Step 1 in the side menu, with what still waits there."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.models import Need, Voice
from linli.flow.s1_needs.models.voices import LISTENERS
from linli.flow.s1_needs.states import NeedState
from linli.foundations.parties.roles import OrganisationKind
from linli.ui import nav


def open_count(request: Any) -> int | None:
    """For who serves a place: voices to answer and drafts to publish; for others: listed needs nobody has adopted, and what was
    passed on to them."""
    actor = request.actor
    voices = Voice.objects.visible_to(actor).open().count() if actor.may("needs.voice:list") else 0
    if actor.organisation_kind in (*LISTENERS, OrganisationKind.SUPERVISOR):
        return voices + Need.objects.filter(place_code__startswith=actor.place_code, state=NeedState.DRAFT).count()
    return Need.objects.visible_to(actor).filter(state=NeedState.LISTED).count() + voices or None


def register() -> None:
    """Called once, when the application is ready."""
    nav.register(
        nav.NavItem(
            "steps", 1, _("需求摸排"), "needs:need_list", step=1, permission="needs.need:list", count=open_count
        )
    )
