"""One purchase by actions alone: the same way as in the browser, told by the demo's scenes, looked at from its journal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from linli.demo import build
from linli.demo.program import Slot
from linli.flow.thread.models import Project
from linli.kernel import clock, journal
from linli.kernel.models import Event, Task

NOW = datetime(2026, 6, 17, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
WAY = [
    "needs.voice:record", "needs.voice:answer", "needs.need:confirm", "needs.list:publish", "needs.need:adopt",
    "goals.design:draft", "goals.design:submit", "kernel.approval:approve", "goals.design:approve",
    "goals.intention:publish", "tenders.tender:draft", "tenders.tender:publish", "tenders.bid:submit",
    "tenders.opening:witness", "tenders.tender:open", "tenders.panel:draw", "tenders.seat:accept", "tenders.bid:score",
    "tenders.tender:rank", "tenders.award:confirm", "tenders.award:announce", "tenders.award:settle",
    "tenders.contract:draft", "tenders.contract:sign", "tenders.contract:countersign", "tenders.contract:publish",
    "delivery.delivery:plan", "delivery.record:add", "delivery.milestone:report", "delivery.milestone:accept",
    "delivery.payment:request", "delivery.payment:check", "delivery.payment:clear", "delivery.payment:pay",
    "delivery.delivery:finish", "evaluation.evaluation:start", "evaluation.instrument:record",
    "evaluation.evaluation:grade", "evaluation.evaluation:publish", "followup.visit:record", "followup.followup:close",
]  # fmt: skip
CITING = ("tenders.tender:publish", "tenders.award:announce", "goals.intention:publish", "tenders.panel:draw")


@pytest.fixture(scope="module")
def project(django_db_setup: None, django_db_blocker: Any) -> Iterator[Project]:
    with django_db_blocker.unblock(), clock.travelled(NOW), transaction.atomic():
        build.build(chosen=[Slot(720)])
        journal.sequence()
        yield Project.objects.get()
        transaction.set_rollback(True)


def first(verb: str) -> Event:
    """The purchase's first event of a verb; catalogue and admissions have approvals of their own."""
    done = Event.objects.filter(verb=verb, outcome="done").exclude(verb="kernel.approval:approve", thread_key=None)
    return done.earliest("id")


def test_the_way_is_whole_and_in_order(project: Project) -> None:
    firsts = [(first(verb).at, verb) for verb in WAY]
    assert [verb for _at, verb in sorted(firsts, key=lambda one: one[0])] == WAY
    assert project.state == "closed"
    assert sorted(project.step_dates) == ["1", "2", "3", "4", "5", "6"]


def test_the_laws_periods_passed(project: Project) -> None:
    assert (first("tenders.tender:publish").at - first("goals.intention:publish").at).days >= 30
    assert timezone.localdate(first("tenders.bid:score").at) > timezone.localdate(first("tenders.panel:draw").at)
    assert all(first(verb).law for verb in CITING)


def test_the_money_adds_up(project: Project) -> None:
    assert project.budget is not None
    assert project.contract_amount is not None
    assert project.contract_amount <= project.budget
    assert project.paid_amount == project.contract_amount
    paid = Event.objects.filter(verb="delivery.payment:pay", outcome="done").order_by("id")
    assert len(paid) == 3


def test_nothing_is_left_to_do(project: Project) -> None:
    assert list(Task.objects.open().filter(thread_key=project.pk, kind="duty")) == []
    assert [need.state for need in project.needs.all()] == ["met"]


def test_nobody_decided_on_his_own_request(project: Project) -> None:
    for asked, decided in (
        ("goals.design:submit", "kernel.approval:approve"),
        ("delivery.payment:request", "delivery.payment:check"),
        ("delivery.payment:check", "delivery.payment:pay"),
        ("delivery.milestone:report", "delivery.milestone:accept"),
    ):
        people = [set(Event.objects.filter(verb=verb).values_list("person_id", flat=True)) for verb in (asked, decided)]
        assert not people[0] & people[1], (asked, decided)
