"""Needs: confirmed, ranked, listed, adopted; who may, from which state, and what two clerks at once get."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.models import Need, NeedsList
from linli.flow.s1_needs.tests.factory import make_adopted_project, make_listed_need, make_need, make_voice
from linli.flow.s1_needs.tests.test_voices import stranger
from linli.flow.thread.actions import stop
from linli.flow.thread.models import Project
from linli.foundations.parties.tests.factory import COMMUNITY, OTHER_COMMUNITY, TOWN, make_actor, make_place
from linli.kernel.actions import Terms
from linli.kernel.errors import NotAllowed, Refusal, Stale, WrongState
from linli.kernel.hooks import call
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db
CLERK_KINDS = ["community", "town", "civil_affairs"]


@pytest.mark.parametrize("kind", CLERK_KINDS)
def test_a_need_is_confirmed_from_voices_and_explains_its_rank(kind: str) -> None:
    clerk = make_actor(kind)
    voices = [make_voice(), make_voice()]
    need = make_need(clerk, voices=voices, basis="")
    assert (need.state, need.priority, need.voices.count()) == ("draft", Decimal("86.00"), 2)
    assert [(t.score, t.weight) for t in need.explanation] == [(4, 30), (5, 25), (5, 25), (3, 20)]
    event = Event.objects.get(verb="needs.need:confirm")
    assert event.law[0]["parameter"] == "needs.weights"


@pytest.mark.parametrize("who", ["public", "provider", "department", "supervisor", "other town", "leader"])
def test_strangers_do_not_confirm(who: str) -> None:
    with pytest.raises(NotAllowed):
        make_need(stranger(who))


def test_without_voices_it_must_say_who_was_asked() -> None:
    with pytest.raises(Refusal) as refused:
        make_need(basis="  ")
    assert (refused.value.field, refused.value.clauses) == ("basis", ["财库〔2021〕22号"])


@pytest.mark.parametrize("wrong", [{"breadth": 6}, {"urgency": 0}, {"beneficiaries": 0}])
def test_scores_and_beneficiaries_are_bounded_by_the_database(wrong: dict[str, int]) -> None:
    with pytest.raises(Refusal) as refused:
        make_need(**wrong)
    assert refused.value.code in {"need_scores_one_to_five", "need_has_beneficiaries"}
    assert not Need.objects.exists()


def test_a_voice_counts_for_one_need_and_only_in_its_place() -> None:
    voice = make_voice()
    make_need(voices=[voice])
    with pytest.raises(Refusal, match="另一项需求"):
        make_need(voices=[voice])
    elsewhere = make_need(make_actor("civil_affairs"), place=make_place(OTHER_COMMUNITY))
    with pytest.raises(Refusal, match="不在"):
        actions.link(make_voice(), actor=make_actor("civil_affairs"), need=elsewhere)


def test_ranking_again_says_before_and_after_and_only_drafts_are_ranked() -> None:
    need, clerk = make_need(), make_actor("community")
    ranked = actions.rank(need, actor=clerk, breadth=1, urgency=1, vulnerability=1, gap=1, beneficiaries=10)
    assert ranked.priority == 20
    assert Event.objects.get(verb="needs.need:rank").facts == {"before": "86.00", "after": "20.00"}
    with pytest.raises(Stale):
        actions.rank.on(Terms(version=1))(need, actor=clerk, breadth=2, urgency=2, vulnerability=2, beneficiaries=1)
    with pytest.raises(WrongState):
        actions.rank(make_listed_need(), actor=clerk, breadth=1, urgency=1, vulnerability=1, beneficiaries=1)


def test_a_dropped_need_frees_its_voices() -> None:
    voice, clerk = make_voice(), make_actor("community")
    need = make_need(clerk, voices=[voice])
    with pytest.raises(Refusal):
        actions.drop(need, actor=clerk, reason=" ")
    assert actions.drop(need, actor=clerk, reason="与养老助餐重复").state == "dropped"
    assert make_need(clerk, voices=[voice]).voices.count() == 1


class TestList:
    def test_it_is_a_ranked_copy_that_stays_when_the_need_changes(self) -> None:
        low = make_need(breadth=1, urgency=1, vulnerability=1, title="活动室添置桌椅")
        high = make_need()
        made = actions.publish_list(actor=make_actor("community"), place=low.place, year=2026, round=1)
        assert [(r.rank, r.need_id) for r in made.rows.all()] == [(1, high.pk), (2, low.pk)]
        Need.objects.filter(pk=high.pk).update(title="改了名称")
        assert made.rows.get(rank=1).title == "高龄独居老人助餐"
        assert set(Need.objects.values_list("state", flat=True)) == {"listed"}
        assert Event.objects.get(verb="needs.list:publish").public

    @pytest.mark.parametrize("statement", ["UPDATE %s SET id = 7", "DELETE FROM %s"])
    @pytest.mark.parametrize("table", ["needs_needslist", "needs_needslistrow"])
    def test_not_even_sql_changes_it(self, statement: str, table: str) -> None:
        make_listed_need()
        with pytest.raises(DatabaseError, match="published and stays"), connection.cursor() as cursor:
            cursor.execute(statement % table)

    def test_a_second_edition_says_why(self) -> None:
        need = make_listed_need()
        again: dict[str, Any] = {
            "actor": make_actor("community"),
            "place": need.place,
            "year": NeedsList.objects.get().year,
        }
        with pytest.raises(Refusal, match="第 2 版"):
            actions.publish_list(**again, round=1)
        assert actions.publish_list(**again, round=1, note="更正受益人数").edition == 2
        assert NeedsList.objects.latest_editions().get().edition == 2

    def test_a_town_gathers_what_its_communities_listed_but_not_their_drafts(self) -> None:
        make_listed_need()
        make_need(title="还没有公布的需求")
        made = actions.publish_list(actor=make_actor("town"), place=make_place(TOWN), year=2026, round=1)
        assert [row.title for row in made.rows.all()] == ["高龄独居老人助餐"]

    def test_an_empty_list_is_not_published(self) -> None:
        with pytest.raises(Refusal, match="没有可以公布"):
            actions.publish_list(actor=make_actor("town"), place=make_place(TOWN), year=2026, round=1)

    @pytest.mark.parametrize("who", ["public", "provider", "department", "other town", "other community", "leader"])
    def test_strangers_do_not_publish(self, who: str) -> None:
        need = make_need()
        with pytest.raises(NotAllowed):
            actions.publish_list(actor=stranger(who), place=need.place, year=2026, round=1)


class TestAdopt:
    @pytest.mark.parametrize("kind", [*CLERK_KINDS, "department"])
    def test_a_purchaser_makes_it_a_project_of_his_own(self, kind: str) -> None:
        clerk = make_actor(kind)
        project = make_adopted_project(clerk)
        assert (project.state, project.purchaser_id, project.beneficiaries) == ("adopted", clerk.organisation_id, 120)
        assert [place.code for place in project.communities.all()] == [COMMUNITY]
        task = Task.objects.open().get()
        assert (task.verb, task.organisation_id, task.thread_key) == (
            "goals.design:draft",
            clerk.organisation_id,
            project.pk,
        )
        assert Event.objects.get(verb="needs.need:adopt").thread_key == project.pk

    @pytest.mark.parametrize("who", ["public", "provider", "supervisor", "other town", "other community", "leader"])
    def test_strangers_do_not_adopt(self, who: str) -> None:
        need = make_listed_need()
        with pytest.raises(NotAllowed):
            actions.adopt(need, actor=stranger(who))
        assert not Project.objects.exists()

    def test_only_a_listed_need_is_adopted_and_only_once(self) -> None:
        with pytest.raises(WrongState):
            actions.adopt(make_need(), actor=make_actor("town"))
        need = make_listed_need()
        first = actions.adopt.on(Terms(key="k"))(need, actor=(clerk := make_actor("town")))
        assert actions.adopt.on(Terms(key="k"))(need, actor=clerk).pk == first.pk
        with pytest.raises(WrongState):
            actions.adopt(need, actor=clerk)

    def test_a_stopped_project_gives_its_need_back_and_a_closed_one_has_met_it(self) -> None:
        project = make_adopted_project()
        stop(project, actor=make_actor("town", "leader"), reason="街道另有安排")
        need = Need.objects.get()
        assert (need.state, [link.state for link in need.adoptions.all()]) == ("listed", ["released"])
        again = actions.adopt(need, actor=make_actor("town"))
        call("project.closed", project=again, actor=make_actor("town"))
        assert Need.objects.get().state == "met"

    @pytest.mark.parametrize("verb", ["release", "meet"])
    def test_only_the_system_releases_or_meets(self, verb: str) -> None:
        make_adopted_project()
        with pytest.raises(NotAllowed):
            getattr(actions, verb)(Need.objects.get(), actor=make_actor("civil_affairs"), project=Project.objects.get())


def test_who_sees_which_needs() -> None:
    draft = make_need()
    kinds = {kind: make_actor(kind) for kind in ("community", "town", "civil_affairs", "department", "finance")}
    for actor in kinds.values():
        assert Need.objects.visible_to(actor).get() == draft
        assert actor.may("needs.need:view", draft)
    for who in ("public", "provider", "other town"):
        assert not Need.objects.visible_to(stranger(who)).exists()
        assert not stranger(who).may("needs.need:view", draft)
    listed = make_listed_need(title="已公布的需求")
    assert Need.objects.published().filter(pk=listed.pk).exists()
    assert stranger("public").may("needs.need:view", listed)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_adopting_one_need_at_once_open_one_project() -> None:
    need = make_listed_need()
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def adopt(actor: Any) -> None:
        gate.wait()
        try:
            actions.adopt(need, actor=actor)
            outcomes.append("done")
        except WrongState:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=adopt, args=[make_actor(kind)]) for kind in ("town", "department")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["done", "too late"]
    assert Project.objects.count() == 1
