"""Whoever signs in reads the rule book; its documents are public anyway. Each place proposes its own values: the bureau the
district's, a town its own; deciding is the chain's. The calendar's verbs are granted in the kernel."""

from typing import Any

from linli.kernel.actor import Actor
from linli.kernel.permissions import grant, kind, own, predicate, role, signed_in, system


@predicate
def own_place(actor: Actor, place: Any) -> bool:
    """The place is exactly the one that the actor's organisation stands for, not one within it."""
    return place is not None and getattr(place, "code", "") == actor.place_code


def addressed(actor: Actor, notice: Any) -> bool:
    """The notice is for the actor's role in his organisation, or for him by name."""
    return (
        notice is not None
        and notice.organisation_id == actor.organisation_id
        and notice.role in ("", actor.role)
        and notice.person_id in (None, actor.person_id)
    )


proposers = kind("civil_affairs", "town") & role("clerk")

grant("rulebook.parameter:list", signed_in)
grant("rulebook.calendar:view", signed_in)
grant("rulebook.proposal:list", kind("civil_affairs", "finance", "town", "supervisor"))
grant("rulebook.proposal:offer", proposers)
grant("rulebook.proposal:propose", proposers & own_place)
grant("rulebook.proposal:resubmit", proposers & own())
grant("rulebook.proposal:withdraw", proposers & own())
grant("rulebook.parameter:change", system)
grant("rulebook.proposal:return", system)
grant("rulebook.proposal:refuse", system)
grant("rulebook.entry:load", system | (kind("operator") & role("operator")))
grant("rulebook.calendar:import", system | (kind("civil_affairs") & role("clerk", "leader")))
grant("rulebook.deadline:move", system)
grant("rulebook.notice:tell", system)
grant("rulebook.notice:note", predicate(addressed))
