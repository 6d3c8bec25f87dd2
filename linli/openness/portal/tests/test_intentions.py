"""Notices of procurement intentions: what they say, their corrections, withdrawals, and an approved shorter time."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import actions
from linli.flow.s2_goals.reviews.models import ShortNotice
from linli.flow.s2_goals.tests.factory import make_public_project
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel import approvals, clock, journal
from linli.kernel.models import Event

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def design(db: Any) -> Any:
    with clock.travelled(NOW):
        yield Design.objects.get(project=make_public_project())


def page_of(client: Client, verb: str) -> str:
    """The notice of the last event of a verb, with plain spaces."""
    journal.sequence()
    event = Event.objects.filter(verb=verb, public=True).latest("pk")
    address = reverse("portal:notice", args=[event.journal_position.position])
    return client.get(address).content.decode().replace("\xa0", " ")


def test_it_says_name_overview_budget_and_time(client: Client, design: Design) -> None:
    page = page_of(client, "goals.intention:publish")
    wanted = [
        design.project.title,
        "采购需求概况",
        design.goal,
        "285,000.00",
        "预计采购时间",
        "2026年4月",
        "2026年4月4日",
    ]
    assert [one for one in wanted if one not in page] == []
    assert "采购意向" in client.get(f"{reverse('portal:notices')}?kind=intention").content.decode()


def test_a_correction_stands_beside_what_it_corrects(client: Client, design: Design) -> None:
    actions.correct_intention(
        design,
        actor=make_actor("town"),
        reason="服务人数有误",
        overview="为 100 名老人助餐。",
        expected=date(2026, 5, 1),
    )
    page = page_of(client, "goals.intention:correct")
    assert [one for one in ("服务人数有误", "为 100 名老人助餐。", "2026年5月") if one not in page] == []
    first = page_of(client, "goals.intention:publish")
    assert "本公告已由第 2 版更正" in first
    assert design.goal in first


def test_a_withdrawal_is_public_with_its_reason(client: Client, design: Design) -> None:
    actions.withdraw_intention(design, actor=make_actor("town"), reason="街道预算调整")
    page = page_of(client, "goals.intention:withdraw")
    assert "街道预算调整" in page
    assert "采购意向变更公告" in page


def test_a_shorter_time_is_public_once_approved_and_not_before(client: Client, design: Design) -> None:
    event, reason = "三月六日暴雨，两个小区积水断电。", "灾情无法预见，推迟一个月老人无处就餐。"
    actions.shorten(design, actor=make_actor("town"), event=event, reason=reason, earliest=date(2026, 3, 10))
    journal.sequence()
    assert event not in client.get(reverse("portal:notices")).content.decode()
    assert event not in client.get("/api/v1/notices").content.decode()
    for kind in ("town", "finance"):
        running = approvals.running(ShortNotice.objects.get())
        assert running is not None
        approvals.approve(running, actor=make_actor(kind, "leader"))
    page = page_of(client, "goals.short_notice:approve")
    assert [one for one in (event, reason, "2026年3月10日") if one not in page] == []
