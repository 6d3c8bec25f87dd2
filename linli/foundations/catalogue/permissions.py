"""The bureau issues the catalogue; everybody reads it."""

from linli.foundations.parties.roles import OrganisationKind, Role
from linli.kernel.permissions import anyone, grant, kind, role, system

grant("catalogue.batch:issue", system | (kind(OrganisationKind.CIVIL_AFFAIRS) & role(Role.CLERK, Role.LEADER)))
grant("catalogue.item:view", anyone)
