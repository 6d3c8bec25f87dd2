"""The procurement intention: what it says, its days, corrections, withdrawal, and the shorter time that needs approval."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.s2_goals import actions as design_actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import actions, standing
from linli.flow.s2_goals.reviews.models import IntentionEdition, ShortNotice
from linli.flow.s2_goals.tests.factory import approve_all, make_submitted
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.foundations.parties.tests.factory import OTHER_TOWN, make_actor
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
DAY = datetime(2026, 3, 5, 23, 59, 59, tzinfo=ZONE)
EVENT = "三月六日连降暴雨，两个小区积水断电。"
REASON = "灾情事先无法预见，推迟一个月老人无处就餐。"


@pytest.fixture
def clerk(settings: Any) -> Actor:
    settings.REQUIRE_MFA = False
    return make_actor("town")


@pytest.fixture
def design(clerk: Actor) -> Any:
    """Published in the last second of 2026-03-05: thirty days later is 2026-04-04, a Saturday."""
    with clock.travelled(DAY):
        made = approve_all(make_submitted(clerk))
        design_actions.publish_intention(made, actor=clerk)
        made.refresh_from_db()
        yield made


def may_begin(design: Design, moment: datetime) -> bool:
    """Whether a tender may be published at that moment."""
    with clock.travelled(moment):
        try:
            standing.hold(Project.objects.get(pk=design.project_id), moment)
        except Refusal as refusal:
            return not refusal.clauses
        return True


def at(month: int, day: int, *clock_time: int) -> datetime:
    return datetime(2026, month, day, *(clock_time or (9,)), tzinfo=ZONE)


class TestDays:
    def test_not_a_second_early(self, design: Design) -> None:
        assert not may_begin(design, at(4, 3, 23, 59, 59))
        assert may_begin(design, at(4, 4, 0, 0, 0))

    def test_the_day_is_the_districts_not_the_servers(self, design: Design) -> None:
        """2026-04-03 16:00 UTC is already the fourth here, 15:59:59 is not."""
        assert may_begin(design, datetime(2026, 4, 3, 16, 0, tzinfo=ZoneInfo("UTC")))
        assert not may_begin(design, datetime(2026, 4, 3, 15, 59, 59, tzinfo=ZoneInfo("UTC")))

    def test_days_off_are_counted(self, design: Design) -> None:
        """Days are days: neither the week-ends nor 清明 move the end."""
        assert design.intention_until is not None
        assert timezone.localdate(design.intention_until) == date(2026, 4, 4)

    def test_without_a_published_intention_nothing_begins(self, design: Design) -> None:
        Design.objects.filter(pk=design.pk).update(state="approved")
        assert not may_begin(design, at(12, 1))


class TestNotice:
    def test_it_says_what_the_notice_must(self, design: Design) -> None:
        edition = IntentionEdition.objects.get()
        assert (edition.title, edition.budget) == (design.project.title, design.budget)
        assert design.goal in edition.overview
        assert edition.expected == date(2026, 4, 1)
        assert edition.until == design.intention_until

    def test_the_form_takes_other_words(self, clerk: Actor) -> None:
        made = approve_all(make_submitted(clerk))
        address = reverse("goals:intention", args=[made.project_id])
        assert made.goal in browser(clerk).get(address).content.decode()
        month = clock.today().replace(day=1) + timedelta(days=70)
        typed = {"overview": "为 120 名老人提供助餐。", "expected": f"{month:%Y-%m}", "note": "以公告为准"}
        assert browser(clerk).post(address, typed).status_code == 302
        edition = IntentionEdition.objects.get()
        assert (edition.overview, edition.note, edition.expected.day) == ("为 120 名老人提供助餐。", "以公告为准", 1)

    def test_a_month_before_the_end_of_the_days_is_refused(self, clerk: Actor) -> None:
        with clock.travelled(DAY):
            made = approve_all(make_submitted(clerk))
            with pytest.raises(Refusal) as caught:
                design_actions.publish_intention(made, actor=clerk, expected=date(2026, 3, 31))
        assert caught.value.field == "expected"
        assert not IntentionEdition.objects.exists()
        assert Project.objects.get().public_since is None

    def test_nobody_changes_what_was_published(self, design: Design) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            IntentionEdition.objects.update(budget=1)


class TestCorrected:
    def test_a_new_edition_starts_the_days_again(self, design: Design, clerk: Actor) -> None:
        with clock.travelled(at(3, 20)):
            actions.correct_intention(
                design,
                actor=clerk,
                reason="服务人数有误",
                overview="为 100 名老人提供助餐。",
                expected=date(2026, 5, 1),
            )
        design.refresh_from_db()
        assert [(one.edition, one.kind) for one in IntentionEdition.objects.all()] == [(1, "first"), (2, "correction")]
        assert not may_begin(design, at(4, 18, 23, 59, 59))
        assert may_begin(design, at(4, 19, 0, 0, 0))
        moment = Task.objects.open().get(verb="tenders.tender:publish")
        assert timezone.localdate(moment.due_at) == date(2026, 4, 19)
        event = Event.objects.get(verb="goals.intention:correct")
        assert event.public
        assert {"intention.correction", "intention.days"} <= {one["parameter"] for one in event.law}

    def test_where_the_rule_book_lets_them_run_on_they_do(self, design: Design, clerk: Actor, monkeypatch: Any) -> None:
        from linli.flow.s2_goals.reviews.actions import intentions

        asked = intentions.book.value
        monkeypatch.setattr(
            intentions.book,
            "value",
            lambda name, *a, **k: "keep" if name == "intention.correction" else asked(name, *a, **k),
        )
        with clock.travelled(at(3, 20)):
            actions.correct_intention(design, actor=clerk, reason="错别字")
        design.refresh_from_db()
        assert may_begin(design, at(4, 4, 0, 0, 0))

    def test_not_without_a_reason_and_not_once_the_tender_is_out(self, design: Design, clerk: Actor) -> None:
        with pytest.raises(Refusal):
            actions.correct_intention(design, actor=clerk, reason=" ")
        spine.move(design.project_id, "tendering")
        with pytest.raises(WrongState):
            actions.correct_intention(design, actor=clerk, reason="服务人数有误")


class TestWithdrawn:
    def test_no_tender_follows_until_it_is_published_again(self, design: Design, clerk: Actor) -> None:
        actions.withdraw_intention(design, actor=clerk, reason="街道预算调整")
        design.refresh_from_db()
        assert (design.state, Project.objects.get().state) == ("approved", "approved")
        assert [one.verb for one in Task.objects.open()] == ["goals.intention:publish"]
        assert not may_begin(design, at(6, 1))
        with clock.travelled(at(5, 1)):
            design_actions.publish_intention(design, actor=clerk)
        design.refresh_from_db()
        assert not may_begin(design, at(5, 30, 23, 59, 59))
        assert may_begin(design, at(5, 31, 0, 0))
        assert IntentionEdition.objects.order_by("-edition")[0].kind == "again"

    def test_not_while_a_tender_is_written(self, design: Design, clerk: Actor) -> None:
        spine.move(design.project_id, "tender_draft")
        with pytest.raises(WrongState):
            actions.withdraw_intention(design, actor=clerk, reason="街道预算调整")

    @pytest.mark.parametrize("verb", ["correct_intention", "withdraw_intention", "shorten"])
    def test_strangers_do_not(self, design: Design, verb: str) -> None:
        more = (
            {"event": EVENT, "reason": REASON, "earliest": date(2026, 3, 12)}
            if verb == "shorten"
            else {"reason": "理由"}
        )
        for other in (make_actor("town", "leader"), make_actor("town", place=OTHER_TOWN), Actor.public()):
            with pytest.raises(NotAllowed):
                getattr(actions, verb)(design, actor=other, **more)


class TestShortened:
    def ask(self, design: Design, clerk: Actor, earliest: date = date(2026, 3, 10), **more: str) -> ShortNotice:
        actions.shorten(design, actor=clerk, earliest=earliest, **{"event": EVENT, "reason": REASON, **more})
        return ShortNotice.objects.get()

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"event": "下雨"}, "event"),
            ({"reason": "急"}, "reason"),
            ({"earliest": date(2026, 3, 9)}, "earliest"),
            ({"earliest": date(2026, 4, 4)}, "earliest"),
        ],
    )
    def test_what_is_too_thin_or_too_early_is_refused(
        self, design: Design, clerk: Actor, wrong: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Refusal) as caught:
            self.ask(design, clerk, **wrong)
        assert caught.value.field == field
        assert not ShortNotice.objects.exists()

    def test_asked_for_it_changes_nothing_approved_it_does(self, design: Design, clerk: Actor) -> None:
        notice = self.ask(design, clerk)
        assert not may_begin(design, at(3, 10))
        for kind in ("town", "finance"):
            approvals.approve(approvals.running(notice), actor=make_actor(kind, "leader"))  # type: ignore[arg-type]
        assert ShortNotice.objects.get().state == "approved"
        assert not may_begin(design, at(3, 9, 23, 59, 59))
        assert may_begin(design, at(3, 10, 0, 0, 0))
        event = Event.objects.get(verb="goals.short_notice:approve")
        assert (event.public, event.facts["event"]) == (True, EVENT)
        moment = Task.objects.open().get(verb="tenders.tender:publish")
        assert timezone.localdate(moment.due_at) == date(2026, 3, 10)

    def test_refused_the_days_stand_and_it_may_be_asked_again(self, design: Design, clerk: Actor) -> None:
        notice = self.ask(design, clerk)
        with pytest.raises(Refusal) as caught:
            self.ask(design, clerk)
        assert caught.value.code == "short_notice_once"
        approvals.refuse(approvals.running(notice), actor=make_actor("town", "leader"), opinion="可以预见")  # type: ignore[arg-type]
        assert not may_begin(design, at(3, 10))
        actions.shorten(design, actor=clerk, event=EVENT, reason=REASON, earliest=date(2026, 3, 12))

    def test_a_correction_takes_its_ground_away(self, design: Design, clerk: Actor) -> None:
        notice = self.ask(design, clerk)
        with pytest.raises(WrongState):
            actions.correct_intention(design, actor=clerk, reason="服务人数有误")
        for kind in ("town", "finance"):
            approvals.approve(approvals.running(notice), actor=make_actor(kind, "leader"))  # type: ignore[arg-type]
        actions.correct_intention(design, actor=clerk, reason="服务人数有误")
        design.refresh_from_db()
        assert not may_begin(design, at(3, 12))
        assert may_begin(design, at(4, 4, 0, 0))

    def test_a_withdrawn_intention_takes_the_application_back(self, design: Design, clerk: Actor) -> None:
        notice = self.ask(design, clerk)
        actions.withdraw_intention(design, actor=clerk, reason="街道预算调整")
        notice.refresh_from_db()
        assert (notice.state, approvals.running(notice)) == ("returned", None)
        assert [one.verb for one in Task.objects.open()] == ["goals.intention:publish"]
