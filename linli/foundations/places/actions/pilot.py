"""Which communities and towns are pilots of the experimental zone."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.foundations.places.models import Place
from linli.kernel.actions import action
from linli.kernel.actor import Actor
from linli.kernel.errors import WrongState


@action("places.place:mark_pilot", _("列为试点"), subject=Place, public=True)
def mark_pilot(place: Place, *, actor: Actor) -> Place:
    """Make a place a pilot. Raises WrongState when it is one already."""
    if place.is_pilot:
        raise WrongState(gettext("%s已经是试点。") % place, remedy=gettext("请刷新页面，查看最新状态。"))
    place.is_pilot = True
    return place


@action("places.place:unmark_pilot", _("取消试点"), subject=Place, public=True)
def unmark_pilot(place: Place, *, actor: Actor) -> Place:
    """End a place's being a pilot. Raises WrongState when it is none."""
    if not place.is_pilot:
        raise WrongState(gettext("%s不是试点。") % place, remedy=gettext("请刷新页面，查看最新状态。"))
    place.is_pilot = False
    return place
