"""Suggested needs: found in voices, answers, figures and meetings; decided once, by those who serve the place."""

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.models import AnalysisRun, Need, NeedSuggestion, Voice
from linli.flow.s1_needs.tasks import carry_out_waiting
from linli.flow.s1_needs.tests.factory import make_listed_need, make_need, make_voice
from linli.flow.s1_needs.tests.made_up import voices
from linli.flow.s1_needs.tests.test_voices import stranger
from linli.foundations.parties.tests.factory import COMMUNITY, OTHER_COMMUNITY, TOWN, make_actor, make_place
from linli.foundations.places.models import PlaceYear
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db
SCORES = {"breadth": 3, "urgency": 3, "vulnerability": 3, "gap": 3}
WORDS: dict[str, Any] = {"title": "高龄独居老人助餐", "topic": "elderly", "beneficiaries": 30, **SCORES}


def searched(actor: Actor | None = None, sources: tuple[str, ...] = ("voices",), **changes: Any) -> AnalysisRun:
    today = clock.today()
    values: dict[str, Any] = {
        "place": make_place(COMMUNITY), "sources": sources, "since": today - timedelta(days=30), "until": today, **changes,
    }  # fmt: skip
    return actions.order(actor=actor or make_actor("community"), **values)


def heard(count: int = 12, seed: int = 3) -> None:
    """Voices about meals and about lamps in the sample community."""
    wanted = [text for subject, text in voices(400, seed) if subject in ("meal", "light")]
    for text in wanted[:count]:
        make_voice(content=text)


def figures(floor: str, households: int = 2000) -> None:
    PlaceYear.objects.update_or_create(
        place=make_place(COMMUNITY), year=clock.today().year - 1,
        defaults={"households": households, "population": 5400, "floor_space": Decimal(floor)},
    )  # fmt: skip


def a_suggestion(actor: Actor | None = None) -> NeedSuggestion:
    figures("400")
    searched(actor, ("statistics",))
    return NeedSuggestion.objects.get()


