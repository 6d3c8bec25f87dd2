"""Who sees the cockpit, and who may remind whom."""

from linli.flow.thread.models import OVERSEERS
from linli.foundations.parties.roles import OrganisationKind, Role
from linli.kernel.actor import Actor
from linli.kernel.models import Task
from linli.kernel.permissions import grant, kind, own, predicate
from linli.openness.insight.models import Reminder

LOOKERS = (*OVERSEERS, OrganisationKind.DEPARTMENT, OrganisationKind.TOWN)
HANDS = (Role.CLERK, Role.LEADER)


@predicate
def oversees(actor: Actor, task: Task) -> bool:
    """The bureau reminds everybody, a town those in it; nobody himself. Supervisors look and change nothing."""
    if actor.role not in HANDS or task.organisation is None or task.organisation_id == actor.organisation_id:
        return False
    if actor.organisation_kind == OrganisationKind.CIVIL_AFFAIRS:
        return True
    return actor.organisation_kind == OrganisationKind.TOWN and actor.covers(task.organisation.place.code)


@predicate
def concerns(actor: Actor, reminder: Reminder) -> bool:
    """Sender and recipient see a reminder, and those who oversee everything."""
    return actor.organisation_kind in OVERSEERS or actor.organisation_id in (reminder.sender_id, reminder.recipient_id)


@predicate
def is_asked(actor: Actor, reminder: Reminder) -> bool:
    """The reminder names a role, or anybody of the organisation."""
    return not reminder.role or actor.role == reminder.role


grant("insight.cockpit:view", kind(*LOOKERS))
grant("insight.task:remind", oversees)
grant("insight.reminder:view", concerns)
grant("insight.reminder:acknowledge", own("recipient_id") & is_asked)
