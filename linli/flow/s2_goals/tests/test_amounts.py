"""What an amount asks for, to the fen on both sides of each threshold: method, chain; and what the page tells of it."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.s2_goals import checks
from linli.flow.s2_goals import limits as law
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.offices import chain_for
from linli.flow.s2_goals.reviews import chain
from linli.flow.s2_goals.reviews.web.amounts import method_moved
from linli.flow.s2_goals.tests.factory import make_design, make_source
from linli.flow.s2_goals.tests.test_pages import posted_lines
from linli.foundations.parties.tests.factory import make_actor
from linli.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(settings: Any) -> Actor:
    settings.REQUIRE_MFA = False
    for kind in ("civil_affairs", "finance", "town"):
        make_actor(kind, "leader")
    return make_actor("town")


@pytest.fixture
def design(clerk: Actor) -> Design:
    return Design.objects.get(pk=make_design(clerk).pk)


def levels(design: Design, budget: str, method: str) -> list[str]:
    design.budget, design.method = Decimal(budget), method
    return [one.level for one in checks.of_method(design)]


@pytest.mark.parametrize(
    ("budget", "direct", "consultation"),
    [
        ("99999.99", [], ["warn"]),
        ("100000.00", ["stop"], []),
        ("999999.99", ["stop"], []),
        ("1000000.00", ["stop"], ["stop"]),
    ],
)
def test_the_method_to_the_fen(design: Design, budget: str, direct: list[str], consultation: list[str]) -> None:
    assert levels(design, budget, "direct") == direct
    assert levels(design, budget, "consultation") == consultation
    assert "stop" not in levels(design, budget, "open_tender")


def test_a_stricter_method_is_given_its_reason(design: Design) -> None:
    assert levels(design, "285000", "open_tender") == ["warn"]
    design.method_reason = "涉及面广，公开招标更公平"
    assert levels(design, "285000", "open_tender") == ["ok"]


@pytest.mark.parametrize(
    ("amount", "kinds"),
    [
        ("99999.99", ["town"]),
        ("100000.00", ["town", "civil_affairs"]),
        ("499999.99", ["town", "civil_affairs"]),
        ("500000.00", ["town", "civil_affairs", "finance"]),
    ],
)
def test_the_chain_to_the_fen_is_the_one_that_is_shown(design: Design, amount: str, kinds: list[str]) -> None:
    shown = [one for one in chain.stages(design.project, Decimal(amount)) if one.needed]
    started = chain_for(design.project, Decimal(amount))
    assert [one.title for one in shown] == [one.title for one in started]
    assert len(started) == len(kinds)


def test_the_whole_chain_is_told_before_the_amount_needs_it(design: Design) -> None:
    words = {one.title: (one.needed, one.words) for one in chain.stages(design.project, Decimal("285000"))}
    assert words["区民政局审批"] == (True, "10.00\u00a0万元以上")
    assert words["区财政局审批"] == (False, "50.00\u00a0万元以上")


@pytest.mark.parametrize(("budget", "told"), [("999999.99", False), ("1000000.00", True), ("99999.99", True)])
def test_a_budget_that_crosses_a_threshold_is_told(design: Design, budget: str, told: bool) -> None:
    words = method_moved(design, Decimal(budget))
    assert bool(words) == told
    if told:
        assert "竞争性磋商" in words
        assert str(law.thresholds().required(Decimal(budget)).label) in words


def test_the_page_tells_it_while_it_is_typed_and_when_it_is_saved(design: Design, clerk: Actor) -> None:
    client, make = browser(clerk), make_source()
    typed = {"budget": "1,000,000.00", "source": make.pk, "method": "", "do": "draft", **posted_lines()}
    live = client.post(reverse("goals:budget_check", args=[design.project_id]), typed).content.decode()
    assert "由“竞争性磋商”变为“公开招标”" in live
    assert "提交前须有 3 位专家" in live
    assert "区财政局审批" in live
    saved = client.post(reverse("goals:budget", args=[design.project_id]), typed, follow=True).content.decode()
    assert "由“竞争性磋商”变为“公开招标”" in saved
