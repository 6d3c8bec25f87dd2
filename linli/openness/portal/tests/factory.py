"""Published projects for the tests of the public side, made and published by actions of their own."""

from decimal import Decimal
from typing import Any

import rfc8785

from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties.tests.factory import make_organisation, make_place
from linli.kernel import clock, journal
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.models import Event
from linli.kernel.permissions import grant, system

grant("goals.intention:publish_for_test", system)


@action("goals.intention:publish_for_test", "公开采购意向", scope="project", public=True, tells="预算 %(budget)s 元")
def show(*, actor: Actor, project: Project) -> Project:
    """Publish a project, as the room of step 2 does."""
    record(budget=project.budget)
    return spine.move(project, State.INTENTION, public_since=clock.now())


def publish(title: str = "明觉社区居家养老助餐", place: str = "320117004001", **fields: object) -> Project:
    """A published project in this community, bought by its town."""
    where = make_place(place)
    town = make_organisation("town", place[:9])
    values: dict[str, object] = {"budget": Decimal("298000.00"), "catalogue_name": "养老服务", "beneficiaries": 200}
    project = spine.open_project(title=title, purchaser=town, place=where, **(values | fields))
    return show(actor=Actor.system(), project=project)


def tell(
    project: Project,
    verb: str,
    actor: Actor,
    *,
    public: bool = True,
    law: list[dict[str, Any]] | None = None,
    **facts: object,
) -> int:
    """Append an event as a room's verb would, and give it its position; returns it."""
    event = Event(
        at=clock.now(),
        actor_kind=actor.kind,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        role=actor.role,
        verb=verb,
        step=3,
        subject_type="thread.project",
        subject_id=project.pk,
        subject_text=project.title,
        thread_key=project.pk,
        facts=facts,
        law=law or [],
        public=public,
    )
    event.leaf = rfc8785.dumps(journal.leaf(event))
    event.save(force_insert=True)
    return journal.sequence()
