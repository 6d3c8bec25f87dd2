"""Rows of the catalogue for the tests of this and later rooms, made by the verbs themselves."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from linli.foundations.catalogue import actions
from linli.foundations.catalogue.management.commands.catalogue import district_file
from linli.foundations.catalogue.models import Batch, Supplement
from linli.foundations.catalogue.reading import CatalogueFile, read
from linli.foundations.catalogue.values import ItemValues
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel import approvals
from linli.kernel.actor import Actor
from linli.kernel.models.subject import Subject


@cache
def first_batch() -> CatalogueFile:
    return read(district_file())


def make_first_batch() -> Batch:
    """The district's sample, in force since October 2020."""
    return actions.load(batch=first_batch(), actor=Actor.system())


def item(code: str = "A0150", **changes: Any) -> ItemValues:
    values: dict[str, Any] = {
        "code": code, "name": f"示例服务{code}", "section_code": "A", "section": "公益服务", "field_code": "A01",
        "field": "养老服务", "unit": "人次", "price_from": Decimal(60), "price_to": Decimal(120),
        "content": "为老年人提供的示例服务。", **changes,
    }  # fmt: skip
    return ItemValues(**values)


def make_draft(*items: ItemValues) -> tuple[Batch, Actor]:
    """A draft of the bureau with these items, and its clerk."""
    clerk = make_actor("civil_affairs")
    batch = actions.draft(actor=clerk, title="示例第二批目录")
    for one in items:
        actions.put_item(batch, actor=clerk, item=one)
    batch.refresh_from_db()
    return batch, clerk


def offices() -> None:
    """Leaders for every chain of this room."""
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")


def approve_all(record: Subject) -> None:
    """Let every office of the running chain agree."""
    while (running := approvals.running(record)) is not None:
        step = running.current_step
        assert step is not None
        approvals.approve(running, actor=make_actor(step.organisation.kind, step.role, organisation=step.organisation))
    record.refresh_from_db()


def make_approved(*items: ItemValues) -> tuple[Batch, Actor]:
    """A batch that every office agreed to."""
    offices()
    batch, clerk = make_draft(*(items or (item(),)))
    actions.submit(batch, actor=clerk)
    approve_all(batch)
    return batch, clerk


def make_supplement(clerk: Actor | None = None, **changes: Any) -> tuple[Supplement, Actor]:
    clerk = clerk or make_actor("town")
    values: dict[str, Any] = {
        "name": "示例社区宠物友好引导", "field_code": "A04", "content": "文明养宠宣传和邻里协商。",
        "why": "居民反映集中，现行目录没有对应的服务。", "unit": "场", "price_from": Decimal(800),
        "price_to": Decimal(2000), "basis": "比照同类宣传活动成交价", "served": ["everyone"], **changes,
    }  # fmt: skip
    return actions.apply(actor=clerk, **values), clerk


def make_approved_supplement(**changes: Any) -> tuple[Supplement, Actor]:
    """A supplement that every office agreed to, not yet in a batch."""
    offices()
    supplement, clerk = make_supplement(**changes)
    actions.submit_supplement(supplement, actor=clerk)
    approve_all(supplement)
    return supplement, clerk


DAY = date(2026, 6, 1)
