"""Who may see a project and its journal, and who may stop it."""

from linli.flow.thread.models import LOCALS, OVERSEERS, Project
from linli.foundations.parties.roles import PURCHASERS, OrganisationKind
from linli.kernel.actor import Actor
from linli.kernel.permissions import anyone, grant, kind, own, predicate, role, signed_in


@predicate
def sees(actor: Actor, project: Project) -> bool:
    """The same rule as ProjectQuerySet.visible_to, for one project."""
    return project.public_since is not None or bool(is_inside(actor, project))


@predicate
def is_inside(actor: Actor, project: Project) -> bool:
    """The project's two sides, those who oversee everything and those who serve its place: they also see its inner work,
    opinions and open tasks. Others see of a published project what is published."""
    if actor.organisation_kind in OVERSEERS:
        return True
    if actor.organisation_id is not None and actor.organisation_id in (project.purchaser_id, project.provider_id):
        return True
    return actor.organisation_kind in LOCALS and actor.covers(project.place_code)


grant("thread.project:list", signed_in)
grant("thread.project:view", sees)
grant("thread.project:inside", is_inside)
grant("thread.project:stop", kind(*PURCHASERS) & role("leader") & own("purchaser_id"))
grant("thread.inbox:view", signed_in)
grant(
    "thread.journal:view", kind(OrganisationKind.SUPERVISOR, OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.OPERATOR)
)
grant("thread.search:use", anyone)
