"""A campaign from its plan to its publication: who may, what is refused, what is drawn, who is told."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from linli.flow.s1_needs.campaigns import actions, sampling
from linli.flow.s1_needs.campaigns.models import Campaign, Household, HouseholdAddress
from linli.flow.s1_needs.tests.campaigns import (
    SECOND,
    asked,
    assign,
    make_campaign,
    make_demands,
    make_form,
    membership_of,
    numbers_of,
    running,
    with_households,
)
from linli.foundations.parties.tests.factory import COMMUNITY, OTHER_COMMUNITY, make_actor, make_place
from linli.foundations.places.divisions.faults import BadFile
from linli.kernel import clock, rls
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db
HEAD = ["区划代码", "户号", "地址", "分层"]


@pytest.fixture
def town() -> Actor:
    return make_actor("town")


@pytest.fixture
def surveyor() -> Actor:
    return make_actor("community")


@pytest.mark.parametrize(
    ("kind", "role"),
    [("community", "leader"), ("department", "clerk"), ("social", "manager"), ("supervisor", "supervisor")],
)
def test_only_clerks_of_offices_that_serve_residents_plan(town: Actor, kind: str, role: str) -> None:
    wanted = asked(town)
    with pytest.raises(NotAllowed):
        actions.plan(actor=make_actor(kind, role), asked=wanted)


def test_places_outside_the_office_or_the_form_are_refused(town: Actor) -> None:
    with pytest.raises(Refusal, match="范围"):
        make_campaign(town, places=[with_households(OTHER_COMMUNITY, 100)])
    with pytest.raises(Refusal, match="范围"):
        make_campaign(town, form=make_form(town, "another").form, places=[make_place("320117004")])


def test_a_sample_needs_the_question_that_holds_the_number(town: Actor) -> None:
    with pytest.raises(Refusal, match="户号"):
        make_campaign(town, household_path="")
    with pytest.raises(Refusal, match="没有这道题"):
        make_campaign(town, form=make_form(town, "another").form, household_path="nowhere")


def test_a_past_end_is_refused(town: Actor) -> None:
    with pytest.raises(Refusal, match="截止时间"):
        make_campaign(town, due_at=clock.now())


def test_start_draws_what_the_seed_says_and_tells_the_surveyors(town: Actor, surveyor: Actor) -> None:
    campaign = running(town, surveyor)
    size = sampling.size(sampling.Wanted(600, 0.05, response=0.8))
    assert campaign.drawn == size.drawn == sum(stratum.drawn for stratum in campaign.strata.all())
    first = campaign.strata.get(place__code=COMMUNITY)
    again = sampling.draw(f"{campaign.seed}/{first.label}", [str(n) for n in range(1, 401)], first.drawn)
    assert set(numbers_of(campaign)) == set(again)
    assert first.probability == pytest.approx(first.drawn / 400)
    task = Task.objects.open().get(verb="needs.area:finish")
    assert (task.person_id, task.due_at) == (surveyor.person_id, campaign.due_at)
    event = Event.objects.get(verb="needs.campaign:start", outcome="done")
    assert event.facts["seed"] == campaign.seed
    assert any(law["parameter"] == "survey.sampling" for law in event.law)


def test_nothing_is_drawn_twice(town: Actor, surveyor: Actor) -> None:
    campaign = running(town, surveyor)
    before = numbers_of(campaign)
    with pytest.raises(WrongState):
        actions.start(campaign, actor=town)
    with pytest.raises(WrongState):
        actions.revise(campaign, actor=town, asked=asked(town, form=campaign.form))
    assert numbers_of(campaign) == before


def test_a_census_asks_everybody_and_needs_no_seed(town: Actor, surveyor: Actor) -> None:
    campaign = running(town, surveyor, scope="census", household_path="")
    assert (campaign.households, campaign.drawn, campaign.seed) == (600, 600, "")
    assert not campaign.household_set.exists()


def test_without_surveyors_or_households_nothing_starts(town: Actor, surveyor: Actor) -> None:
    campaign = make_campaign(town)
    with pytest.raises(Refusal, match="采集人"):
        actions.start(campaign, actor=town)
    assign(campaign, town, surveyor)
    campaign.places.filter(place__code=SECOND).update(households=0)
    with pytest.raises(Refusal, match="没有户数"):
        actions.start(campaign, actor=town)


def test_only_who_may_fill_the_form_in_becomes_a_surveyor(town: Actor) -> None:
    campaign = make_campaign(town)
    with pytest.raises(Refusal, match="不能填写"):
        assign(campaign, town, make_actor("community", place=OTHER_COMMUNITY))
    with pytest.raises(Refusal, match="不在这次调查"):
        assign(campaign, town, make_actor("community"), code=OTHER_COMMUNITY)


def test_another_office_touches_nothing(town: Actor, surveyor: Actor) -> None:
    campaign = make_campaign(town)
    other = make_actor("town", place="320117005")
    for verb in (actions.start, actions.close, actions.remind, actions.publish):
        with pytest.raises(NotAllowed):
            verb(campaign, actor=other)
    with pytest.raises(NotAllowed):
        actions.cancel(campaign, actor=other, reason="不是本单位的调查")
    assert not Campaign.objects.visible_to(other).exists()
    assert not Campaign.objects.visible_to(surveyor).exists()


def test_whoever_is_sent_sees_it_and_the_place_sees_it_once_it_runs(town: Actor, surveyor: Actor) -> None:
    campaign = running(town, surveyor)
    for actor in (surveyor, make_actor("community", "leader"), make_actor("supervisor", "supervisor")):
        assert list(Campaign.objects.visible_to(actor)) == [campaign]


def test_an_area_changes_hands_with_its_task(town: Actor, surveyor: Actor) -> None:
    campaign = running(town, surveyor)
    second = make_actor("community")
    area = campaign.areas.get()
    actions.reassign(area, actor=town, membership=membership_of(second), quota=25)
    assert Task.objects.open().get(verb="needs.area:finish").person_id == second.person_id
    with pytest.raises(NotAllowed):
        actions.finish(area, actor=surveyor, reason="别人的分工")
    with pytest.raises(Refusal, match="应完成 25"):
        actions.finish(area, actor=second)
    actions.finish(area, actor=second, reason="其余住户多次上门无人")
    assert not Task.objects.open().filter(verb="needs.area:finish").exists()


def test_more_time_needs_a_later_moment_and_a_reason(town: Actor, surveyor: Actor) -> None:
    campaign = running(town, surveyor)
    later = campaign.due_at + timedelta(days=3)
    with pytest.raises(Refusal, match="更晚"):
        actions.extend(campaign, actor=town, due_at=campaign.due_at, reason="雨天耽误了两天")
    with pytest.raises(Refusal, match="理由"):
        actions.extend(campaign, actor=town, due_at=later, reason="雨")
    actions.extend(campaign, actor=town, due_at=later, reason="雨天耽误了两天")
    assert Task.objects.open().get(verb="needs.area:finish").due_at == later


def table(count: int = 40) -> list[list[str]]:
    rows = [[COMMUNITY, f"A{n:03d}", f"示例路 {n} 号", "老小区" if n % 4 else "新小区"] for n in range(1, count + 1)]
    return [HEAD, *rows]


def listed(town: Actor, **changes: Any) -> Campaign:
    places = [make_place(COMMUNITY)]
    campaign = make_campaign(
        town, frame="list", places=places, demands=make_demands(margin=Decimal("20.0"), least=2), **changes
    )
    return actions.import_list(campaign, actor=town, file="名册.xlsx", rows=table())


def addresses(actor: Actor, campaign: Campaign) -> int:
    with rls.acting(actor):
        return HouseholdAddress.objects.filter(campaign_key=campaign.pk).count()


def test_a_list_with_faults_is_not_imported_at_all(town: Actor) -> None:
    campaign = listed(town)
    bad = [
        HEAD,
        [COMMUNITY, "B1", "", ""],
        [COMMUNITY, "ｂ1", "", ""],
        ["320117005001", "B2", "", ""],
        [COMMUNITY, "", "", ""],
    ]
    with pytest.raises(BadFile) as caught:
        actions.import_list(campaign, actor=town, file="名册.xlsx", rows=bad)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, "户号"), (4, "区划代码"), (5, "户号")]
    assert campaign.household_set.count() == 40
    with pytest.raises(BadFile, match="1 处") as headless:
        actions.import_list(
            campaign, actor=town, file="名册.xlsx", rows=[["示例社区名册"], ["户 号", "地址"], ["A1", ""]]
        )
    assert "第 2 行没有“区划代码”列" in str(headless.value.faults[0])


def test_a_head_below_a_title_with_blanks_and_remarks_is_found(town: Actor) -> None:
    campaign = listed(town)
    rows = [
        ["示例社区住户名册"],
        [],
        ["地址", "户 号（本社区内不重复）", "区划代码"],
        ["", "", ""],
        ["示例路 1 号", "A1", COMMUNITY],
    ]
    actions.import_list(campaign, actor=town, file="名册.xlsx", rows=rows)
    assert list(campaign.household_set.values_list("number", flat=True)) == ["A1"]


def test_addresses_are_read_by_few_and_erased_when_they_have_served(town: Actor, surveyor: Actor) -> None:
    campaign = listed(town)
    assert addresses(town, campaign) == 40
    assert HouseholdAddress.objects.count() == 0
    for stranger in (make_actor("town", place="320117005"), make_actor("social", "staff"), make_actor("finance")):
        assert addresses(stranger, campaign) == 0
    worker = make_actor("social", "staff", place="320117004")
    assert addresses(worker, campaign) == 0
    assign(campaign, town, worker)
    assert addresses(worker, campaign) == 40
    campaign = actions.start(campaign, actor=town)
    assert addresses(town, campaign) == campaign.drawn < 40
    assert len(actions.reveal(campaign, actor=worker)) == campaign.drawn
    with pytest.raises(NotAllowed):
        actions.reveal(campaign, actor=make_actor("finance"))
    event = Event.objects.filter(verb="needs.campaign:reveal", outcome="done").get()
    assert "示例路" not in str(event.facts)
    actions.cancel(campaign, actor=town, reason="经费没有落实")
    assert addresses(town, campaign) == 0


def test_strata_of_a_column(town: Actor, surveyor: Actor) -> None:
    campaign = listed(town, by_column=True)
    assign(campaign, town, surveyor)
    campaign = actions.start(campaign, actor=town)
    sizes = {one.label: one.households for one in campaign.strata.all()}
    assert sizes == {"新小区": 10, "老小区": 30}
    drawn = Household.objects.filter(campaign=campaign, is_drawn=True)
    for stratum in campaign.strata.all():
        assert drawn.filter(stratum=stratum, column=stratum.label).count() == stratum.drawn


def test_the_end_asks_for_publication_and_takes_tasks_back(town: Actor, surveyor: Actor) -> None:
    campaign = running(town, surveyor)
    campaign = actions.close(campaign, actor=Actor.system())
    assert not Task.objects.open().filter(verb="needs.area:finish").exists()
    assert Task.objects.open().get(verb="needs.campaign:publish").organisation_id == town.organisation_id
    with pytest.raises(WrongState):
        actions.cancel(actions.publish(campaign, actor=town), actor=town, reason="已经公布，不能再取消")


def test_cancelling_says_why(town: Actor) -> None:
    campaign = make_campaign(town)
    with pytest.raises(Refusal, match="理由"):
        actions.cancel(campaign, actor=town, reason=" ")
