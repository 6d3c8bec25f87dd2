"""A project under contract with everybody who has a say in it, for the tests of steps 4, 5 and 6."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from linli.flow.s4_delivery.actions import milestones, paying, records, requests, work
from linli.flow.s4_delivery.models import Delivery, Milestone, Payment
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor, make_organisation
from linli.kernel import approvals, hooks
from linli.kernel.actor import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
AMOUNT = Decimal("572000.00")
START, END = date(2026, 3, 9), date(2027, 3, 8)


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


@dataclass
class World:
    """The parties; `project` is under contract once `sign` was called. Everything happens at the test's clock."""

    amount: Decimal = AMOUNT
    project: Project = field(init=False)

    def __post_init__(self) -> None:
        self.town = make_organisation("town")
        self.provider, self.rival = make_organisation("social"), make_organisation("social")
        self.bureau, self.finance = make_organisation("civil_affairs"), make_organisation("finance")
        self.clerk, self.leader = make_actor("town", "clerk"), make_actor("town", "leader")
        self.second_clerk = make_actor("town", "clerk")
        self.manager = make_actor(organisation=self.provider, role="manager")
        self.staff = make_actor(organisation=self.provider, role="staff")
        self.rival_manager = make_actor(organisation=self.rival, role="manager")
        self.other_clerk = make_actor("town", "clerk", OTHER_TOWN)
        self.finance_leader, self.cashier = make_actor("finance", "leader"), make_actor("finance", "clerk")
        self.second_cashier = make_actor("finance", "clerk")
        self.bureau_clerk = make_actor("civil_affairs", "clerk")
        self.supervisor = make_actor("supervisor", "supervisor")
        self.project = spine.open_project(title="明觉社区居家养老助餐服务", purchaser=self.town, place=self.town.place)

    def sign(self, splits: list[Any] | None = None) -> Delivery:
        """Sign a stand-in of the contract: the hook that the room tenders calls."""
        self.project = spine.move(
            self.project,
            State.DELIVERING,
            budget=self.amount,
            contract_amount=self.amount,
            provider=self.provider,
            service_from=START,
            service_to=END,
        )
        contract = SimpleNamespace(
            project=self.project,
            provider=self.provider,
            amount=self.amount,
            splits=[{"percent": p} for p in (40, 40, 20)] if splits is None else splits,
            service_from=START,
            service_to=END,
        )
        hooks.call("contract.signed", contract=contract, actor=self.manager)
        return self.delivery

    @property
    def delivery(self) -> Delivery:
        return Delivery.objects.get(project=self.project)

    def milestone(self, order: int) -> Milestone:
        return Milestone.objects.get(project=self.project, order=order)

    def fresh(self) -> Project:
        return Project.objects.get(pk=self.project.pk)

    def plan(self) -> None:
        work.plan(self.delivery, actor=self.manager, text="每周五天助餐，每月一次上门探访", staff_count=6)

    def accept(self, order: int) -> Milestone:
        """Report and accept a milestone."""
        milestones.report(self.milestone(order), actor=self.manager, text="按计划完成本阶段的服务内容")
        return milestones.accept(
            self.milestone(order), actor=self.clerk, statement="服务达到约定标准", served="12 名服务对象参加座谈"
        )

    def request(self, order: int, amount: Decimal | None = None, invoice: str = "") -> Payment:
        milestone = self.milestone(order)
        return requests.request(
            milestone,
            actor=self.manager,
            amount=milestone.amount if amount is None else amount,
            invoice_number=invoice or f"2026{order:08d}",
            invoice_on=START,
        )

    def approve(self, payment: Payment) -> Payment:
        """Check and approve a request, by three different people."""
        requests.check(payment, actor=self.clerk)
        for actor in (self.leader, self.finance_leader):
            running = approvals.running(payment)
            assert running is not None
            approvals.approve(running, actor=actor)
        return Payment.objects.get(pk=payment.pk)

    def pay(self, order: int) -> Payment:
        payment = self.approve(self.request(order))
        return paying.pay(payment, actor=self.cashier, voucher="国库 2026-0031")

    def serve(self, day: date = START + timedelta(days=1), actor: Actor | None = None) -> Any:
        return records.add(
            actor=actor or self.manager,
            project=self.project,
            served_on=day,
            activity="助餐",
            place="明觉社区助餐点",
            minutes=120,
            participants=35,
            staff="示例员工甲",
        )

    def finish(self) -> Delivery:
        """Everything up to the reported completion: the first two milestones accepted, one service record."""
        self.sign()
        self.plan()
        self.serve()
        self.accept(1)
        self.accept(2)
        return work.finish(self.delivery, actor=self.manager, summary="全年服务按合同完成，达到目标")
