"""A proposal changes a parameter; the next tender obeys it, the running one keeps the law of its notice's day."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.tests.world import DUE, OPENED, PUBLISHED, REVIEW, ZONE, World
from linli.foundations.parties.tests import factory
from linli.foundations.rulebook import book
from linli.foundations.rulebook.actions import proposals
from linli.kernel import approvals, clock
from linli.kernel.errors import Refusal
from linli.kernel.models import Event

SINCE = date(2026, 4, 15)
DECIDED = datetime(2026, 4, 10, 9, 0, tzinfo=ZONE)
NEXT = datetime(2026, 4, 16, 9, 0, tzinfo=ZONE)


def change(name: str, value: Any, place: str = factory.DISTRICT) -> None:
    """Through the chain, before SINCE."""
    kind = "civil_affairs" if place == factory.DISTRICT else "town"
    clerk = factory.make_actor(kind, "clerk", place)
    leaders = [factory.make_actor(one, "leader", factory.DISTRICT) for one in ("civil_affairs", "finance")]
    leaders.append(factory.make_actor("town", "leader", factory.TOWN))
    with clock.travelled(DECIDED):
        proposal = proposals.propose(
            actor=clerk, place=factory.make_place(place), parameter=name, value=value, since=SINCE,
            clause="purchasing-measures/methods", reason="依据区级会议纪要，提高竞争程度。",
        )  # fmt: skip
        while (running := approvals.running(proposal)) is not None:
            step = running.current_step
            assert step is not None
            actor = next(one for one in leaders if one.organisation_id == step.organisation_id)
            approvals.approve(running, actor=actor)


def test_the_next_tender_obeys_the_change_and_the_running_one_keeps_its_days_law(world: World) -> None:
    running = world.published()
    change("tender.bid_days", 30)
    change("tender.min_bids", 4)
    change("panel.min_size", 7)
    # The running one: three bids are enough, five members too, as on the day of its notice.
    opened = world.opened(running)
    assert opened.state == "opened"
    assert world.drawn(opened).state == "reviewing"
    cited = {
        one["parameter"]: (one["value"], one["from"])
        for e in Event.objects.filter(verb="tenders.panel:draw")
        for one in e.law
    }
    assert cited["panel.min_size"] == (5, "2017-10-01")
    # The next one: its deadline, its bids and its panel follow the new values.
    with clock.travelled(NEXT):
        later = actions.draft(actor=world.clerk, project=world.project(), notice=_notice())
        with pytest.raises(Refusal) as refused:
            actions.publish(later, actor=world.clerk, bids_due=NEXT + timedelta(days=29))
        assert "30 日" in str(refused.value)
        assert "购买社区服务实施办法" in refused.value.clauses[0]
        later = actions.publish(later, actor=world.clerk, bids_due=NEXT + timedelta(days=31))
    for bidder in world.bidders:
        world.bid(later, bidder, "280000", at=NEXT)
    assert world.open(later, at=NEXT + timedelta(days=31, minutes=5)).state == "failed"
    stops = Event.objects.filter(outcome="refused", facts__contains={"parameters": ["tender.bid_days"]})
    assert stops.count() == 1


def _notice() -> Any:
    from linli.flow.s3_tenders.tests.world import notice

    return notice()


def test_pages_of_the_running_tender_show_its_own_days_values(world: World, settings: Any) -> None:
    settings.REQUIRE_MFA = False
    tender = world.opened()
    change("panel.draw_days", 1)
    client = Client()
    client.force_login(world.person(world.clerk))
    with clock.travelled(OPENED), book.of(tender):
        assert book.value("panel.draw_days") == 2
    with clock.travelled(OPENED):
        assert book.value("panel.draw_days") == 1
        page = client.get(f"/tenders/{tender.pk}/panel/draw/").content.decode()
    assert "2 个工作日" in page
    assert "1 个工作日" not in page


def test_a_streets_own_value_binds_the_tenders_in_it_alone(world: World) -> None:
    change("tender.bid_days", 30, place=factory.TOWN)
    with clock.travelled(NEXT):
        mine = actions.draft(actor=world.clerk, project=world.project(), notice=_notice())
        with pytest.raises(Refusal, match="30 日"):
            actions.publish(mine, actor=world.clerk, bids_due=NEXT + timedelta(days=21))
        assert book.value("tender.bid_days") == 20


def test_the_day_of_a_draft_is_the_present_one(world: World) -> None:
    drafted = world.drafted()
    assert drafted.law_day is None
    assert Tender.objects.get(pk=world.published(drafted).pk).law_day == PUBLISHED.date()
    assert DUE.date() < REVIEW
