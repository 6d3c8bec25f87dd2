"""A clerk's desk as it is on a busy day: forty open tasks, a project with thirty events."""

from datetime import timedelta

from bench.inside import people
from bench.portal_data import NOTICES
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Membership
from linli.kernel import clock, journal
from linli.kernel.models import Event, Task

TASKS, EVENTS = 40, 30
TOWN = "320117001"
CLAUSE = {"document": "实施条例", "clause": "第五十条", "title": "合同公告期限", "value": 2, "unit": "working_days"}


def desk() -> dict[str, str]:
    """The clerk's cookie and the overseer's, and the address of the project."""
    clerk = people.member("town", TOWN, "clerk")
    overseer = people.member("civil_affairs", people.DISTRICT, "clerk")
    projects = list(
        Project.objects.filter(purchaser=clerk.organisation, number__startswith="B-").order_by("-pk")[:TASKS]
    )
    if not Task.objects.filter(organisation=clerk.organisation).exists():
        Task.objects.bulk_create(_task(clerk, project, n) for n, project in enumerate(projects))
        Event.objects.bulk_create(_event(clerk, projects[0], n) for n in range(EVENTS))
        journal.sequence()
    return {
        "clerk": people.cookie(clerk.person),
        "overseer": people.cookie(overseer.person),
        "project": projects[0].get_absolute_url(),
    }


def _task(clerk: Membership, project: Project, n: int) -> Task:
    return Task(
        organisation=clerk.organisation,
        role=clerk.role,
        verb="tenders.contract:publish",
        step=1 + n % 6,
        subject_type="thread.project",
        subject_id=project.pk,
        thread_key=project.pk,
        title="发布合同公告",
        context=project.title,
        path=project.get_absolute_url(),
        due_at=clock.now() + timedelta(days=n % 14 - 3),
        due_basis="签订后 2 个工作日内",
        opened_at=clock.now(),
        clause=CLAUSE,
    )


def _event(clerk: Membership, project: Project, n: int) -> Event:
    event = Event(
        at=clock.now() - timedelta(days=n),
        actor_kind="person",
        person=clerk.person,
        organisation=clerk.organisation,
        role=clerk.role,
        verb=NOTICES[n % len(NOTICES)],
        step=1 + n % 6,
        subject_type="thread.project",
        subject_id=project.pk,
        subject_text=project.title,
        thread_key=project.pk,
        public=True,
        law=[CLAUSE],
    )
    event.leaf = b"{}"
    return event
