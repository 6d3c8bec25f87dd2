"""Rows of a review for the tests: experts, opinions, returns with points."""

from typing import Any

from linli.flow.s2_goals import actions as design_actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import actions
from linli.flow.s2_goals.reviews.models import ExpertOpinion
from linli.flow.s2_goals.reviews.states import Criterion, Grade
from linli.flow.s2_goals.rules import Line
from linli.flow.s2_goals.tests.factory import make_design, make_source, money
from linli.foundations.parties.models import Organisation, Person
from linli.foundations.parties.tests.factory import make_actor, make_organisation
from linli.kernel import approvals
from linli.kernel.actor import Actor

LARGE = money("600000")


def expert(organisation: Organisation | None = None) -> Actor:
    return make_actor("expert_body", "expert", organisation=organisation)


def person(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person_id)


def marks(**changes: str) -> list[actions.Mark]:
    """Every criterion good, save those named with another grade."""
    return [
        actions.Mark(one.value, changes.get(one.value, Grade.GOOD), "理由见总体意见" if one.value in changes else "")
        for one in Criterion
    ]


def ask(design: Design, clerk: Actor, *experts: Actor) -> list[ExpertOpinion]:
    actions.ask(design, actor=clerk, people=[person(one) for one in experts])
    return [ExpertOpinion.objects.get(design=design, person_id=one.person_id, state="asked") for one in experts]


def give(
    opinion: ExpertOpinion, actor: Actor, conclusion: str = "feasible", *points: str, **more: Any
) -> ExpertOpinion:
    values = {"marks": marks(), "summary": "需求充分，可以实施。", "untied": True, "conclusion": conclusion, **more}
    return actions.give(opinion, actor=actor, points=points, **values)


def large(clerk: Actor) -> Design:
    """A whole draft whose budget needs experts' opinions, and the offices that will decide."""
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")
    design = make_design(clerk)
    rows = [
        Line("wages", "4 名社工", LARGE / 2, money("1"), "年"),
        Line("materials", "活动", LARGE / 3, money("1"), "年"),
        Line("training", "培训", LARGE / 6, money("1"), "年"),
    ]
    return design_actions.save_budget(
        design, actor=clerk, budget=LARGE, lines=rows, source=make_source(), price_reason="含上门服务和督导"
    )


def with_opinions(design: Design, clerk: Actor, count: int = 3) -> list[ExpertOpinion]:
    asked = [expert(make_organisation("expert_body", name=f"示例高校{n}（演示）")) for n in range(count)]
    return [give(one, who) for one, who in zip(ask(design, clerk, *asked), asked, strict=True)]


def returned(design: Design, *points: tuple[str, str]) -> Design:
    """The first office of the running chain sends it back with these points."""
    running = approvals.running(design)
    assert running is not None
    step = running.current_step
    assert step is not None
    office = make_actor(step.organisation.kind, step.role, organisation=step.organisation)
    approvals.send_back(running, actor=office, opinion="请补正后再报", points=points)
    design.refresh_from_db()
    return design
