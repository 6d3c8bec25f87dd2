"""Who may enter, change and see money: finance and civil affairs for the district, every public purchaser its own."""

from linli.foundations.funds.models import OVERSEERS
from linli.foundations.parties.roles import OrganisationKind, Role
from linli.kernel.permissions import covered, grant, kind, own, role

DISTRICT = kind(OrganisationKind.FINANCE, OrganisationKind.CIVIL_AFFAIRS)
LOCAL = kind(OrganisationKind.TOWN, OrganisationKind.COMMUNITY)
OWNERS = kind(OrganisationKind.DEPARTMENT, OrganisationKind.TOWN, OrganisationKind.COMMUNITY)
OFFICERS = role(Role.CLERK, Role.LEADER)

# The subject of create is the organisation whose money it is.
grant("funds.source:create", (DISTRICT & OFFICERS) | (OWNERS & OFFICERS & own("pk")))
# Who is offered the page to enter money; create itself asks about the organisation chosen.
grant("funds.source:offer", (DISTRICT | OWNERS) & OFFICERS)
grant("funds.source:adjust", (kind(OrganisationKind.FINANCE) & OFFICERS) | (role(Role.LEADER) & own("owner_id")))
grant("funds.source:list", kind(*OVERSEERS) | OWNERS)
grant("funds.source:view", kind(*OVERSEERS) | (OWNERS & own("owner_id")) | (LOCAL & covered("place.code")))
