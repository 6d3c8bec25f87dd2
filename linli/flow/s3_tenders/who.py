"""Whose act it is: the person and the organisation behind an actor, where a verb cannot do without."""

from django.utils.translation import gettext as _

from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed


def organisation_id(actor: Actor) -> int:
    """The organisation that the actor acts for."""
    if actor.organisation_id is None:
        raise NotAllowed(_("您没有以任何单位的身份登录。"), remedy=_("请先登录并选择单位。"))
    return actor.organisation_id


def person_id(actor: Actor) -> int:
    """The person who acts."""
    if actor.person_id is None:
        raise NotAllowed(_("您没有登录。"), remedy=_("请先登录。"))
    return actor.person_id
