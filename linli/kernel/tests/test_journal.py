"""Positions follow commits, not numbers: the reader that follows them misses nothing."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from linli.foundations.places.actions import mark_pilot
from linli.foundations.places.models import Place
from linli.kernel import journal
from linli.kernel.actor import Actor
from linli.kernel.models import Event, JournalPosition


def note(text: str) -> Event:
    return Event.objects.create(
        at="2026-03-05T10:00+08:00", actor_kind="system", verb="trial", subject_type="x", subject_text=text, leaf=b"{}"
    )


@pytest.mark.django_db(transaction=True)
def test_an_earlier_number_that_commits_later_gets_a_later_position() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            note("slow")
            begun.set()
            go_on.wait()
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait()
    quick = note("quick")
    assert journal.sequence() == 1
    go_on.set()
    thread.join()
    assert journal.sequence() == 2
    order = [row.event.subject_text for row in JournalPosition.objects.order_by("position").select_related("event")]
    assert order == ["quick", "slow"]
    assert Event.objects.get(subject_text="slow").pk < quick.pk


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_no_gap_in_positions() -> None:
    note("first")
    with transaction.atomic():
        note("gone")
        transaction.set_rollback(True)
    note("second")
    assert journal.sequence() == 2
    assert list(JournalPosition.objects.order_by("position").values_list("position", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_many_writers_and_sequencers_number_every_event_once() -> None:
    def write() -> None:
        for _ in range(5):
            note("many")
            journal.sequence()
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journal.position() == Event.objects.count() == JournalPosition.objects.count() == 40


@pytest.mark.django_db(transaction=True)
def test_an_acknowledged_action_is_numbered_and_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own commit does not wait for the disk; the sequencer's does, and what was written before it is there as well."""
    place = None
    for code, level in (("320117", "district"), ("320117001", "town"), ("320117001001", "community")):
        place = Place.objects.create(code=code, name=f"示例{code}", level=level, parent=place)
    assert place is not None
    committed: list[str] = []
    sequence = journal.sequence

    def watched() -> int:
        committed.append(_ask("SELECT pg_current_wal_insert_lsn()::text"))
        return sequence()

    monkeypatch.setattr(journal, "sequence", watched)
    _ask("SELECT set_config('synchronous_commit', 'on', false)")
    try:
        mark_pilot(place, actor=Actor.system())
        assert _ask(f"SELECT (pg_current_wal_flush_lsn() >= '{committed[0]}'::pg_lsn)::text") == "true"
        assert _ask("SHOW synchronous_commit") == "on"
        assert JournalPosition.objects.filter(event__verb=mark_pilot.name).count() == 1
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_the_sequencer_is_served_by_it() -> None:
    """One holds the lock with his commit outstanding; the other, whose event he has numbered, goes on only after it."""
    note("first"), note("second")
    order: list[str] = []

    def other() -> None:
        journal.sequence()
        order.append("other")
        connection.close()

    with transaction.atomic():
        assert journal.sequence() == 2
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        order.append("first")
    thread.join()
    assert order == ["first", "other"]
    assert journal.position() == JournalPosition.objects.count() == 2


def _ask(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def test_the_command_line_shows_a_history(db: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    place = Place.objects.create(code="320117", name="示例区", level="district")
    Event.objects.create(
        at="2026-03-05T10:00+08:00",
        actor_kind="system",
        verb="trial",
        subject_type="places.place",
        subject_id=place.pk,
        leaf=b"{}",
    )
    call_command("journal", subject=f"places.place:{place.pk}")
    assert "共 1 条" in capsys.readouterr().out
