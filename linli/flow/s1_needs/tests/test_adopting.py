"""One need in several projects, several needs in one: when a need is met, when it is free again, and who may at once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.models import Need, NeedProject
from linli.flow.s1_needs.tests.factory import make_adopted_project, make_listed_need, make_need
from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.thread.actions import stop
from linli.flow.thread.models import Project
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.hooks import call
from linli.kernel.models import Event

pytestmark = pytest.mark.django_db
WHY = "一个项目覆盖不了全部老人"


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.REQUIRE_MFA = False


def split() -> tuple[Need, Project, Project]:
    """A need that two projects of the town answer."""
    first = make_adopted_project()
    need = first.needs.get()
    second = actions.adopt_further(need, actor=make_actor("town"), share=40, reason=WHY, title="高龄老人送餐上门")
    return need, first, second


def close(project: Project) -> None:
    call("project.closed", project=project, actor=make_actor("town"))


def end(project: Project) -> None:
    stop(project, actor=make_actor("town", "leader"), reason="街道另有安排")


@pytest.mark.parametrize(
    ("ends", "states"),
    [
        ([close, close], ["adopted", "met"]),
        ([close, end], ["adopted", "met"]),
        ([end, close], ["adopted", "met"]),
        ([end, end], ["adopted", "listed"]),
    ],
)
def test_a_need_is_met_when_all_that_stand_are_closed_and_free_when_the_last_one_stops(
    ends: list[Callable[[Project], None]], states: list[str]
) -> None:
    need, *projects = split()
    found = []
    for project, done in zip(projects, ends, strict=True):
        done(project)
        need.refresh_from_db()
        found.append(str(need.state))
    assert found == states


def test_both_sides_know_one_another_and_each_thread_has_its_event() -> None:
    need, first, second = split()
    assert set(need.projects.all()) == {first, second}
    assert second.needs.get() == need
    assert need.adoptions.get(project=second).share == 40
    assert Event.objects.get(verb="needs.need:adopt_further").thread_key == second.pk


@pytest.mark.parametrize("share", [0, 61, 100, None])
def test_shares_do_not_exceed_the_whole(share: int | None) -> None:
    need, _first, second = split()
    NeedProject.objects.filter(project=second).update(share=40)
    clerk = make_actor("town")
    with pytest.raises(Refusal, match="40%") as refused:
        actions.adopt_further(need, actor=clerk, share=share, reason=WHY)  # type: ignore[arg-type]
    assert refused.value.field == "share"
    assert Project.objects.count() == 2


def test_a_reason_is_wanted_and_only_an_adopted_need_is_divided() -> None:
    need = make_listed_need()
    with pytest.raises(WrongState):
        actions.adopt_further(need, actor=make_actor("town"), share=40, reason=WHY)
    project = make_adopted_project()
    with pytest.raises(Refusal, match="理由"):
        actions.join(project, actor=make_actor("town"), need=need, reason=" ")


class TestJoin:
    def test_several_needs_in_one_project_are_met_together(self) -> None:
        project, other = make_adopted_project(), make_listed_need(title="老人陪同就医")
        actions.join(project, actor=make_actor("town"), need=other, reason=WHY)
        assert set(project.needs.values_list("state", flat=True)) == {"adopted"}
        close(project)
        assert set(Need.objects.values_list("state", flat=True)) == {"met"}

    def test_a_need_taken_out_is_listed_again_and_one_stays(self) -> None:
        project, other, clerk = make_adopted_project(), make_listed_need(title="老人陪同就医"), make_actor("town")
        actions.join(project, actor=clerk, need=other, reason=WHY)
        actions.leave(project, actor=clerk, need=other, reason="另行购买陪诊服务")
        other.refresh_from_db()
        assert (other.state, project.needs.count()) == ("listed", 1)
        with pytest.raises(Refusal, match="唯一"):
            actions.leave(project, actor=clerk, need=project.needs.get(), reason="另行购买陪诊服务")

    def test_neither_twice_nor_a_draft_need_nor_from_elsewhere(self) -> None:
        project, clerk = make_adopted_project(), make_actor("town")
        with pytest.raises(Refusal, match="已在本项目中"):
            actions.join(project, actor=clerk, need=project.needs.get(), reason=WHY)
        with pytest.raises(WrongState):
            actions.join(project, actor=clerk, need=make_need(title="还没有公布"), reason=WHY)
        need = make_listed_need(title="老人陪同就医")
        foreign = make_adopted_project()
        Need.objects.filter(pk=need.pk).update(place_code=OTHER_TOWN + "001")
        need.refresh_from_db()
        with pytest.raises(Refusal, match="范围"):
            actions.join(foreign, actor=clerk, need=need, reason=WHY)

    @pytest.mark.parametrize("state", ["in_approval", "approved", "tendering", "closed", "stopped"])
    def test_only_while_it_is_being_designed(self, state: str) -> None:
        project, need = make_adopted_project(), make_listed_need(title="老人陪同就医")
        Project.objects.filter(pk=project.pk).update(state=state)
        with pytest.raises(WrongState):
            actions.join(project, actor=make_actor("town"), need=need, reason=WHY)

    def test_only_the_purchasers_clerk(self) -> None:
        project, need = make_adopted_project(), make_listed_need(title="老人陪同就医")
        for actor in (make_actor("town", "leader"), make_actor("town", place=OTHER_TOWN), make_actor("civil_affairs")):
            with pytest.raises(NotAllowed):
                actions.join(project, actor=actor, need=need, reason=WHY)
            with pytest.raises(NotAllowed):
                actions.leave(project, actor=actor, need=project.needs.get(), reason=WHY)

    def test_on_the_pages(self) -> None:
        project, need, clerk = make_adopted_project(), make_listed_need(title="老人陪同就医"), make_actor("town")
        client, tab = browser(clerk), reverse("thread:tab", args=[project.pk, "goals"])
        assert reverse("needs:need_join", args=[project.pk]) in client.get(tab).content.decode()
        address = reverse("needs:need_join", args=[project.pk])
        assert "老人陪同就医" in client.get(address).content.decode()
        assert client.post(address, {"need": need.pk, "share": "", "reason": WHY}).status_code == 302
        leave = reverse("needs:need_leave", args=[project.pk, need.pk])
        assert leave in client.get(tab).content.decode()
        assert project.number in client.get(need.get_absolute_url()).content.decode()
        assert project.number in client.get(reverse("needs:need_list")).content.decode()
        assert client.post(leave, {"reason": "另行购买"}).status_code in (302, 422)
        further = reverse("needs:need_adopt_further", args=[project.needs.order_by("pk")[0].pk])
        page = client.post(further, {"title": "第二个助餐项目", "share": "30", "reason": WHY})
        assert page.status_code == 302
        assert Project.objects.get(title="第二个助餐项目").adoptions.get().share == 30


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE needs_need SET state = 'listed'",
        "UPDATE needs_need SET state = 'met'",
        "UPDATE needs_needproject SET state = 'done'",
        "UPDATE needs_needproject SET state = 'released'",
        "DELETE FROM needs_needproject",
    ],
)
def test_not_even_sql_parts_a_need_from_its_projects(statement: str) -> None:
    make_adopted_project()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="its projects do not say"):
            cursor.execute(statement)


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """What becomes of verbs that begin together, sorted."""
    gate, outcomes = threading.Barrier(len(verbs)), []

    def run(verb: Callable[[], object]) -> None:
        gate.wait()
        try:
            verb()
            outcomes.append("done")
        except (Refusal, WrongState) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_projects_taking_too_much_of_one_need_at_once() -> None:
    need, clerk = make_adopted_project().needs.get(), make_actor("town")
    projects = [make_adopted_project(clerk, title=f"另一项需求{n}") for n in (1, 2)]
    done = at_once(*(
        lambda project=project: actions.join(project, actor=clerk, need=need, share=60, reason=WHY) for project in projects
    ))  # fmt: skip
    assert done == ["Refusal", "done"]
    assert need.adoptions.filter(share=60).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_need_joined_while_its_project_stops_is_never_left_between() -> None:
    project, need = make_adopted_project(), make_listed_need(title="老人陪同就医")
    clerk, leader = make_actor("town"), make_actor("town", "leader")
    done = at_once(
        lambda: actions.join(project, actor=clerk, need=need, reason=WHY),
        lambda: stop(project, actor=leader, reason="街道另有安排"),
    )
    assert "done" in done
    assert set(Need.objects.values_list("state", flat=True)) == {"listed"}
    assert not NeedProject.objects.filter(state="standing").exists()
