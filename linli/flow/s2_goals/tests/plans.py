"""Plans for the tests, made by the verbs themselves."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from linli.flow.s1_needs.tests.factory import make_listed_need
from linli.flow.s2_goals.plans import actions
from linli.flow.s2_goals.plans.models import PurchasePlan
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor

YEAR = clock.today().year


def a_plan(clerk: Actor, **more: Any) -> PurchasePlan:
    return actions.draft(actor=clerk, year=YEAR, **more)


def values(clerk: Actor, **changes: Any) -> actions.RowValues:
    place = make_listed_need().place
    base = actions.RowValues(
        "助餐服务", place, catalogue_code="A0101", amount=Decimal("80000.00"), quarter=2, method="", beneficiaries=50
    )
    return replace(base, **changes)


def approved(plan: PurchasePlan) -> PurchasePlan:
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")
    while (running := approvals.running(plan)) is not None:
        step = running.current_step
        assert step is not None
        approvals.approve(running, actor=make_actor(step.organisation.kind, step.role, organisation=step.organisation))
    plan.refresh_from_db()
    return plan


def submitted(clerk: Actor, plan: PurchasePlan) -> PurchasePlan:
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")
    actions.submit(plan, actor=clerk)
    plan.refresh_from_db()
    return plan


def published(clerk: Actor, plan: PurchasePlan | None = None) -> PurchasePlan:
    plan = plan or a_plan(clerk)
    if not plan.rows.exists():
        actions.put_row(plan, actor=clerk, row=values(clerk))
    actions.publish(approved(submitted(clerk, plan)), actor=clerk)
    plan.refresh_from_db()
    return plan
