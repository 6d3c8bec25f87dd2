"""The bureau issues the catalogue; its pages are public, the list for work is for whoever signs in."""

from linli.foundations.parties.roles import OrganisationKind, Role
from linli.kernel.permissions import grant, kind, role, signed_in, system

grant("catalogue.batch:issue", system | (kind(OrganisationKind.CIVIL_AFFAIRS) & role(Role.CLERK, Role.LEADER)))
grant("catalogue.item:list", signed_in)
