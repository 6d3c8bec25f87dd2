"""Rows of step 2 for the tests of every later room, made by the verbs themselves."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from linli.flow.s1_needs.tests.factory import make_adopted_project
from linli.flow.s2_goals import actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.rules import Line, Target
from linli.flow.thread.models import Project
from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.funds.actions import create as create_source
from linli.foundations.funds.models import FundSource
from linli.foundations.parties.roles import PURCHASERS
from linli.foundations.parties.tests.factory import make_actor, make_organisation
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor

BUDGET = Decimal("285000.00")


def money(text: str) -> Decimal:
    return Decimal(text)


def lines(**changes: str) -> list[Line]:
    """A budget of 285,000 yuan with 55.8 % staff cost and 5 % management; `changes` set unit prices by category."""
    rows = [
        ("wages", "2 名社工驻点", "5000", "24", "人月"),
        ("insurance", "按缴费基数", "1625", "24", "人月"),
        ("supervision", "外聘督导 12 次", "1500", "12", "次"),
        ("materials", "每场 900 元", "900", "48", "场"),
        ("volunteers", "交通误餐补贴", "30", "1685", "人次"),
        ("management", "场地、水电、财务", "14250", "1", "项"),
    ]
    return [Line(c, basis, money(changes.get(c, price)), money(n), unit) for c, basis, price, n, unit in rows]


def service_period() -> tuple[date, date]:
    """A year that begins in two months."""
    start = clock.today() + timedelta(days=60)
    return start, start + timedelta(days=360)


def targets(**changes: Any) -> list[Target]:
    values: dict[str, Any] = {
        "name": "助餐人次",
        "unit": "人次",
        "baseline": money("0"),
        "target": money("12000"),
        "means": "助餐签收记录",
        "due": service_period()[1],
        **changes,
    }
    return [Target(**values)]


def make_source(amount: str = "5000000") -> FundSource:
    """District money of this year; the same one when it is asked for again."""
    owner = make_organisation("finance")
    found = FundSource.objects.filter(owner=owner).first()
    return found or create_source(
        name="示例为民服务资金",
        kind="district",
        year=clock.today().year,
        place=owner.place,
        owner=owner,
        amount=Decimal(amount),
        actor=make_actor("finance"),
    )


def make_catalogue(*codes: str) -> None:
    """Items in force that every purchaser may buy."""
    batch, _made = Batch.objects.get_or_create(
        number=1, defaults={"title": "示例目录第一批", "since": date(2020, 10, 1)}
    )
    for code in codes:
        CatalogueItem.objects.get_or_create(
            code=code,
            batch=batch,
            defaults={
                "name": "示例助餐服务",
                "section_code": code[:1],
                "section": "示例公共服务",
                "field_code": code[:3],
                "field": "示例养老服务",
                "unit": "人次",
                "price_from": 10,
                "price_to": 30,
                "buyers": list(PURCHASERS),
                "since": date(2020, 10, 1),
            },
        )


def fill(design: Design, actor: Actor, *, budget: Decimal = BUDGET, method: str = "", **basics: Any) -> None:
    """Fill every page of a draft so that it may be submitted."""
    make_catalogue("A0101")
    start, end = service_period()
    values: dict[str, Any] = {
        "problem": "高龄独居老人中午吃饭难，家属白天不在身边。",
        "goal": "一年内使社区高龄独居老人每个工作日吃上热饭。",
        "beneficiaries": 120,
        "catalogue_code": "A0101",
        "service_from": start,
        "service_to": end,
        **basics,
    }
    actions.describe(design, actor=actor, **values)
    actions.set_targets(design, actor=actor, targets=targets())
    actions.save_budget(design, actor=actor, budget=budget, lines=lines(), method=method, source=make_source())


def make_design(clerk: Actor | None = None, **basics: Any) -> Design:
    """A whole draft of the town."""
    clerk = clerk or make_actor("town")
    design = actions.draft(make_adopted_project(clerk), actor=clerk)
    fill(design, clerk, **basics)
    return design


def make_submitted(clerk: Actor | None = None, **basics: Any) -> Design:
    """A design in its approval chain."""
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")
    clerk = clerk or make_actor("town")
    design = make_design(clerk, **basics)
    actions.submit(design, actor=clerk)
    design.refresh_from_db()
    return design


def approve_all(design: Design) -> Design:
    """Let every office of the running chain agree."""
    while (running := approvals.running(design)) is not None:
        step = running.current_step
        assert step is not None
        approvals.approve(running, actor=make_actor(step.organisation.kind, step.role, organisation=step.organisation))
    design.refresh_from_db()
    return design


def make_public_project(**basics: Any) -> Project:
    """A project whose procurement intention was published today."""
    clerk = make_actor("town")
    design = approve_all(make_submitted(clerk, **basics))
    actions.publish_intention(design, actor=clerk)
    return Project.objects.get(pk=design.project_id)
