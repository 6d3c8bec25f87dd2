"""Who may see a project and its journal, and who may stop it."""

from django.utils.translation import gettext as _

from linli.flow.thread.models import LOCALS, OVERSEERS, Project
from linli.flow.thread.states import ENDED
from linli.foundations.parties.roles import PURCHASERS, OrganisationKind
from linli.kernel import hooks
from linli.kernel.actor import Actor
from linli.kernel.models import Event
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


@hooks.on("journal.may_see")
def opens_event(*, event: Event, actor: Actor) -> bool:
    """A project's events are open to those inside it."""
    project = Project.objects.filter(pk=event.thread_key).first() if event.thread_key else None
    return project is not None and actor.may("thread.project:inside", project)


@hooks.on("rulebook.affected")
def running_projects(*, parameter: str, place: str) -> list[str]:
    """How many projects go on in the place of a parameter that is about to change."""
    count = Project.objects.filter(place_code__startswith=place).exclude(state__in=ENDED).count()
    return [_("进行中的项目 %(n)s 个") % {"n": count}] if count else []


grant("thread.project:list", signed_in)
grant("thread.project:view", sees)
grant("thread.project:inside", is_inside)
grant("thread.project:stop", kind(*PURCHASERS) & role("leader") & own("purchaser_id"))
grant("thread.inbox:view", signed_in)
grant(
    "thread.journal:view", kind(OrganisationKind.SUPERVISOR, OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.OPERATOR)
)
grant("thread.search:use", anyone)
