"""Questions and answers: without names, and never at the cost of the bidders' days."""

from datetime import timedelta

import pytest

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import Question, Tender
from linli.flow.s3_tenders.tests.world import DUE, PUBLISHED, World
from linli.kernel import clock
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Task

ENOUGH, SHORT = DUE - timedelta(days=15), DUE - timedelta(days=14)


def asked(world: World) -> Question:
    tender = world.published()
    with clock.travelled(PUBLISHED):
        return actions.ask(actor=world.bidders[0], tender=tender, text="是否接受联合体？")


def test_an_answer_in_time_leaves_the_deadline(world: World) -> None:
    question = asked(world)
    with clock.travelled(ENOUGH):
        answered = actions.answer(question, actor=world.clerk, text="不接受。", affects_bids=True)
    assert (answered.state, Tender.objects.get().bids_due) == ("answered", DUE)
    assert not Task.objects.open().filter(verb="tenders.question:answer").exists()


def test_a_late_answer_that_affects_bids_must_extend_the_deadline(world: World) -> None:
    question = asked(world)
    with clock.travelled(SHORT):
        with pytest.raises(Refusal) as refused:
            actions.answer(question, actor=world.clerk, text="接受。", affects_bids=True)
        assert refused.value.field == "bids_due"
        with pytest.raises(Refusal):
            actions.answer(question, actor=world.clerk, text="接受。", affects_bids=True, bids_due=DUE - timedelta(1))
        later = DUE + timedelta(days=1)
        actions.answer(question, actor=world.clerk, text="接受。", affects_bids=True, bids_due=later)
    assert Tender.objects.get().bids_due == later
    assert set(Task.objects.open().filter(due_at__isnull=False).values_list("due_at", flat=True)) == {later}


def test_a_late_answer_that_changes_nothing_needs_no_extension(world: World) -> None:
    question = asked(world)
    with clock.travelled(SHORT):
        assert actions.answer(question, actor=world.clerk, text="见公告第二条。").state == "answered"


def test_after_the_deadline_nothing_is_asked_or_answered(world: World) -> None:
    question = asked(world)
    with clock.travelled(DUE):
        with pytest.raises(WrongState):
            actions.ask(actor=world.bidders[0], tender=question.tender, text="还能问吗？")
        with pytest.raises(WrongState):
            actions.answer(question, actor=world.clerk, text="不能。")


def test_who_may_ask_and_answer(world: World) -> None:
    question = asked(world)
    with clock.travelled(PUBLISHED):
        for actor in (world.other_clerk, world.bidders[0], world.supervisor):
            with pytest.raises(NotAllowed):
                actions.answer(question, actor=actor, text="不接受。")
        for actor in (world.clerk, world.experts[0]):
            with pytest.raises(NotAllowed):
                actions.ask(actor=actor, tender=question.tender, text="？")
        with pytest.raises(Refusal):
            actions.ask(actor=world.bidders[0], tender=question.tender, text="  ")
