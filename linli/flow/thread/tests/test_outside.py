"""What somebody sees of a published project that is not his: what is published, and nothing of its inner work."""

from typing import Any

import pytest

from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.web.project import open_tasks
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor, make_organisation, make_place
from linli.kernel import clock, inbox


@pytest.fixture
def project(db: Any) -> Project:
    made = spine.open_project(
        title="明觉社区居家养老助餐", purchaser=make_organisation("town"), place=make_place(), public_since=clock.now()
    )
    inbox.open_task(made, "goals.design:draft", title="编制方案", organisation_id=made.purchaser_id, role="clerk")
    return made


@pytest.mark.parametrize(
    ("kind", "role", "where", "inside"),
    [
        ("town", "clerk", None, True),
        ("civil_affairs", "clerk", None, True),
        ("supervisor", "supervisor", None, True),
        ("town", "clerk", OTHER_TOWN, False),
        ("social", "manager", None, False),
    ],
)
def test_open_tasks_are_for_those_inside(project: Project, kind: str, role: str, where: str, inside: bool) -> None:
    actor = make_actor(kind, role, where)
    assert actor.may("thread.project:view", project)
    assert actor.may("thread.project:inside", project) is inside
    assert bool(open_tasks(project, actor)) is inside
