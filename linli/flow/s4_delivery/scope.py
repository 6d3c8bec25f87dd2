"""Which records of steps 4, 5 and 6 an actor sees in lists: the same rule as permissions.INSIDER, as a filter."""

from django.db.models import Q

from linli.flow.thread.models import LOCALS, OVERSEERS
from linli.kernel.actor import Actor


def insider(actor: Actor, prefix: str = "project__") -> Q:
    """Overseers see all, the parties what is theirs, towns and communities what lies in them; others nothing."""
    if actor.organisation_kind in OVERSEERS:
        return Q()
    if actor.organisation_id is None:
        return Q(pk__in=[])
    seen = Q(**{f"{prefix}purchaser_id": actor.organisation_id}) | Q(**{f"{prefix}provider_id": actor.organisation_id})
    if actor.organisation_kind in LOCALS:
        seen |= Q(**{f"{prefix}place_code__startswith": actor.place_code})
    return seen
