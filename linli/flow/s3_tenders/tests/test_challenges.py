"""Challenges: in their days, by those who took part, and nothing goes on over them."""

from datetime import date, datetime, timedelta

import pytest

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import Challenge, Tender
from linli.flow.s3_tenders.tests.world import ANNOUNCED, OPENED, SETTLED, ZONE, World
from linli.flow.thread.models import Project
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Task

LAST = datetime(2026, 5, 22, 23, 59, 59, tzinfo=ZONE)


def filed(world: World, tender: Tender, who: Actor, at: datetime = SETTLED, about: str = "result") -> Challenge:
    with clock.travelled(at):
        return actions.file_challenge(actor=who, tender=tender, about=about, text="评分与标准不符，请求复核。")


def test_seven_working_days_from_the_end_of_the_publicity(world: World) -> None:
    tender = world.announced()
    assert filed(world, tender, world.bidders[0], LAST).state == "filed"
    with pytest.raises(WrongState) as refused:
        filed(world, tender, world.bidders[1], LAST + timedelta(seconds=1))
    assert refused.value.code == "late"


def test_the_answer_falls_due_in_seven_working_days(world: World) -> None:
    challenge = filed(world, world.announced(), world.bidders[0])
    task = Task.objects.open().get(verb="tenders.challenge:answer")
    assert task.due_at == challenge.due_at
    assert challenge.due_at.astimezone(ZONE).date() == date(2026, 5, 25)


def test_an_open_challenge_stops_the_award_and_a_rejected_one_lets_it_go_on(world: World) -> None:
    tender = world.announced()
    challenge = filed(world, tender, world.bidders[0])
    with clock.travelled(SETTLED):
        with pytest.raises(WrongState, match="尚未答复"):
            actions.settle(tender, actor=world.clerk)
        with pytest.raises(Refusal):
            actions.answer_challenge(challenge, actor=world.clerk, text="", upheld=False)
        with pytest.raises(NotAllowed):
            actions.answer_challenge(challenge, actor=world.bidders[0], text="成立", upheld=True)
        actions.answer_challenge(challenge, actor=world.clerk, text="经复核，评分符合标准。", upheld=False)
        assert actions.settle(tender, actor=world.clerk).state == "awarded"


def test_an_upheld_challenge_ends_in_a_failed_tender(world: World) -> None:
    tender = world.announced()
    challenge = filed(world, tender, world.bidders[0])
    with clock.travelled(SETTLED):
        actions.answer_challenge(challenge, actor=world.clerk, text="评分有误。", upheld=True)
        with pytest.raises(WrongState, match="质疑成立"):
            actions.settle(tender, actor=world.clerk)
        assert actions.fail(tender, actor=world.leader, reason="质疑成立，影响中标结果。").state == "failed"
    assert Project.objects.get().state == "failed"


def test_who_may_challenge_what_and_when(world: World) -> None:
    tender = world.opened()
    outside = world.bidder()
    with pytest.raises(WrongState) as refused:
        filed(world, tender, world.bidders[0], OPENED)
    assert refused.value.code == "early"
    with pytest.raises(NotAllowed):
        filed(world, tender, outside, OPENED, "process")
    with pytest.raises(NotAllowed):
        filed(world, tender, world.clerk, OPENED, "process")
    filed(world, tender, world.bidders[0], OPENED, "process")
    with pytest.raises(Refusal, match="一次性"):
        filed(world, tender, world.bidders[0], OPENED, "process")


def test_the_document_can_be_challenged_by_any_provider_in_its_days(world: World) -> None:
    tender = world.published()
    outside = world.bidder()
    assert tender.published_at is not None
    filed(world, tender, outside, tender.published_at + timedelta(days=1), "document")
    with pytest.raises(WrongState):
        filed(world, tender, world.bidders[0], ANNOUNCED, "document")