class TestFinding:
    def test_voices_that_say_the_same_become_suggestions_with_their_voices(self) -> None:
        heard()
        run = searched()
        found = list(NeedSuggestion.objects.order_by("-beneficiaries"))
        assert (run.state, run.found, run.looked_at) == ("done", len(found), {"voices": 12})
        assert found
        for one in found:
            assert one.voices.count() == one.evidence["voices"] >= 3
            assert one.title == "、".join(one.evidence["keywords"])
            assert one.place.code == COMMUNITY
        task = Task.objects.open().get(verb="needs.suggestion:accept")
        assert task.subject_type == "needs.analysisrun"
        event = Event.objects.get(verb="needs.run:order")
        assert found[0].title not in str(event.facts)

    def test_the_same_again_renews_what_is_open_and_leaves_what_was_decided(self) -> None:
        heard()
        searched()
        before = NeedSuggestion.objects.count()
        first = NeedSuggestion.objects.earliest("pk")
        actions.decline(first, actor=make_actor("community"), reason="已经由物业解决")
        again = searched()
        assert (again.found, NeedSuggestion.objects.count()) == (0, before)
        first.refresh_from_db()
        assert (first.state, first.run_id) != ("declined", again.pk)
        assert first.state == "declined"

    def test_voices_of_another_place_period_or_need_are_left_out(self) -> None:
        heard()
        today = clock.today()
        assert searched(make_actor("civil_affairs"), place=make_place(OTHER_COMMUNITY)).looked_at == {"voices": 0}
        past = searched(since=today - timedelta(days=9), until=today - timedelta(days=2))
        assert past.looked_at == {"voices": 0}
        make_need(voices=list(Voice.objects.all()[:5]))
        assert searched().looked_at == {"voices": 7}

    @pytest.mark.parametrize(("floor", "found"), [("599.99", 1), ("600", 0), ("0", 1)])
    def test_floor_space_below_the_rule_books_is_suggested_with_its_clause(self, floor: str, found: int) -> None:
        figures(floor)
        run = searched(sources=("statistics",))
        assert run.found == NeedSuggestion.objects.count() == found
        if found:
            one = NeedSuggestion.objects.get()
            assert one.evidence["limit"] == "30"
            assert "实验区实施意见" in one.basis
            assert one.beneficiaries == 5400
        law = {row["parameter"] for row in Event.objects.get(verb="needs.run:order").law}
        assert "facilities.floor_per_100_households" in law

    def test_much_is_left_to_the_job_worker(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("linli.flow.s1_needs.actions.runs.AT_ONCE", 3)
        heard()
        run = searched()
        assert (run.state, NeedSuggestion.objects.count()) == ("waiting", 0)
        assert carry_out_waiting(0) == 1
        run.refresh_from_db()
        assert run.state == "done"
        assert NeedSuggestion.objects.count() == run.found > 0
        assert carry_out_waiting(0) == 0

    def test_days_in_order_and_a_source_are_asked_for(self) -> None:
        today = clock.today()
        with pytest.raises(Refusal):
            searched(since=today, until=today - timedelta(days=1))
        with pytest.raises(Refusal, match="来源"):
            searched(sources=("deliberation",))

    @pytest.mark.parametrize("who", ["public", "provider", "department", "supervisor", "other town", "leader"])
    def test_strangers_do_not_search(self, who: str) -> None:
        with pytest.raises(NotAllowed):
            searched(stranger(who))


class TestDeciding:
    def test_accepted_it_is_a_need_that_its_voices_count_for(self) -> None:
        heard()
        searched()
        clerk = make_actor("community")
        one = NeedSuggestion.objects.order_by("-beneficiaries")[0]
        need = actions.accept(one, actor=clerk, **WORDS)
        one.refresh_from_db()
        assert (one.state, one.need_id) == ("accepted", need.pk)
        assert need.voices.count() == one.voices.count()
        assert need.basis == one.basis
        with pytest.raises(WrongState):
            actions.accept(one, actor=clerk, **WORDS)

    def test_attached_its_voices_count_for_the_need_that_is_there(self) -> None:
        heard()
        searched()
        need = make_listed_need()
        one = NeedSuggestion.objects.order_by("-beneficiaries")[0]
        actions.attach(one, actor=make_actor("community"), need=need)
        one.refresh_from_db()
        assert (one.state, one.need_id, need.voices.count()) == ("attached", need.pk, one.voices.count())

    def test_it_is_not_attached_to_a_need_elsewhere_or_to_one_that_is_done(self) -> None:
        one = a_suggestion()
        bureau = make_actor("civil_affairs")
        elsewhere = make_need(bureau, place=make_place(OTHER_COMMUNITY))
        with pytest.raises(Refusal, match="不在需求所在区域"):
            actions.attach(one, actor=bureau, need=elsewhere)
        with pytest.raises(NotAllowed):
            actions.attach(one, actor=make_actor("community"), need=elsewhere)
        adopted = make_listed_need()
        actions.adopt(adopted, actor=make_actor("town"))
        with pytest.raises(Refusal, match="不能再并入"):
            actions.attach(one, actor=bureau, need=adopted)

    def test_declined_with_a_reason_and_the_task_goes_when_nothing_is_open(self) -> None:
        one = a_suggestion()
        with pytest.raises(Refusal):
            actions.decline(one, actor=make_actor("community"), reason=" 不 ")
        assert Task.objects.open().filter(verb="needs.suggestion:accept").exists()
        actions.decline(one, actor=make_actor("community"), reason="新中心下月启用")
        assert not Task.objects.open().filter(verb="needs.suggestion:accept").exists()

    def test_several_are_declined_together_or_none(self) -> None:
        heard(20)
        searched()
        clerk = make_actor("community")
        many = list(NeedSuggestion.objects.all())
        assert len(many) >= 2
        actions.decline(many[0], actor=clerk, reason="已经由物业解决")
        with pytest.raises(WrongState):
            actions.decline_many(actor=clerk, suggestions=many, reason="重复，不再列入")
        assert NeedSuggestion.objects.filter(state="declined").count() == 1
        actions.decline_many(actor=clerk, suggestions=many[1:], reason="重复，不再列入")
        assert not NeedSuggestion.objects.filter(state="proposed").exists()
        with pytest.raises(Refusal, match="选了 0 条"):
            actions.decline_many(actor=clerk, suggestions=[], reason="重复，不再列入")

    @pytest.mark.parametrize(
        "who", ["public", "provider", "department", "supervisor", "other town", "other community", "leader"]
    )
    def test_strangers_neither_see_nor_decide(self, who: str) -> None:
        one = a_suggestion()
        other = stranger(who)
        for verb, more in (
            (actions.accept, WORDS), (actions.attach, {"need": make_need()}), (actions.decline, {"reason": "不需要办理"}),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                verb(one, actor=other, **more)  # type: ignore[operator]
        sees = who in ("supervisor", "leader")
        assert NeedSuggestion.objects.visible_to(other).exists() == sees
        assert other.may("needs.suggestion:view", one) == sees

    def test_a_clerk_of_the_town_decides_for_its_communities(self) -> None:
        one = a_suggestion(make_actor("town"))
        assert actions.accept(one, actor=make_actor("town"), **WORDS).place.code == COMMUNITY


class TestDeliberation:
    def told(self, **changes: Any) -> NeedSuggestion:
        values: dict[str, Any] = {
            "actor": make_actor("community"), "place": make_place(COMMUNITY), "held_on": clock.today(), "participants": 30,
            "supporters": 24, "minutes": "三十人到会，逐项讨论后表决。", "title": "老人助餐点", "topic": "elderly", **changes,
        }  # fmt: skip
        return actions.record_deliberation(**values)

    def test_it_becomes_a_suggestion_and_a_task(self) -> None:
        made = self.told()
        assert (made.beneficiaries, made.breadth, made.source) == (24, 5, "deliberation")
        assert "参加 30 人，赞成 24 人" in made.basis
        task = Task.objects.open().get(verb="needs.suggestion:accept")
        assert task.subject_id == made.pk
        need = actions.accept(made, actor=make_actor("community"), **WORDS)
        assert need.basis == made.basis
        assert not Task.objects.open().filter(verb="needs.suggestion:accept").exists()
        assert "逐项讨论" not in str(list(Event.objects.values_list("facts", flat=True)))

    @pytest.mark.parametrize("wrong", [{"supporters": 31}, {"participants": 2, "supporters": 1}, {"supporters": 0}])
    def test_figures_that_cannot_be_are_refused(self, wrong: dict[str, int]) -> None:
        with pytest.raises(Refusal) as refused:
            self.told(**wrong)
        assert refused.value.code == "deliberation_supporters_took_part"

    def test_not_of_tomorrow_and_not_by_strangers(self) -> None:
        with pytest.raises(Refusal, match="晚于今天"):
            self.told(held_on=clock.today() + timedelta(days=1))
        with pytest.raises(NotAllowed):
            self.told(actor=stranger("other town"))
        assert self.told(actor=make_actor("town"), place=make_place(TOWN)).place.code == TOWN


@pytest.mark.django_db(transaction=True)
def test_two_clerks_accepting_one_suggestion_at_once_confirm_one_need() -> None:
    one = a_suggestion()
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def accept(actor: Actor) -> None:
        gate.wait()
        try:
            actions.accept(one, actor=actor, **WORDS)
            outcomes.append("done")
        except WrongState:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[make_actor(kind)]) for kind in ("community", "town")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "too late"]
    assert Need.objects.count() == 1
