"""The one way to write, tried on the approval chain: permission, lock, version, idempotency, journal, inbox."""

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.places.models import Place
from linli.kernel import approvals, journal
from linli.kernel.actions import Terms
from linli.kernel.actor import Actor
from linli.kernel.errors import KeyReused, NotAllowed, Refusal, Stale
from linli.kernel.models import Approval, Event, Task
from linli.kernel.readonly import ReadOnlyRequests


def member(name: str, organisation: Organisation, role: str) -> Actor:
    person = Person.objects.create_user(name, name=name)
    return actor_for(Membership.objects.create(person=person, organisation=organisation, role=role))


class House:
    """A town with an applicant, two leaders of equal right, and a bureau's leader."""

    def __init__(self) -> None:
        district = Place.objects.create(code="320117", name="示例区", level="district")
        town_place = Place.objects.create(code="320117001", name="示例街道", level="town", parent=district)
        self.town = Organisation.objects.create(name="示例街道办事处", kind="town", place=town_place)
        self.bureau = Organisation.objects.create(name="示例民政局", kind="civil_affairs", place=district)
        self.clerk = member("clerk", self.town, "clerk")
        self.leader, self.second = member("leader", self.town, "leader"), member("second", self.town, "leader")
        self.chief = member("chief", self.bureau, "leader")

    def start(self) -> Approval:
        chain = [
            approvals.Office("街道审批", self.town.pk, "leader"),
            approvals.Office("民政审批", self.bureau.pk, "leader"),
        ]
        return approvals.start(self.town, "trial", chain, title="试办事项", actor=self.clerk)


@pytest.fixture
def house(db: Any, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(Organisation, "get_absolute_url", lambda self: f"/organisations/{self.pk}/")
    return House()


def test_the_chain_runs_step_by_step_and_inboxes_follow(house: House) -> None:
    approval = house.start()
    assert [t.organisation_id for t in Task.objects.open()] == [house.town.pk]
    approvals.approve(approval, actor=house.leader, opinion="同意")
    assert [t.organisation_id for t in Task.objects.open()] == [house.bureau.pk]
    assert Task.objects.get(state="done").closed_by_id == house.leader.person_id
    ended = approvals.approve(approval, actor=house.chief)
    assert ended.state == "approved"
    assert not Task.objects.open().exists()
    assert [e.verb for e in journal.history(approval)] == ["kernel.approval:approve"] * 2


def test_whoever_is_not_at_turn_is_refused_and_the_refusal_is_journaled(house: House) -> None:
    approval = house.start()
    with pytest.raises(NotAllowed):
        approvals.approve(approval, actor=house.chief)
    refused = Event.objects.get(outcome="refused")
    assert (refused.person_id, refused.facts["code"]) == (house.chief.person_id, "not_allowed")
    assert Approval.objects.get().version == 1


def test_the_applicant_does_not_approve_himself(house: House) -> None:
    approval = house.start()
    Approval.objects.update(applicant=house.leader.person_id)
    with pytest.raises(NotAllowed):
        approvals.approve(approval, actor=house.leader)


def test_refusing_without_a_reason_changes_nothing(house: House) -> None:
    approval = house.start()
    with pytest.raises(Refusal, match="没有填写意见"):
        approvals.refuse(approval, actor=house.leader, opinion=" ")
    assert Task.objects.open().count() == 1


def test_a_stale_page_is_told_what_happened(house: House) -> None:
    approval = house.start()
    approvals.approve.on(Terms(version=1))(approval, actor=house.leader)
    with pytest.raises(Stale):
        approvals.approve.on(Terms(version=1))(approval, actor=house.second)
    with pytest.raises(Stale, match="leader"):
        approvals.approve.on(Terms(version=1))(approval, actor=house.chief)


def test_the_same_key_has_one_effect_and_another_body_is_refused(house: House) -> None:
    approval = house.start()
    first = approvals.approve.on(Terms(key="k1"))(approval, actor=house.leader, opinion="同意")
    again = approvals.approve.on(Terms(key="k1"))(approval, actor=house.leader, opinion="同意")
    assert first == again
    assert Event.objects.filter(outcome="done").count() == 1
    with pytest.raises(KeyReused):
        approvals.approve.on(Terms(key="k1"))(approval, actor=house.leader, opinion="不同意")


def test_an_action_costs_few_statements(house: House, django_assert_max_num_queries: Any) -> None:
    approval = house.start()
    approvals.approve(approval, actor=house.leader)
    with django_assert_max_num_queries(12):
        approvals.approve.on(Terms(version=2))(approval, actor=house.chief)


@pytest.mark.parametrize(
    "statement", ["UPDATE kernel_event SET verb = 'x'", "DELETE FROM kernel_event", "TRUNCATE kernel_event CASCADE"]
)
def test_the_journal_cannot_be_changed_with_sql(house: House, statement: str) -> None:
    approvals.approve(house.start(), actor=house.leader)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get().verb == "kernel.approval:approve"


def test_a_get_cannot_write_but_a_post_can(house: House) -> None:
    def view(request: Any) -> Any:
        return Place.objects.create(code="320118", name="乙区", level="district")

    with pytest.raises(DatabaseError, match="read-only"):
        ReadOnlyRequests(view)(RequestFactory().get("/"))
    assert ReadOnlyRequests(view)(RequestFactory().post("/")).pk  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_two_leaders_approving_at_once_give_one_approval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Organisation, "get_absolute_url", lambda self: f"/organisations/{self.pk}/")
    house = House()
    approval = house.start()
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def decide(actor: Actor) -> None:
        gate.wait()
        try:
            approvals.approve.on(Terms(version=1))(approval, actor=actor)
            outcomes.append("done")
        except Stale:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[a]) for a in (house.leader, house.second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "stale"]
    assert approval.steps.filter(state="approved").count() == 1
    assert journal.position() == 2
