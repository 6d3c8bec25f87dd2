"""Who may enter, change and see money: finance and civil affairs for the district, every public purchaser its own."""

from linli.foundations.funds.models import OVERSEERS
from linli.foundations.parties.roles import OrganisationKind, Role
from linli.kernel.permissions import covered, grant, kind, own, role, system

DISTRICT = kind(OrganisationKind.FINANCE, OrganisationKind.CIVIL_AFFAIRS)
FINANCE = kind(OrganisationKind.FINANCE)
LOCAL = kind(OrganisationKind.TOWN, OrganisationKind.COMMUNITY)
OWNERS = kind(OrganisationKind.DEPARTMENT, OrganisationKind.TOWN, OrganisationKind.COMMUNITY)
OFFICERS = role(Role.CLERK, Role.LEADER)
CLERK, LEADER = role(Role.CLERK), role(Role.LEADER)

# The subject of create is the organisation whose money it is.
grant("funds.source:create", (DISTRICT & OFFICERS) | (OWNERS & OFFICERS & own("pk")))
# Who is offered the page to enter money; create itself asks about the organisation chosen.
grant("funds.source:offer", (DISTRICT | OWNERS) & OFFICERS)
grant("funds.source:adjust", (FINANCE & OFFICERS) | (LEADER & own("owner_id")))
grant("funds.source:attach", (FINANCE & OFFICERS) | (OWNERS & OFFICERS & own("owner_id")))
grant("funds.source:list", kind(*OVERSEERS) | OWNERS)
# The whole ledger names the money of everybody.
grant("funds.ledger:export", kind(*OVERSEERS))
grant("funds.source:view", kind(*OVERSEERS) | (OWNERS & own("owner_id")) | (LOCAL & covered("place.code")))

# What binds money of the district is finance's; an owner binds his own.
grant("funds.source:set_aside", (FINANCE & OFFICERS) | (OWNERS & LEADER & own("owner_id")))
grant("funds.earmark:change", (FINANCE & OFFICERS) | (OWNERS & LEADER & own("source.owner_id")))
grant("funds.pool:create", FINANCE & OFFICERS)
grant("funds.pool:put_in", FINANCE & OFFICERS)
grant("funds.pool:take_out", FINANCE & OFFICERS)
grant("funds.transfer:request", (FINANCE & CLERK) | (OWNERS & CLERK & own("owner_id")))
for _verb in ("arrive", "return", "refuse"):
    grant(f"funds.transfer:{_verb}", system)
grant("funds.refund:record", FINANCE & CLERK)

# The subject of adopting a budget is the organisation whose budget it is.
grant("funds.budget:adopt", (FINANCE & OFFICERS) | (OWNERS & LEADER & own("pk")))
grant("funds.budget:offer", (FINANCE & OFFICERS) | (OWNERS & LEADER))
grant("funds.budget:amend", (FINANCE & OFFICERS) | (OWNERS & LEADER & own("owner_id")))

# The subject of opening a bank account is the organisation whose account it is.
grant("funds.bank:open", (FINANCE & CLERK) | (OWNERS & CLERK & own("pk")))
grant("funds.bank:offer", (FINANCE | OWNERS) & CLERK)
grant("funds.bank:import", (FINANCE & CLERK) | (OWNERS & CLERK & own("owner_id")))
grant("funds.bank:match", (FINANCE & CLERK) | (OWNERS & CLERK & own("account.owner_id")))
grant("funds.bank:unmatch", (FINANCE & CLERK) | (OWNERS & CLERK & own("line.account.owner_id")))
grant("funds.bank:list", kind(OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR) | OWNERS)

# The end of the year is the finance bureau's, and closing it its leader's.
grant("funds.source:carry_over", FINANCE & OFFICERS)
grant("funds.source:take_back", FINANCE & OFFICERS)
grant("funds.year:close", FINANCE & LEADER)
