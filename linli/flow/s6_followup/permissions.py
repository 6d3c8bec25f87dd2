"""Who visits: the purchaser and the community served; never the provider."""

from linli.flow.s4_delivery.permissions import INSIDER, PROVIDER_MANAGER, PURCHASER_CLERK
from linli.foundations.parties.roles import OrganisationKind, Role
from linli.kernel.permissions import covered, grant, kind, role, signed_in, system

VISITOR = PURCHASER_CLERK | (
    kind(OrganisationKind.TOWN, OrganisationKind.COMMUNITY) & role(Role.CLERK) & covered("project.place_code")
)

grant("followup.followup:list", signed_in)
grant("followup.followup:view", INSIDER)
grant("followup.followup:open", system)
grant("followup.visit:record", VISITOR)
grant("followup.complaint:file", VISITOR)
grant("followup.issue:mend", PROVIDER_MANAGER)
grant("followup.issue:confirm", PURCHASER_CLERK)
grant("followup.issue:return", PURCHASER_CLERK)
grant("followup.followup:close", PURCHASER_CLERK)
