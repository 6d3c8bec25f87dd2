"""Working days: known years by heart, the arithmetic by property, edits seen at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.places.models import Place
from linli.kernel import workdays, year_cache
from linli.kernel.actor import Actor
from linli.kernel.calendar import announce, edit_day, load_year
from linli.kernel.errors import NotAllowed, Refusal
from linli.kernel.models import CalendarDay, CalendarYear, Event

pytestmark = pytest.mark.django_db
days = st.dates(date(2023, 1, 1), date(2027, 12, 31))
counts = st.integers(0, 40)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    year_cache.years.forget()
    yield
    year_cache.years.forget()


@pytest.fixture
def clerk(db: Any) -> Actor:
    place = Place.objects.create(code="320117", name="示例区", level="district")
    bureau = Organisation.objects.create(name="示例民政局", kind="civil_affairs", place=place)
    person = Person.objects.create_user("clerk", name="示例经办")
    return actor_for(Membership.objects.create(person=person, organisation=bureau, role="clerk"))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-10-01", False),  # National Day
        ("2026-10-10", True),  # a Saturday that is worked
        ("2026-02-14", True),
        ("2026-02-23", False),  # a Monday that is free by swap
        ("2026-03-07", False),
        ("2026-03-09", True),
        ("2025-10-11", True),
        ("2024-09-29", True),
    ],
)
def test_announced_years_hold_their_swaps(day: str, working: bool) -> None:
    assert workdays.is_working_day(date.fromisoformat(day)) is working


@given(day=days, n=counts)
@settings(max_examples=150, deadline=None)
def test_adding_ends_on_a_working_day_and_counting_gives_it_back(day: date, n: int) -> None:
    end = workdays.add_working_days(day, n)
    assert workdays.working_days_between(day, end) == n
    assert n == 0 or workdays.is_working_day(end)


@given(day=days, n=st.integers(1, 40))
@settings(max_examples=100, deadline=None)
def test_going_back_is_counted_too(day: date, n: int) -> None:
    start = workdays.add_working_days(day, -n)
    assert workdays.is_working_day(start)
    assert workdays.working_days_between(day, start) == -n


@given(first=days, later=st.integers(0, 60), n=counts)
@settings(max_examples=100, deadline=None)
def test_a_later_start_never_ends_earlier(first: date, later: int, n: int) -> None:
    second = first + timedelta(days=later)
    assert workdays.add_working_days(first, n) <= workdays.add_working_days(second, n)


@given(a=days, b=st.integers(0, 90), c=st.integers(0, 90))
@settings(max_examples=100, deadline=None)
def test_stretches_add_up(a: date, b: int, c: int) -> None:
    middle = a + timedelta(days=b)
    end = middle + timedelta(days=c)
    whole = workdays.working_days_between(a, end)
    assert whole == workdays.working_days_between(a, middle) + workdays.working_days_between(middle, end)


@pytest.mark.parametrize(
    ("day", "n", "result"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-11-30", 3, "2027-02-28"),
     ("2026-03-05", 0, "2026-03-05"), ("2026-12-31", 1, "2027-01-31")],
)  # fmt: skip
def test_months_end_where_the_month_ends(day: str, n: int, result: str) -> None:
    assert workdays.add_months(date.fromisoformat(day), n) == date.fromisoformat(result)


def test_a_year_without_swaps_is_flagged() -> None:
    assert workdays.unannounced(date(2026, 12, 20), date(2027, 1, 10)) == [2027]
    assert workdays.unannounced(date(2026, 1, 1), date(2026, 12, 31)) == []


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("due", "now", "kind", "left", "overdue"),
    [
        ("2026-03-09 23:59:59", "2026-03-05 10:00", "workday", 2, False),
        ("2026-03-05 18:00", "2026-03-05 10:00", "workday", 0, False),
        ("2026-03-05 18:00", "2026-03-05 18:01", "workday", 0, True),
        ("2026-03-06 23:59:59", "2026-03-07 08:00", "workday", -1, True),
        ("2026-03-06 23:59:59", "2026-03-10 08:00", "workday", -2, True),
        ("2026-03-08 23:59:59", "2026-03-05 08:00", "day", 3, False),
    ],
)
def test_what_is_left_is_counted_in_the_right_days(due: str, now: str, kind: str, left: int, overdue: bool) -> None:
    found = workdays.remaining(at(due), at(now))
    assert (found.kind, found.days, found.overdue) == (kind, left, overdue)


def test_hours_and_the_warning_are_told() -> None:
    found = workdays.remaining(at("2027-01-04 18:00"), at("2026-12-31 12:00"))
    assert found.unannounced
    assert found.hours == 102
    assert workdays.remaining(at("2026-03-09 12:00"), at("2026-03-05 12:00"), in_days=True).days == 4


def test_an_edit_is_seen_at_once_and_journaled(clerk: Actor) -> None:
    load_year(year=2026, actor=Actor.system())
    assert workdays.is_working_day(date(2026, 3, 9))
    edit_day(day=date(2026, 3, 9), day_kind="holiday", name="示例放假", actor=clerk)
    assert not workdays.is_working_day(date(2026, 3, 9))
    edit_day(day=date(2026, 3, 9), day_kind="", actor=clerk)
    assert workdays.is_working_day(date(2026, 3, 9))
    assert Event.objects.filter(verb="kernel.calendar:edit", outcome="done").count() == 2


def test_loading_a_year_makes_its_table_equal_to_the_library() -> None:
    CalendarDay.objects.create(day=date(2026, 3, 9), kind="holiday")
    call_command("calendar", "load", "2026", "2027", verbosity=0)
    assert year_cache.year(2026) == year_cache.library_year(2026)
    assert not CalendarYear.objects.get(year=2027).announced
    assert CalendarDay.objects.get(day=date(2026, 10, 10)).name == "调休上班"


def test_a_year_is_announced_with_its_source_only(clerk: Actor) -> None:
    load_year(year=2027, actor=Actor.system())
    with pytest.raises(Refusal, match="不能确认"):
        announce(year=2027, source=" ", actor=clerk)
    announce(year=2027, source="国办发明电〔2026〕示例号", actor=clerk)
    assert workdays.unannounced(date(2027, 1, 1), date(2027, 1, 2)) == []


def test_who_may_not_edit_is_refused_and_bad_days_are_named(clerk: Actor) -> None:
    with pytest.raises(NotAllowed):
        edit_day(day=date(2026, 3, 9), day_kind="holiday", actor=replace(clerk, organisation_kind="town"))
    with pytest.raises(NotAllowed):
        announce(year=2027, source="示例", actor=Actor.system())
    with pytest.raises(NotAllowed):
        load_year(year=2027, actor=Actor.public())
    with pytest.raises(Refusal, match="2026 年的日历还没有载入"):
        edit_day(day=date(2026, 3, 9), day_kind="holiday", actor=clerk)
    load_year(year=2026, actor=clerk)
    with pytest.raises(Refusal, match="只能是放假或上班"):
        edit_day(day=date(2026, 3, 9), day_kind="party", actor=clerk)


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_a_committed_edit_and_no_one_a_rolled_back_one(clerk: Actor, monkeypatch: Any) -> None:
    load_year(year=2026, actor=Actor.system())
    day = date(2026, 3, 9)
    assert workdays.is_working_day(day)
    with transaction.atomic():
        edit_day(day=day, day_kind="holiday", actor=clerk)
        assert not workdays.is_working_day(day)
        transaction.set_rollback(True)
    assert workdays.is_working_day(day)
    other = year_cache.years.kept
    edit_day(day=day, day_kind="holiday", actor=clerk)
    monkeypatch.setattr(year_cache.years, "kept", other)  # what a process that did not edit still remembers
    year_cache.years.editing.set(False)
    assert not workdays.is_working_day(day)
