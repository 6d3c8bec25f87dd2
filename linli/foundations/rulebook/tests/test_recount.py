"""When a year's swaps are announced, open deadlines are counted again and those concerned are told; what has passed or was
fixed by a person stays."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.flow.s1_needs.actions.voices import record_voice
from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.tests.factory import make_membership, make_organisation
from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.rulebook import book
from linli.foundations.rulebook.actions.calendar import import_year
from linli.foundations.rulebook.actions.notices import note
from linli.foundations.rulebook.models import DeadlineNotice
from linli.kernel import clock, inbox, workdays, year_cache
from linli.kernel.actor import Actor
from linli.kernel.calendar import announce, edit_day, load_year
from linli.kernel.errors import NotAllowed
from linli.kernel.models import CalendarYear, Event, Task

pytestmark = pytest.mark.django_db
FEBRUARY = timezone.make_aware(datetime(2027, 2, 1, 9))
HEAD = ["日期", "安排", "名称"]
ROWS = [
    HEAD,
    ["2027-01-01", "放假", "元旦"],
    ["2027-02-05", "放假", "春节"],
    ["2027-02-08", "放假", "春节"],
    ["2027-02-09", "放假", "春节"],
    ["2027-02-10", "放假", "春节"],
    ["2027-02-11", "放假", "春节"],
    ["2027-02-12", "放假", "春节"],
    ["2027-02-20", "上班", "春节调休"],
]


@pytest.fixture(autouse=True)
def _february(settings: Any) -> Iterator[None]:
    settings.REQUIRE_MFA = False
    year_cache.years.forget()
    with clock.travelled(FEBRUARY):
        yield
    year_cache.years.forget()


@pytest.fixture
def clerk() -> Actor:
    return actor_for(make_membership(make_organisation("civil_affairs"), "clerk"))


@pytest.fixture
def voice() -> Any:
    """A resident's voice of 1 February, to be answered within seven working days."""
    community = make_organisation("community")
    return record_voice(
        actor=Actor.public(), place=community.place, content="楼道照明坏了，晚上看不清路。", topic="facility"
    )


def day_of(task: Task) -> date:
    task.refresh_from_db()
    assert task.due_at is not None
    return timezone.localdate(task.due_at)


def test_a_deadline_remembers_how_it_was_counted() -> None:
    due = book.due("voice.answer_days", date(2027, 2, 1))
    assert due.counted == {"parameter": "voice.answer_days", "from": "2027-02-01", "length": 7, "unit": "working_days"}
    assert due.replace(hour=9).counted is None
    assert isinstance(due, datetime)


def test_an_announced_calendar_moves_what_rests_on_it_and_tells_both(voice: Any, clerk: Actor) -> None:
    task = Task.objects.get(subject_type="needs.voice", subject_id=voice.pk)
    before = day_of(task)
    import_year(year=2027, file="2027.csv", rows=ROWS, source="示例通知〔2026〕7号", actor=clerk)
    after = day_of(task)
    assert after != before
    assert after == workdays.add_working_days(date(2027, 2, 1), 7)
    voice.refresh_from_db()
    assert timezone.localdate(voice.due_at) == after
    assert CalendarYear.objects.get(year=2027).announced
    told = DeadlineNotice.objects.get()
    assert (told.organisation_id, told.role) == (voice.organisation_id, "clerk")
    assert [(m["before"], m["after"]) for m in told.moves] == [(before.isoformat(), after.isoformat())]
    notice_task = Task.objects.get(verb="rulebook.notice:note")
    assert before.isoformat() in notice_task.context
    assert after.isoformat() in notice_task.context
    moved = Event.objects.get(verb="rulebook.deadline:move")
    assert (moved.subject_type, moved.facts["before"], moved.facts["after"]) == (
        "needs.voice", before.isoformat(), after.isoformat(),
    )  # fmt: skip


