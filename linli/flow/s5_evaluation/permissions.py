"""Who evaluates: never the provider."""

from linli.flow.s4_delivery.permissions import INSIDER, PROVIDER_MANAGER, PURCHASER_CLERK
from linli.foundations.parties.roles import PURCHASERS, Role
from linli.kernel.permissions import grant, kind, own, role, signed_in, system

EVALUATOR = own("organisation_id") & ~own("project.provider_id") & role(Role.CLERK, Role.EXPERT, Role.MANAGER)

grant("evaluation.evaluation:list", signed_in)
grant("evaluation.evaluation:view", INSIDER | own("organisation_id"))
grant("evaluation.evaluation:start", kind(*PURCHASERS) & role(Role.CLERK) & own("purchaser_id"))
grant("evaluation.instrument:record", EVALUATOR)
grant("evaluation.evaluation:grade", PURCHASER_CLERK)
grant("evaluation.evaluation:publish", PURCHASER_CLERK)
grant("evaluation.evaluation:resume", system)
grant("evaluation.rectification:order", PURCHASER_CLERK)
grant("evaluation.rectification:report", PROVIDER_MANAGER)
grant("evaluation.rectification:accept", PURCHASER_CLERK)
grant("evaluation.rectification:return", PURCHASER_CLERK)
