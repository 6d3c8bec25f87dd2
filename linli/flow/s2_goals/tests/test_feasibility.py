"""Experts' opinions: who may be asked, what an opinion must have, who reads which, and what submitting asks for."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.s2_goals import actions as design_actions
from linli.flow.s2_goals import checks
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import actions, experts
from linli.flow.s2_goals.reviews.checks import OPINIONS
from linli.flow.s2_goals.reviews.models import ExpertOpinion, OpinionMark, OpinionPoint
from linli.flow.s2_goals.reviews.web.seeing import opinions_shown
from linli.flow.s2_goals.tests.factory import make_design
from linli.flow.s2_goals.tests.reviews import ask, expert, give, large, marks, person, with_opinions
from linli.flow.s3_tenders.models import Tie
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Membership
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor, make_organisation
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, Refusals, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(settings: Any) -> Actor:
    settings.REQUIRE_MFA = False
    return make_actor("town")


@pytest.fixture
def design(clerk: Actor) -> Design:
    return large(clerk)


def stops(design: Design) -> list[str]:
    design = Design.objects.get(pk=design.pk)
    return [str(one.title) for one in checks.of_design(design) if one.code == OPINIONS and one.level == "stop"]


def test_from_the_amount_on_so_many_opinions_are_needed(design: Design, clerk: Actor) -> None:
    assert stops(design) == ["可行性论证意见 0 份，至少需要 3 份"]
    with pytest.raises(Refusals) as refused:
        design_actions.submit(design, actor=clerk)
    assert "可行性论证意见" in str(refused.value)
    with_opinions(design, clerk, 2)
    assert stops(design) == ["可行性论证意见 2 份，至少需要 3 份"]
    with_opinions(design, clerk, 1)
    assert stops(design) == []
    assert design_actions.submit(design, actor=clerk).state == "in_approval"


@pytest.mark.parametrize(("budget", "needed"), [("499999.99", False), ("500000.00", True)])
def test_a_fen_below_the_amount_none_is_needed(design: Design, budget: str, needed: bool) -> None:
    Design.objects.filter(pk=design.pk).update(budget=Decimal(budget))
    assert bool(stops(design)) == needed


def test_each_expert_has_his_own_task_with_the_day(design: Design, clerk: Actor) -> None:
    first, second = expert(), expert()
    ask(design, clerk, first, second)
    for one in (first, second):
        task = Task.objects.open().for_actor(one).get()
        assert (task.verb, task.due_at) == ("goals.opinion:give", book.due("feasibility.days", clock.now()))
    assert not Task.objects.open().for_actor(expert()).exists()


class TestConflicts:
    def refused(self, design: Design, clerk: Actor, who: Actor) -> str:
        with pytest.raises(Refusal) as caught:
            actions.ask(design, actor=clerk, people=[person(who)])
        assert ExpertOpinion.objects.count() == 0
        kept = Event.objects.get(verb="goals.opinion:ask", outcome="refused")
        assert person(who).name not in str(kept.facts)
        assert "利害关系" not in str(kept.facts)
        return f"{caught.value.message}{caught.value.remedy}"

    def test_who_works_for_the_purchaser(self, design: Design, clerk: Actor) -> None:
        who = expert()
        Membership.objects.create(person_id=who.person_id, organisation_id=clerk.organisation_id, role="clerk")
        assert "在采购人" in self.refused(design, clerk, who)

    @pytest.mark.parametrize(("years", "refused"), [(2, True), (4, False)])
    def test_who_left_it_less_than_the_recusal_years_ago(
        self, design: Design, clerk: Actor, years: int, refused: bool
    ) -> None:
        who, left = expert(), clock.today() - timedelta(days=365 * years)
        Membership.objects.create(
            person_id=who.person_id, organisation_id=clerk.organisation_id, role="clerk",
            since=left - timedelta(days=90), until=left,
        )  # fmt: skip
        if refused:
            assert "离职未满规定年限" in self.refused(design, clerk, who)
        else:
            assert ask(design, clerk, who)

    def test_who_works_for_a_likely_bidder(self, design: Design, clerk: Actor) -> None:
        who, partner = expert(), make_organisation("social")
        before = make_design(clerk).project
        Project.objects.filter(pk=before.pk).update(provider=partner, catalogue_code="A0101", title="去年的助餐")
        Membership.objects.create(person_id=who.person_id, organisation=partner, role="staff")
        assert "可能参加采购" in self.refused(design, clerk, who)

    def test_who_declared_kin_there(self, design: Design, clerk: Actor) -> None:
        who = expert()
        Tie.objects.create(person=person(who), organisation=design.project.purchaser, nature="配偶任职")
        said = self.refused(design, clerk, who)
        assert "已申报与" in said
        assert "配偶" not in said

    def test_who_is_no_expert(self, design: Design, clerk: Actor) -> None:
        assert "不是专家" in self.refused(design, clerk, make_actor("finance"))

    def test_nobody_is_asked_twice(self, design: Design, clerk: Actor) -> None:
        who = expert()
        ask(design, clerk, who)
        with pytest.raises(Refusal) as caught:
            actions.ask(design, actor=clerk, people=[person(who)])
        assert caught.value.code == "opinion_expert_once"

    def test_they_stand_on_the_page_with_the_reason(self, design: Design, clerk: Actor) -> None:
        who, free = expert(), expert()
        Tie.objects.create(person=person(who), organisation=design.project.purchaser, nature="配偶任职")
        page = browser(clerk).get(reverse("goals:opinions", args=[design.project_id])).content.decode()
        assert "已申报与" in page
        assert "配偶" not in page
        assert f'value="{free.person_id}"' in page
        assert f'value="{who.person_id}"' not in page
        assert experts.choose(design, free.person_id or 0).person_id == free.person_id


class TestGiving:
    @pytest.fixture
    def who(self) -> Actor:
        return expert()

    @pytest.fixture
    def opinion(self, design: Design, clerk: Actor, who: Actor) -> ExpertOpinion:
        return ask(design, clerk, who)[0]

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"untied": False}, "没有声明"),
            ({"marks": marks()[:4]}, "没有评价：风险"),
            ({"conclusion": "maybe"}, "没有选择论证结论"),
            ({"summary": " "}, "没有写总体意见"),
            ({"conclusion": "not_feasible"}, "没有提出建议"),
        ],
    )
    def test_what_is_missing_is_told(
        self, opinion: ExpertOpinion, who: Actor, wrong: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(Refusal) as caught:
            give(opinion, who, **wrong)
        assert said in str(caught.value)
        assert not OpinionMark.objects.exists()

    def test_a_poor_mark_needs_words(self, opinion: ExpertOpinion, who: Actor) -> None:
        bare = [actions.Mark("need", "poor"), *marks()[1:]]
        with pytest.raises(Refusal) as caught:
            give(opinion, who, marks=bare)
        assert caught.value.code == "opinion_poor_with_words"

    @pytest.mark.parametrize("verb", ["give", "decline"])
    def test_nobody_else_speaks_for_him(self, opinion: ExpertOpinion, clerk: Actor, verb: str) -> None:
        for other in (expert(), clerk, make_actor("civil_affairs", "leader"), Actor.public()):
            with pytest.raises(NotAllowed):
                give(opinion, other) if verb == "give" else actions.decline(opinion, actor=other, reason="代为谢绝")

    def test_handed_in_it_is_locked(self, opinion: ExpertOpinion, who: Actor) -> None:
        give(opinion, who, "amended", "请细化测算依据")
        with pytest.raises(WrongState):
            give(opinion, who)
        changes: list[Any] = [
            lambda: ExpertOpinion.objects.update(summary="改过的意见"),
            lambda: ExpertOpinion.objects.update(given_at=clock.now() + timedelta(days=1)),
            lambda: OpinionMark.objects.update(grade="fair"),
            lambda: OpinionPoint.objects.update(text="改过的建议"),
            lambda: OpinionPoint.objects.all().delete(),
            lambda: ExpertOpinion.objects.all().delete(),
        ]
        for change in changes:
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        assert OpinionPoint.objects.get().text == "请细化测算依据"

    def test_late_it_is_taken_and_said(self, opinion: ExpertOpinion, who: Actor) -> None:
        with clock.travelled(opinion.due_at + timedelta(seconds=1)):
            assert give(opinion, who).is_late
        assert Event.objects.get(verb="goals.opinion:give").facts["late"] is True

    def test_in_the_last_second_it_is_in_time(self, opinion: ExpertOpinion, who: Actor) -> None:
        with clock.travelled(opinion.due_at):
            assert not give(opinion, who).is_late

    def test_declined_the_clerk_is_told_and_may_ask_him_again(
        self, opinion: ExpertOpinion, who: Actor, clerk: Actor, design: Design
    ) -> None:
        with pytest.raises(Refusal):
            actions.decline(opinion, actor=who, reason=" ")
        actions.decline(opinion, actor=who, reason="与承办单位有合作")
        assert not Task.objects.open().for_actor(who).exists()
        assert "与承办单位有合作" in Task.objects.open().get(verb="goals.opinion:ask").context
        assert ask(design, clerk, who)

    def test_reminded_once_a_day(self, opinion: ExpertOpinion, who: Actor, clerk: Actor) -> None:
        actions.remind(opinion, actor=clerk)
        assert "催办" in Task.objects.open().for_actor(who).get().context
        with pytest.raises(Refusal):
            actions.remind(opinion, actor=clerk)
        with clock.travelled(clock.now() + timedelta(days=1, seconds=1)):
            actions.remind(opinion, actor=clerk)


class TestAnswering:
    def test_not_feasible_without_an_answer_stops(self, design: Design, clerk: Actor) -> None:
        with_opinions(design, clerk, 2)
        who = expert()
        opinion = give(ask(design, clerk, who)[0], who, "not_feasible", "服务对象重复计算", "没有退出机制")
        assert "还没有逐条回应" in stops(design)[0]
        with pytest.raises(Refusal) as caught:
            actions.answer(opinion, actor=clerk, answers=[actions.Answer(1, "adopted")])
        assert "第 2 条建议没有回应" in str(caught.value)
        with pytest.raises(Refusal) as caught:
            actions.answer(opinion, actor=clerk, answers=[actions.Answer(1, "adopted"), actions.Answer(2, "not", " ")])
        assert "没有写理由" in str(caught.value)
        assert OpinionPoint.objects.filter(taken="").count() == 2
        actions.answer(
            opinion, actor=clerk, answers=[actions.Answer(1, "adopted"), actions.Answer(2, "not", "合同中约定退出")]
        )
        assert stops(design) == []
        levels = [one.level for one in checks.of_design(Design.objects.get()) if one.code == OPINIONS]
        assert levels == ["warn"]
        with pytest.raises(DatabaseError), transaction.atomic():
            OpinionPoint.objects.update(reply="改口")

    def test_only_the_purchasers_clerk_answers(self, design: Design, clerk: Actor) -> None:
        who = expert()
        opinion = give(ask(design, clerk, who)[0], who, "amended", "请细化")
        for other in (who, make_actor("town", "leader"), make_actor("town", place=OTHER_TOWN)):
            with pytest.raises(NotAllowed):
                actions.answer(opinion, actor=other, answers=[actions.Answer(1, "adopted")])


class TestReading:
    def test_no_expert_reads_another_before_he_has_spoken(self, design: Design, clerk: Actor) -> None:
        first, second = expert(), expert()
        mine, other = ask(design, clerk, first, second)
        give(other, second, "amended", "秘密的建议", summary="不让别人先看到的意见")
        address = mine.get_absolute_url()
        client = browser(first)
        assert opinions_shown(design, first) == [mine]
        assert "不让别人先看到的意见" not in client.get(address).content.decode()
        assert client.get(other.get_absolute_url()).status_code == 404
        assert client.get(reverse("goals:opinions", args=[design.project_id])).status_code == 404
        assert client.get(reverse("goals:opinions_paper", args=[design.project_id, "docx"])).status_code == 404
        give(mine, first)
        assert "不让别人先看到的意见" in client.get(address).content.decode()

    def test_strangers_find_nothing(self, design: Design, clerk: Actor) -> None:
        who = expert()
        opinion = ask(design, clerk, who)[0]
        for other in (make_actor("town", place=OTHER_TOWN), make_actor("social", "manager"), expert()):
            assert browser(other).get(opinion.get_absolute_url()).status_code == 404

    def test_asked_he_fills_the_page_in(self, design: Design, clerk: Actor) -> None:
        who = expert()
        opinion = ask(design, clerk, who)[0]
        client = browser(who)
        page = client.get(opinion.get_absolute_url()).content.decode()
        assert design.problem in page
        typed = {
            **{f"grade_{one.criterion}": one.grade for one in marks()},
            "conclusion": "amended", "summary": "总体可行。", "untied": "on", "point_1": "请补充口径", "version": opinion.version,
        }  # fmt: skip
        assert "没有声明" in client.post(opinion.get_absolute_url(), {**typed, "untied": ""}).content.decode()
        assert client.post(opinion.get_absolute_url(), typed).status_code == 302
        assert OpinionPoint.objects.get().text == "请补充口径"
        answer = reverse("goals:opinion_answer", args=[opinion.pk])
        assert "请补充口径" in browser(clerk).get(answer).content.decode()
        done = browser(clerk).post(answer, {"taken_1": "partly", "reply_1": "已补充"})
        assert done["Location"] == reverse("goals:opinions", args=[design.project_id])
        assert ExpertOpinion.objects.get().state == "answered"


def test_submitting_asks_nobody_any_more(design: Design, clerk: Actor) -> None:
    with_opinions(design, clerk)
    late = expert()
    opinion = ask(design, clerk, late)[0]
    design_actions.submit(design, actor=clerk)
    opinion.refresh_from_db()
    assert (opinion.state, Task.objects.open().for_actor(late).exists()) == ("cancelled", False)
    with pytest.raises(WrongState):
        give(opinion, late)
