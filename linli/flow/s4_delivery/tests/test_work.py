"""From the signed contract to the reported completion."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from linli.flow.s4_delivery.actions import milestones, opening, records, work
from linli.flow.s4_delivery.models import Milestone, ProgressReport, ServiceRecord
from linli.flow.s4_delivery.tests.world import END, START, World
from linli.kernel.actions import Terms
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, Stale, WrongState
from linli.kernel.models import Event, Task


def test_the_signed_contract_makes_instalments_and_duties(world: World) -> None:
    world.sign()
    rows = list(Milestone.objects.values_list("title", "amount", "due_on", "is_last"))
    assert rows == [
        ("首付款", Decimal("228800.00"), START, False),
        ("中期款", Decimal("228800.00"), date(2026, 9, 7), False),
        ("尾款", Decimal("114400.00"), END, True),
    ]
    verbs = sorted(Task.objects.open().values_list("verb", flat=True))
    assert verbs == ["delivery.delivery:plan"] + ["delivery.milestone:report"] * 3
    assert set(Task.objects.open().values_list("organisation_id", flat=True)) == {world.provider.pk}
    assert Event.objects.get(verb="delivery.delivery:open").actor_kind == "system"


def test_a_contract_without_splits_gets_the_usual_ones(world: World) -> None:
    world.sign(splits=[])
    assert [m.percent for m in world.project.milestones.all()] == [40, 40, 20]


def test_a_contract_with_plain_percents_is_understood(world: World) -> None:
    world.sign(splits=[70, 30])
    assert [m.amount for m in world.project.milestones.all()] == [Decimal("400400.00"), Decimal("171600.00")]


def test_splits_that_do_not_sum_to_a_hundred_are_refused(world: World) -> None:
    with pytest.raises(Refusal, match="合计 90%"):
        world.sign(splits=[70, 20])


def test_nobody_but_the_system_opens_an_implementation(world: World) -> None:
    world.sign()
    with pytest.raises(NotAllowed):
        opening.open_delivery(
            actor=world.clerk, project=world.project, provider=world.provider, amount=Decimal(1), splits=[],
            service_from=START, service_to=END,
        )  # fmt: skip


def test_only_the_provider_plans(world: World) -> None:
    delivery = world.sign()
    for actor in (world.rival_manager, world.clerk, world.staff, Actor.public()):
        with pytest.raises(NotAllowed):
            work.plan(delivery, actor=actor, text="每周五天助餐，每月一次上门探访", staff_count=6)
    world.plan()
    assert world.delivery.state == "running"
    assert not Task.objects.open().filter(verb="delivery.delivery:plan").exists()


def test_a_plan_without_people_is_refused(world: World) -> None:
    with pytest.raises(Refusal, match="投入人员 0 人"):
        work.plan(world.sign(), actor=world.manager, text="每周五天助餐，每月一次上门探访", staff_count=0)


def test_milestones_go_in_order_and_after_the_plan(world: World) -> None:
    world.sign()
    with pytest.raises(Refusal, match="还没有报送工作计划"):
        milestones.report(world.milestone(1), actor=world.manager, text="按计划完成本阶段的服务内容")
    world.plan()
    with pytest.raises(Refusal, match="前一节点“首付款”还没有验收"):
        milestones.report(world.milestone(2), actor=world.manager, text="按计划完成本阶段的服务内容")


def test_a_report_keeps_its_values_and_asks_the_purchaser(world: World) -> None:
    world.sign()
    world.plan()
    value: milestones.Value = {
        "code": "1", "name": "助餐人次", "unit": "人次", "target": Decimal(4200), "value": Decimal(1050)
    }  # fmt: skip
    milestones.report(world.milestone(1), actor=world.manager, text="按计划完成本阶段的服务内容", values=[value])
    assert ProgressReport.objects.get().values.get().value == 1050
    assert Task.objects.open().get(verb="delivery.milestone:accept").organisation_id == world.town.pk


def test_acceptance_needs_the_people_served_and_is_public(world: World) -> None:
    world.sign()
    world.plan()
    milestones.report(world.milestone(1), actor=world.manager, text="按计划完成本阶段的服务内容")
    with pytest.raises(Refusal, match="没有写明服务对象参与情况"):
        milestones.accept(world.milestone(1), actor=world.clerk, statement="服务达到约定标准", served=" ")
    for actor in (world.manager, world.other_clerk, world.leader, world.supervisor, Actor.public()):
        with pytest.raises(NotAllowed):
            milestones.accept(world.milestone(1), actor=actor, statement="服务达到约定标准", served="居民参加")
    milestones.accept(world.milestone(1), actor=world.clerk, statement="服务达到约定标准", served="12 名居民参加")
    assert Event.objects.get(verb="delivery.milestone:accept", outcome="done").public
    with pytest.raises(WrongState, match="已验收"):
        milestones.accept(world.milestone(1), actor=world.clerk, statement="服务达到约定标准", served="12 名居民参加")


def test_a_returned_report_stays_and_a_new_one_follows(world: World) -> None:
    world.sign()
    world.plan()
    milestones.report(world.milestone(1), actor=world.manager, text="按计划完成本阶段的服务内容")
    milestones.send_back(world.milestone(1), actor=world.clerk, reason="缺少签到表照片")
    assert Task.objects.open().filter(verb="delivery.milestone:report").count() == 3
    assert not Task.objects.open().filter(verb="delivery.milestone:accept").exists()
    world.accept(1)
    assert list(ProgressReport.objects.values_list("state", flat=True)) == ["accepted", "returned"]


def test_a_stale_page_does_not_accept(world: World) -> None:
    world.sign()
    world.plan()
    seen = world.milestone(1)
    milestones.report(seen, actor=world.manager, text="按计划完成本阶段的服务内容")
    with pytest.raises(Stale):
        milestones.accept.on(Terms(version=seen.version))(
            seen, actor=world.clerk, statement="服务达到约定标准", served="12 名居民参加"
        )


def test_records_are_the_providers_and_within_the_service_period(world: World) -> None:
    world.sign()
    assert world.serve(actor=world.staff).participants == 35
    for actor in (world.rival_manager, world.clerk, Actor.public()):
        with pytest.raises(NotAllowed):
            world.serve(actor=actor)
    with pytest.raises(Refusal, match="不在服务期内"):
        world.serve(START - timedelta(days=1))
    with pytest.raises(Refusal, match="还没有到"):
        world.serve(date(2026, 6, 2))


@pytest.mark.parametrize(("name", "value"), [("minutes", 0), ("minutes", 1441), ("participants", 0)])
def test_the_database_refuses_impossible_records(world: World, name: str, value: int) -> None:
    world.sign()
    fields = {"minutes": 60, "participants": 5, name: value}
    with pytest.raises(Refusal, match="应在"):
        records.add(
            actor=world.manager, project=world.project, served_on=START, activity="助餐", place="助餐点",
            staff="示例员工甲", **fields,
        )  # fmt: skip


def test_a_record_is_corrected_by_another_not_by_an_edit(world: World) -> None:
    world.sign()
    old = world.serve()
    new = records.correct(
        old, actor=world.staff, served_on=old.served_on, activity="助餐", place=old.place, minutes=120,
        participants=53, staff=old.staff, note="人次录入颠倒",
    )  # fmt: skip
    old.refresh_from_db()
    assert (old.state, old.participants, new.supersedes_id) == ("superseded", 35, old.pk)
    assert ServiceRecord.objects.valid().totals()["participants"] == 53
    with pytest.raises(WrongState):
        records.correct(
            old, actor=world.staff, served_on=old.served_on, activity="助餐", place=old.place, minutes=1,
            participants=1, staff=old.staff, note="再次更正",
        )  # fmt: skip


def test_the_same_key_records_once(world: World) -> None:
    world.sign()
    fields = {
        "served_on": START, "activity": "助餐", "place": "助餐点", "minutes": 60, "participants": 5, "staff": "示例员工甲"
    }  # fmt: skip
    made = [
        records.add.on(Terms(key="k1"))(actor=world.staff, project=world.project, **fields).pk for _time in range(3)
    ]
    assert len(set(made)) == 1
    assert ServiceRecord.objects.count() == 1


def test_finishing_waits_for_every_milestone_before_the_last(world: World) -> None:
    world.sign()
    world.plan()
    world.serve()
    world.accept(1)
    with pytest.raises(Refusal, match="1 个节点还没有验收：中期款"):
        work.finish(world.delivery, actor=world.manager, summary="全年服务按合同完成，达到目标")
    world.accept(2)
    assert Task.objects.open().get(verb="delivery.delivery:finish").due_at is not None
    with pytest.raises(NotAllowed):
        work.finish(world.delivery, actor=world.clerk, summary="全年服务按合同完成，达到目标")
    work.finish(world.delivery, actor=world.manager, summary="全年服务按合同完成，达到目标")
    assert (world.fresh().state, world.fresh().step) == ("delivered", 5)
    with pytest.raises(WrongState):
        world.serve()


def test_finishing_without_a_single_record_is_refused(world: World) -> None:
    world.sign()
    world.plan()
    world.accept(1)
    world.accept(2)
    with pytest.raises(Refusal, match="没有任何服务记录"):
        work.finish(world.delivery, actor=world.manager, summary="全年服务按合同完成，达到目标")


def test_a_stopped_project_takes_no_more_service(world: World) -> None:
    world.sign()
    world.plan()
    world.project.state = "stopped"
    world.project.save()
    with pytest.raises(WrongState, match="已终止"):
        milestones.report(world.milestone(1), actor=world.manager, text="按计划完成本阶段的服务内容")
