"""Four instruments, a grade, and what follows from a bad one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from linli.flow.s4_delivery.tests.world import World, at
from linli.flow.s5_evaluation.actions import rectifying, scoring, starting
from linli.flow.s5_evaluation.models import Evaluation, Instrument, Rectification
from linli.foundations.parties.models import Membership
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel import clock
from linli.kernel.actions import Terms
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, Stale, WrongState
from linli.kernel.models import Event, Task

DAY = date(2026, 5, 30)


@pytest.fixture
def started(world: World) -> World:
    world.finish()
    starting.start(actor=world.clerk, project=world.project)
    return world


def evaluation() -> Evaluation:
    return Evaluation.objects.get()


def record(world: World, kind: str, score: int, actor: Actor | None = None) -> Instrument:
    """Record an instrument by whom it was given to; satisfaction by a hundred equal answers near the score."""
    who = {"accounts": world.cashier, "expert": world.bureau_clerk}.get(kind, world.clerk)
    fields: dict[str, Any] = {"score": Decimal(score)}
    if kind == "satisfaction":
        fields = {"counts": [0 if i != max(score // 20 - 1, 0) else 100 for i in range(5)]}
    instrument = Instrument.objects.current().get(kind=kind)
    return scoring.record_instrument(
        instrument, actor=actor or who, findings="查阅资料、现场走访", done_on=DAY, **fields
    )


def grade_with(world: World, onsite: int, expert: int, satisfaction: int, accounts: int) -> Evaluation:
    for kind, score in zip(
        ("onsite", "expert", "satisfaction", "accounts"), (onsite, expert, satisfaction, accounts), strict=True
    ):
        record(world, kind, score)
    return scoring.grade(evaluation(), actor=world.clerk, conclusion="完成约定目标，服务规范")


def order(world: World) -> Rectification:
    return rectifying.order(evaluation(), actor=world.clerk, demands="补齐账目凭证，按月公开支出")


def mend(world: World) -> Rectification:
    rectification = Rectification.objects.exclude(state="accepted").get()
    rectifying.report(rectification, actor=world.manager, text="凭证已补齐，支出已公开")
    return rectifying.accept(rectification, actor=world.clerk, opinion="核查属实，整改到位")


def test_the_finished_service_asks_for_an_evaluation(world: World) -> None:
    world.finish()
    assert Task.objects.open().get(verb="evaluation.evaluation:start").organisation_id == world.town.pk
    for actor in (world.manager, world.other_clerk, world.leader, Actor.public()):
        with pytest.raises(NotAllowed):
            starting.start(actor=actor, project=world.project)
    starting.start(actor=world.clerk, project=world.project)
    assert not Task.objects.open().filter(verb="evaluation.evaluation:start").exists()
    asked = Task.objects.open().filter(verb="evaluation.instrument:record")
    assert sorted(asked.values_list("organisation_id", flat=True)) == sorted(
        [world.town.pk, world.town.pk, world.bureau.pk, world.finance.pk]
    )
    assert asked.for_actor(world.clerk).count() == 2
    assert not asked.for_actor(world.leader).exists(), "who may not record is not asked"
    with pytest.raises(WrongState, match="评估中"):
        starting.start(actor=world.clerk, project=world.project)


def test_the_provider_evaluates_nothing(world: World) -> None:
    world.finish()
    with pytest.raises(Refusal, match="评估单位不能是承接主体"):
        starting.start(actor=world.clerk, project=world.project, evaluators={"onsite": world.provider})
    assert world.fresh().state == "delivered"


def test_whoever_belonged_to_the_provider_is_recused(started: World) -> None:
    turncoat = make_actor("town", "clerk")
    Membership.objects.create(
        person_id=turncoat.person_id, organisation=started.provider, role="manager", since=date(2024, 1, 1),
        until=date(2025, 1, 1),
    )  # fmt: skip
    with pytest.raises(Refusal, match="应当回避"):
        record(started, "onsite", 90, turncoat)
    Membership.objects.filter(organisation=started.provider, person_id=turncoat.person_id).update(
        since=date(2015, 1, 1), until=date(2023, 1, 1)
    )
    assert record(started, "onsite", 90, turncoat).score == 90


def test_an_instrument_is_recorded_by_its_organisation(started: World) -> None:
    for actor in (started.manager, started.other_clerk, started.cashier, started.supervisor, Actor.public()):
        with pytest.raises(NotAllowed):
            record(started, "onsite", 90, actor)
    assert record(started, "accounts", 90).evaluator_id == started.cashier.person_id


@pytest.mark.parametrize("score", ["-0.01", "100.01", "1000"])
def test_scores_keep_to_the_scale(started: World, score: str) -> None:
    with pytest.raises(Refusal, match="不在 0 到 100 之间"):
        scoring.record_instrument(
            Instrument.objects.get(kind="onsite"), actor=started.clerk, findings="现场走访", done_on=DAY,
            score=Decimal(score),
        )  # fmt: skip


def test_satisfaction_comes_from_its_counts(started: World) -> None:
    survey = Instrument.objects.get(kind="satisfaction")
    with pytest.raises(Refusal, match="没有填写各档人数"):
        scoring.record_instrument(survey, actor=started.clerk, findings="入户问卷", done_on=DAY, score=Decimal(99))
    scoring.record_instrument(survey, actor=started.clerk, findings="入户问卷", done_on=DAY, counts=[1, 2, 7, 50, 40])
    survey.refresh_from_db()
    assert (survey.answers, survey.mean, survey.score) == (100, Decimal("4.26"), Decimal("85.20"))
    assert survey.low is not None
    assert survey.high is not None
    assert survey.low < survey.mean < survey.high


def test_grading_needs_all_four(started: World) -> None:
    record(started, "onsite", 90)
    with pytest.raises(Refusal, match="3 项评估还没有填报"):
        scoring.grade(evaluation(), actor=started.clerk, conclusion="完成约定目标")


def test_a_good_grade_is_published_and_opens_what_follows(started: World) -> None:
    started.accept(3)
    made = grade_with(started, 92, 88, 80, 95)
    assert (made.score, made.grade, made.state) == (Decimal("88.40"), "良", "graded")
    assert started.fresh().grade == ""
    for actor in (started.manager, started.other_clerk, Actor.public()):
        with pytest.raises(NotAllowed):
            scoring.publish(evaluation(), actor=actor)
    scoring.publish(evaluation(), actor=started.clerk)
    project = started.fresh()
    assert (project.state, project.grade, project.step) == ("following", "良", 6)
    assert Task.objects.open().filter(verb="delivery.payment:request", title__contains="尾款").exists()
    assert Event.objects.get(verb="evaluation.evaluation:publish", outcome="done").public
    assert started.pay(3).state == "paid"


def test_a_result_below_bound_cannot_be_published_before_it_is_mended(started: World) -> None:
    made = grade_with(started, 92, 92, 100, 59)
    assert (made.grade, made.state, started.fresh().state) == ("良", "failing", "rectifying")
    with pytest.raises(WrongState, match="待下达整改"):
        scoring.publish(evaluation(), actor=started.clerk)
    order(started)
    task = Task.objects.open().get(verb="evaluation.rectification:report")
    assert task.due_at is not None
    assert task.organisation_id == started.provider.pk
    mend(started)
    assert (evaluation().state, started.fresh().state) == ("graded", "evaluating")
    assert scoring.publish(evaluation(), actor=started.clerk).state == "published"


def test_a_failed_project_is_evaluated_again(started: World) -> None:
    made = grade_with(started, 50, 55, 40, 90)
    assert made.grade == "差"
    order(started)
    mend(started)
    again = evaluation()
    assert (again.state, again.round, started.fresh().state) == ("scoring", 2, "evaluating")
    assert sorted(Instrument.objects.filter(state="waiting").values_list("kind", flat=True)) == [
        "expert", "onsite", "satisfaction",
    ]  # fmt: skip
    for kind in ("onsite", "expert", "satisfaction"):
        record(started, kind, 80)
    scoring.grade(evaluation(), actor=started.clerk, conclusion="复评合格，整改有效")
    assert scoring.publish(evaluation(), actor=started.clerk).grade == "良"


def test_a_rectification_may_be_sent_back_and_is_marked_overdue(started: World) -> None:
    grade_with(started, 92, 92, 100, 40)
    made = order(started)
    for actor in (started.rival_manager, started.clerk, Actor.public()):
        with pytest.raises(NotAllowed):
            rectifying.report(made, actor=actor, text="凭证已补齐，支出已公开")
    rectifying.report(made, actor=started.manager, text="凭证已补齐，支出已公开")
    with pytest.raises(NotAllowed):
        rectifying.accept(made, actor=started.other_clerk, opinion="核查属实，整改到位")
    rectifying.send_back(made, actor=started.clerk, reason="凭证仍缺三张")
    assert not Rectification.objects.overdue().exists()
    with clock.travelled(at(2026, 7, 1)):
        assert Rectification.objects.overdue().get().is_overdue
        rectifying.report(made, actor=started.manager, text="三张凭证已补齐")
    late = Event.objects.filter(verb="evaluation.rectification:report", outcome="done").latest("id")
    assert late.facts["late"] == "逾期报送"


def test_after_the_grade_nothing_is_recorded_any_more(started: World) -> None:
    grade_with(started, 92, 88, 80, 95)
    with pytest.raises(Refusal, match="评估已经评定"):
        record(started, "onsite", 100)


def test_stale_pages_and_repeated_requests(started: World) -> None:
    seen = Instrument.objects.get(kind="onsite")
    record(started, "onsite", 70)
    fields = {"findings": "现场走访", "done_on": DAY, "score": Decimal(75)}
    with pytest.raises(Stale):
        scoring.record_instrument.on(Terms(version=seen.version))(seen, actor=started.clerk, **fields)
    for _time in range(2):
        scoring.record_instrument.on(Terms(key="k"))(seen, actor=started.clerk, **fields)
    assert Event.objects.filter(verb="evaluation.instrument:record", outcome="done").count() == 2
