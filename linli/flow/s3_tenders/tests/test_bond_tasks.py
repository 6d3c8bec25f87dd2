"""A bond to return names its project once the result is public, and nothing names a bidder before the opening."""

from typing import Any

import pytest

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import Bid
from linli.flow.s3_tenders.tests.test_pages import browser
from linli.flow.s3_tenders.tests.world import ANNOUNCED, PUBLISHED, SETTLED, World
from linli.flow.thread.actions import stop
from linli.flow.thread.models import Project
from linli.foundations.parties.tests import factory
from linli.kernel import clock, rls
from linli.kernel.actor import Actor
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db
BOND = "tenders.bond:return"


def due(project: Project) -> Any:
    return Task.objects.open().filter(verb=BOND, thread_key=project.pk)


@pytest.fixture
def announced(world: World) -> Project:
    tender = world.announced()
    assert tender.bond_percent
    return tender.project


def test_bonds_to_return_belong_to_the_project(world: World, announced: Project) -> None:
    assert due(announced).count() == len(world.bidders) - 1
    assert not Task.objects.filter(verb=BOND).exclude(thread_key=announced.pk).exists()


def test_returning_the_last_bond_tells_the_project(world: World, announced: Project) -> None:
    announced.refresh_from_db()
    moments = set(due(announced).values_list("due_at", flat=True))
    assert announced.next_due_at is not None
    with clock.travelled(SETTLED), rls.acting(world.clerk):
        for bid in Bid.objects.filter(pk__in=due(announced).values("subject_id")):
            actions.return_bond(bid, actor=world.clerk)
    announced.refresh_from_db()
    assert not due(announced).exists()
    assert announced.next_due_at not in moments


def test_a_bid_is_on_no_thread_before_or_after(world: World) -> None:
    tender = world.published()
    for bidder, amount in zip(world.bidders, ("286400", "279500", "268800"), strict=True):
        world.bid(tender, bidder, amount)
    names = {bidder.organisation_name for bidder in world.bidders}
    on_thread = Task.objects.filter(thread_key=tender.project_id)
    assert not {task.organisation_id for task in on_thread} & {bidder.organisation_id for bidder in world.bidders}
    assert not [task for task in on_thread if any(str(name) in f"{task.title}{task.context}" for name in names)]
    assert not Event.objects.filter(thread_key=tender.project_id, subject_type="tenders.bid").exists()
    assert not Task.objects.filter(verb=BOND).exists()
    with clock.travelled(PUBLISHED):
        for reader in (world.clerk, world.supervisor, world.bidders[0], factory.make_actor("civil_affairs", "clerk")):
            page = browser(reader).get(f"/projects/{tender.project_id}/").content.decode()
            assert not [name for name in names - {reader.organisation_name} if str(name) in page]


def test_who_lost_is_told_to_insiders_of_the_project_alone(world: World, announced: Project) -> None:
    contexts = set(due(announced).values_list("context", flat=True))
    stranger = factory.make_actor("social", "manager", organisation=factory.make_organisation("social"))
    with clock.travelled(ANNOUNCED):
        inside = browser(world.clerk).get(f"/projects/{announced.pk}/").content.decode()
        outside = browser(stranger).get(f"/projects/{announced.pk}/").content.decode()
    assert "退还投标保证金" in inside
    assert "退还投标保证金" not in outside
    assert not [name for name in contexts if name in outside.replace(str(announced.provider), "")]


def test_the_page_says_several_bonds_once(world: World, announced: Project) -> None:
    with clock.travelled(ANNOUNCED):
        page = browser(world.clerk).get(f"/projects/{announced.pk}/").content.decode()
    assert f"退还投标保证金（{due(announced).count()} 件）" in page


def test_bonds_are_owed_even_when_the_project_is_stopped(world: World, announced: Project) -> None:
    owed = due(announced).count()
    with clock.travelled(ANNOUNCED):
        stop(Project.objects.get(pk=announced.pk), actor=world.leader, reason="资金安排变化，不再购买")
    assert due(announced).count() == owed
    assert not Task.objects.open().filter(thread_key=announced.pk).exclude(verb=BOND).exists()


def test_visitors_see_no_tasks(announced: Project) -> None:
    page = browser(Actor.public()).get(f"/projects/{announced.pk}/")
    assert page.status_code == 302
