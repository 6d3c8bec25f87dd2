"""Who may do what in step 2: the purchaser's clerk designs and submits, the chain decides, the clerk publishes."""

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews.models import ExpertOpinion
from linli.flow.thread.models import Project
from linli.flow.thread.permissions import is_inside, sees
from linli.foundations.parties.roles import PURCHASERS, Role
from linli.kernel.actor import Actor
from linli.kernel.permissions import anyone, grant, kind, own, predicate, role, signed_in, system


@predicate
def sees_project_of(actor: Actor, design: Design) -> bool:
    """Whoever sees the project sees its design."""
    return bool(sees(actor, design.project))


@predicate
def is_asked(actor: Actor, opinion: ExpertOpinion) -> bool:
    """The expert himself, for the body he was asked in; he sees this design and no other."""
    return (actor.person_id, actor.organisation_id) == (opinion.person_id, opinion.organisation_id)


@predicate
def reads_reviews(actor: Actor, project: Project) -> bool:
    """Those inside the project, save whom it was bought from: what experts and offices said of the design is not for him."""
    provides = actor.organisation_id is not None and actor.organisation_id == project.provider_id
    return bool(is_inside(actor, project)) and not provides


@predicate
def is_inside_project(actor: Actor, opinion: ExpertOpinion) -> bool:
    return bool(reads_reviews(actor, opinion.project))


clerk_of_purchaser = kind(*PURCHASERS) & role("clerk")

grant("goals.design:list", signed_in)
grant("goals.design:view", sees_project_of)
grant("goals.design:draft", clerk_of_purchaser & own("purchaser_id"))
for _verb in ("describe", "people", "chain", "target", "budget", "team", "fill", "submit", "settle", "withdraw"):
    grant(f"goals.design:{_verb}", clerk_of_purchaser & own("project.purchaser_id"))
for _verb in ("approve", "return", "refuse", "stop"):
    grant(f"goals.design:{_verb}", system)
for _verb in ("publish", "correct", "withdraw"):
    grant(f"goals.intention:{_verb}", clerk_of_purchaser & own("project.purchaser_id"))
grant("goals.intention:view", anyone)

grant("goals.plan:list", signed_in)
grant("goals.plan:view", anyone)
grant("goals.plan:draft", clerk_of_purchaser)
for _verb in (
    "describe",
    "take_needs",
    "take_lines",
    "put_row",
    "drop_row",
    "submit",
    "publish",
    "revise",
    "drop",
    "link",
):
    grant(f"goals.plan:{_verb}", clerk_of_purchaser & own("organisation_id"))
for _verb in ("approve", "return", "refuse"):
    grant(f"goals.plan:{_verb}", system)

own_opinion = role(Role.EXPERT) & is_asked
grant("goals.review:read", reads_reviews)
grant("goals.opinion:list", signed_in)
grant("goals.opinion:view", own_opinion | is_inside_project)
grant("goals.opinion:ask", clerk_of_purchaser & own("project.purchaser_id"))
for _verb in ("give", "decline"):
    grant(f"goals.opinion:{_verb}", own_opinion)
for _verb in ("cancel", "remind", "answer"):
    grant(f"goals.opinion:{_verb}", clerk_of_purchaser & own("project.purchaser_id"))
grant("goals.short_notice:ask", clerk_of_purchaser & own("project.purchaser_id"))
for _verb in ("approve", "return", "refuse"):
    grant(f"goals.short_notice:{_verb}", system)
