"""Parameters in a browser at both widths: axe without a violation, no sideways scroll; a change made and decided by hand."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from linli.foundations.parties.tests.factory import make_actor, make_place
from linli.foundations.rulebook import book
from linli.foundations.rulebook.actions import notices, proposals
from linli.foundations.rulebook.models import DeadlineNotice, Proposal
from linli.foundations.rulebook.tests.test_documents_browser import browser as browser
from linli.foundations.rulebook.tests.test_documents_browser import context_of, found_by_axe, wrong_with
from linli.kernel import approvals, clock, journal
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import Event

pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "供应商反映编制时间偏紧，适当延长。"


@pytest.fixture
def clerk(settings: Any) -> Iterator[Actor]:
    """The bureau's clerk: one change decided long ago, one in approval, one returned, a street's own, a notice to read."""
    settings.REQUIRE_MFA = False
    made, leader, treasurer = (
        make_actor("civil_affairs", "clerk"),
        make_actor("civil_affairs", "leader"),
        make_actor("finance", "leader"),
    )
    with clock.travelled(timezone.now() - timedelta(days=90)):
        past = propose(made, "tender.bid_days", 25)
        for actor in (leader, treasurer):
            running = approvals.running(past)
            assert running is not None
            approvals.approve(running, actor=actor)
    propose(made, "tender.bid_days", 28)
    returned = approvals.running(propose(made, "needs.weights", {"breadth": 30, "urgency": 30, "vulnerability": 40}))
    assert returned is not None
    approvals.send_back(returned, actor=leader, opinion="请补充测算。")
    with pytest.raises(Refusal):
        propose(made, "tender.bid_days", 19)
    assert made.organisation_id is not None
    move = notices.Move("答复诉求：示例", "/inbox/", "2027-01-08", "2027-01-11", (made.organisation_id, "clerk", None))
    notices.tell(year=2027, office=(made.organisation_id, "clerk", None), moves=[move], actor=Actor.system())
    journal.sequence()
    yield made
    book.kept.forget()


def propose(actor: Actor, name: str, value: Any) -> Proposal:
    return proposals.propose(
        actor=actor, place=make_place("320117"), parameter=name, value=value, since=clock.today() + timedelta(days=20),
        clause="purchasing-measures/methods", reason=REASON,
    )  # fmt: skip


def paths() -> list[str]:
    running, returned = Proposal.objects.get(state="in_approval"), Proposal.objects.get(state="returned")
    event = Event.objects.filter(verb="rulebook.proposal:propose").order_by("pk")[0]
    return [
        "/rules/", "/rules/?group=approvals&level=district", "/rules/?q=没有这个参数", "/rules/tender.bid_days/",
        "/rules/approvals.project/", "/rules/tender.bid_days/propose/", "/rules/approvals.project/propose/",
        "/rules/needs.weights/propose/", "/rules/proposals/", f"/rules/proposals/{running.pk}/",
        f"/rules/proposals/{returned.pk}/", f"/rules/proposals/{returned.pk}/correct/", f"/rules/decisions/{event.pk}/",
        f"/rules/notices/{DeadlineNotice.objects.get().pk}/", "/rules/calendar/?year=2027", "/rules/calendar/import/?year=2027",
        "/inbox/",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_sound(live_server: Any, browser: Any, clerk: Actor, width: int) -> None:
    context = context_of(browser, width, live_server.url, clerk)
    found = {path: wrong_with(context.new_page(), live_server.url + path) for path in paths()}
    told = Event.objects.get(verb="rulebook.parameter:change")
    public = f"/public/rules/decisions/{told.journal_position.position}/"
    found[public] = wrong_with(context_of(browser, width, live_server.url).new_page(), live_server.url + public)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [1440, 390])
def test_a_parameter_is_changed_by_hand(live_server: Any, browser: Any, clerk: Actor, width: int) -> None:
    page = context_of(browser, width, live_server.url, clerk).new_page()
    page.goto(live_server.url + "/rules/voice.answer_days/")
    page.get_by_role("link", name="提议修改").click()
    page.get_by_label("新的取值").fill("9")
    page.get_by_label("适用自").fill((clock.today() + timedelta(days=30)).isoformat())
    page.get_by_label("依据的条款").select_option("purchasing-measures/needs")
    page.get_by_label("理由").fill("居民希望更快得到答复，先试行缩短。")
    page.locator("#live").get_by_text("依据有效").wait_for()
    page.get_by_label("新的取值").fill("5")
    assert found_by_axe(page) == []
    page.get_by_role("button", name="送审批").click()
    page.get_by_text("修改提议已送审批").wait_for()
    here = page.url
    for kind in ("civil_affairs", "finance"):
        office = context_of(browser, width, live_server.url, make_actor(kind, "leader")).new_page()
        office.goto(here)
        office.get_by_role("button", name="同意", exact=True).click()
        office.get_by_text("已同意").first.wait_for()
    page.goto(live_server.url + "/rules/voice.answer_days/")
    page.get_by_text("尚未开始").first.wait_for()
    assert Proposal.objects.get(parameter="voice.answer_days").state == "decided"