def test_what_has_passed_and_what_a_person_fixed_stays(voice: Any, clerk: Actor) -> None:
    passed = book.due("award.announce_days", date(2027, 1, 26))  # 28 January
    fixed = workdays.due_end(date(2027, 2, 9))
    old = inbox.open_moment(voice, "needs.voice:close", title="已过去的期限", due_at=passed)
    bid_deadline = inbox.open_moment(voice, "needs.voice:merge", title="公告载明的截止时间", due_at=fixed)
    import_year(year=2027, file="2027.csv", rows=[*ROWS, ["2027-01-28", "放假", "示例"]], actor=clerk)
    assert (day_of(old), day_of(bid_deadline)) == (date(2027, 1, 28), date(2027, 2, 9))


def test_single_days_and_the_announcement_move_too_and_unread_notices_become_one(voice: Any, clerk: Actor) -> None:
    task = Task.objects.get(subject_type="needs.voice", subject_id=voice.pk)
    load_year(year=2027, actor=clerk)
    first = day_of(task)
    edit_day(day=date(2027, 2, 3), day_kind="holiday", actor=clerk)
    edit_day(day=date(2027, 2, 4), day_kind="holiday", actor=clerk)
    assert day_of(task) > first
    assert [(m["before"], m["after"]) for m in DeadlineNotice.objects.get().moves] == [
        (first.isoformat(), day_of(task).isoformat())
    ]
    edit_day(day=date(2027, 2, 3), day_kind="", actor=clerk)
    edit_day(day=date(2027, 2, 4), day_kind="", actor=clerk)
    assert day_of(task) == first
    assert not Task.objects.open().filter(verb="rulebook.notice:note").exists()
    announce(year=2027, source="示例通知", actor=clerk)
    assert day_of(task) == first


def test_a_period_that_begins_where_another_ended_follows_it(voice: Any, clerk: Actor) -> None:
    until = voice.due_at
    chained = inbox.open_moment(
        voice, "needs.voice:close", title="随后的期限", due_at=book.due("award.announce_days", until)
    )
    import_year(year=2027, file="2027.csv", rows=ROWS, actor=clerk)
    voice.refresh_from_db()
    assert day_of(chained) == workdays.add_working_days(timezone.localdate(voice.due_at), 2)


def test_the_notice_is_noted_by_whom_it_was_sent_to_and_nobody_else(voice: Any, clerk: Actor) -> None:
    import_year(year=2027, file="2027.csv", rows=ROWS, actor=clerk)
    told = DeadlineNotice.objects.get()
    with pytest.raises(NotAllowed):
        note(told, actor=clerk)
    client = Client()
    client.force_login(make_membership(voice.organisation, "clerk").person)
    page = client.get(f"/rules/notices/{told.pk}/").content.decode()
    assert "知悉" in page
    assert client.post(f"/rules/notices/{told.pk}/note/").status_code == 302
    told.refresh_from_db()
    assert told.state == "noted"
    assert not Task.objects.open().filter(verb="rulebook.notice:note").exists()


def test_nothing_of_it_stays_when_the_import_is_refused(voice: Any, clerk: Actor) -> None:
    task = Task.objects.get(subject_type="needs.voice", subject_id=voice.pk)
    before = day_of(task)
    bad = [
        HEAD, ["2027-02-30", "放假", ""], ["2026-02-05", "放假", ""], ["2027-02-06", "休息", ""], ["2027-02-08", "上班", ""],
        ["2027-02-09", "放假", ""], ["2027-02-09", "放假", ""],
    ]  # fmt: skip
    with pytest.raises(BadFile) as refused:
        import_year(year=2027, file="坏.csv", rows=bad, actor=clerk)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [
        (2, "日期"), (3, "日期"), (4, "安排"), (5, "安排"), (7, "日期"),
    ]  # fmt: skip
    assert day_of(task) == before
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_a_counted_day_is_recounted_only_where_working_days_play_a_part(voice: Any, clerk: Actor) -> None:
    plain = inbox.open_moment(
        voice, "needs.voice:close", title="按日计", due_at=book.due("contract.sign_days", FEBRUARY)
    )
    before = day_of(plain)
    import_year(year=2027, file="2027.csv", rows=ROWS, actor=clerk)
    assert day_of(plain) == before
