"""Who may do what in step 2: the purchaser's clerk designs and submits, the chain decides, the clerk publishes."""

from linli.flow.s2_goals.models import Design
from linli.flow.thread.permissions import sees
from linli.foundations.parties.roles import PURCHASERS
from linli.kernel.actor import Actor
from linli.kernel.permissions import anyone, grant, kind, own, predicate, role, signed_in, system


@predicate
def sees_project_of(actor: Actor, design: Design) -> bool:
    """Whoever sees the project sees its design."""
    return bool(sees(actor, design.project))


clerk_of_purchaser = kind(*PURCHASERS) & role("clerk")

grant("goals.design:list", signed_in)
grant("goals.design:view", sees_project_of)
grant("goals.design:draft", clerk_of_purchaser & own("purchaser_id"))
for _verb in ("describe", "people", "chain", "target", "budget", "team", "fill", "submit"):
    grant(f"goals.design:{_verb}", clerk_of_purchaser & own("project.purchaser_id"))
for _verb in ("approve", "return", "refuse", "stop"):
    grant(f"goals.design:{_verb}", system)
grant("goals.intention:publish", clerk_of_purchaser & own("project.purchaser_id"))
grant("goals.intention:view", anyone)

grant("goals.plan:list", signed_in)
grant("goals.plan:view", anyone)
grant("goals.plan:draft", clerk_of_purchaser)
for _verb in ("describe", "take_needs", "put_row", "drop_row", "submit", "publish", "revise", "drop", "link"):
    grant(f"goals.plan:{_verb}", clerk_of_purchaser & own("organisation_id"))
for _verb in ("approve", "return", "refuse"):
    grant(f"goals.plan:{_verb}", system)
