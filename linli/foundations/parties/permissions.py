"""Who may do what with organisations, people and roles."""

from linli.foundations.parties.models import Person
from linli.foundations.parties.roles import STAFF_KINDS, OrganisationKind, Role
from linli.kernel.actor import Actor
from linli.kernel.permissions import anyone, grant, kind, own, predicate, role, signed_in, system

bureau_clerk = kind(OrganisationKind.CIVIL_AFFAIRS) & role(Role.CLERK)
bureau = kind(OrganisationKind.CIVIL_AFFAIRS) & role(Role.CLERK, Role.LEADER)
operator = kind(OrganisationKind.OPERATOR) & role(Role.OPERATOR)
runs_it = role(Role.CLERK, Role.LEADER, Role.MANAGER)
own_organisation = runs_it & own("id")
own_member = runs_it & own("organisation_id")
over_all = bureau_clerk | operator | system


@predicate
def himself(actor: Actor, subject: Person | None) -> bool:
    """The person concerned is the one who acts."""
    return subject is not None and actor.person_id == subject.pk


grant("parties.organisation:view", signed_in)
grant("parties.organisation:list", kind(*STAFF_KINDS))
grant("parties.organisation:contact", kind(*STAFF_KINDS) | own("id"))
grant("parties.organisation:create", over_all)
grant("parties.organisation:update", over_all)
grant("parties.organisation:update_contact", over_all | own_organisation)
grant("parties.organisation:suspend", bureau)
grant("parties.organisation:resume", bureau)
grant("parties.organisation:register", anyone)
grant("parties.organisation:reapply", anyone)
grant("parties.organisation:approve", bureau_clerk | system)
grant("parties.organisation:refuse", bureau_clerk | system)
grant("parties.person:view", over_all | own_organisation)
grant("parties.person:invite", over_all | own_organisation)
grant("parties.person:update", himself)
grant("parties.person:change_password", himself)
grant("parties.person:set_password", anyone)
grant("parties.membership:grant", over_all | own_organisation)
grant("parties.membership:end", over_all | own_member)
grant("parties.membership:reset_password", over_all | own_member)
grant("parties.membership:reset_factors", over_all | own_member)
