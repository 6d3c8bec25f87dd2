"""Who does what in the implementation; see README.md for the table."""

from linli.flow.thread.models import LOCALS, OVERSEERS
from linli.foundations.parties.roles import PROVIDERS, PURCHASERS, OrganisationKind, Role
from linli.kernel.permissions import covered, grant, kind, own, role, signed_in, system

PURCHASER_CLERK = kind(*PURCHASERS) & role(Role.CLERK) & own("project.purchaser_id")
PROVIDER_MANAGER = kind(*PROVIDERS) & role(Role.MANAGER) & own("project.provider_id")
PROVIDER_PEOPLE = kind(*PROVIDERS) & role(Role.MANAGER, Role.STAFF)
PAYER = PURCHASER_CLERK | (kind(OrganisationKind.FINANCE) & role(Role.CLERK) & covered("project.place_code"))
INSIDER = (
    own("project.purchaser_id")
    | own("project.provider_id")
    | kind(*OVERSEERS)
    | (kind(*LOCALS) & covered("project.place_code"))
)
"""Who sees work plans, service records, invoices and payment requests: the parties, overseers and the places served."""

grant("delivery.delivery:list", signed_in)
grant("delivery.delivery:view", INSIDER)
grant("delivery.delivery:open", system)
grant("delivery.delivery:plan", PROVIDER_MANAGER)
grant("delivery.delivery:finish", PROVIDER_MANAGER)
grant("delivery.milestone:report", PROVIDER_MANAGER)
grant("delivery.milestone:accept", PURCHASER_CLERK)
grant("delivery.milestone:return", PURCHASER_CLERK)
grant("delivery.record:add", PROVIDER_PEOPLE & own("provider_id"))
grant("delivery.record:correct", PROVIDER_PEOPLE & own("project.provider_id"))
grant("delivery.payment:request", PROVIDER_MANAGER)
grant("delivery.payment:resubmit", PROVIDER_MANAGER)
grant("delivery.payment:check", PURCHASER_CLERK)
grant("delivery.payment:return", PURCHASER_CLERK)
grant("delivery.payment:clear", system)
grant("delivery.payment:hand_back", system)
grant("delivery.payment:drop", system)
grant("delivery.payment:pay", PAYER)
grant("delivery.payment:reverse", PAYER)
# Each of the payments is asked about as well, as if it were paid alone.
grant("delivery.payment:pay_many", kind(OrganisationKind.FINANCE) & role(Role.CLERK))
grant("delivery.batch:view", kind(*OVERSEERS))
