"""From a person's membership to the kernel's actor."""

from linli.foundations.parties.models import Membership
from linli.kernel.actor import Actor


def actor_for(membership: Membership) -> Actor:
    """The actor that a membership makes; person, organisation and its place must be loaded for no further query."""
    organisation = membership.organisation
    return Actor(
        kind="person",
        person_id=membership.person_id,
        person_name=membership.person.name,
        organisation_id=organisation.pk,
        organisation_name=organisation.name,
        organisation_kind=organisation.kind,
        role=membership.role,
        place_code=organisation.place.code,
    )
