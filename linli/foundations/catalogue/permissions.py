"""The bureau drafts and issues, the chain decides, purchasers apply for what is missing; the list is public."""

from linli.foundations.catalogue.models.supplement import SEE_ALL
from linli.foundations.parties.roles import PURCHASERS, OrganisationKind, Role
from linli.kernel.permissions import grant, kind, own, role, signed_in, system

bureau_clerk = kind(OrganisationKind.CIVIL_AFFAIRS) & role(Role.CLERK)
bureau = kind(OrganisationKind.CIVIL_AFFAIRS) & role(Role.CLERK, Role.LEADER)
bureau_leader = kind(OrganisationKind.CIVIL_AFFAIRS) & role(Role.LEADER)
purchasers_clerk = kind(*PURCHASERS) & role(Role.CLERK)

grant("catalogue.item:list", signed_in)
grant("catalogue.batch:list", kind(*PURCHASERS, OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR))
grant("catalogue.batch:load", system)
for _verb in ("draft", "describe", "put_item", "drop_item", "import", "mark_import", "submit", "issue"):
    grant(f"catalogue.batch:{_verb}", bureau_clerk)
grant("catalogue.batch:end", bureau_leader)
for _verb in ("approve", "return", "refuse"):
    grant(f"catalogue.batch:{_verb}", system)
    grant(f"catalogue.supplement:{_verb}", system)
grant("catalogue.supplement:list", kind(*PURCHASERS, OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR))
grant("catalogue.supplement:view", kind(*SEE_ALL) | own("organisation_id"))
grant("catalogue.supplement:apply", purchasers_clerk)
for _verb in ("revise", "submit", "withdraw"):
    grant(f"catalogue.supplement:{_verb}", purchasers_clerk & own("organisation_id"))
grant("catalogue.supplement:judge", bureau)
grant("catalogue.supplement:include", bureau_clerk)
