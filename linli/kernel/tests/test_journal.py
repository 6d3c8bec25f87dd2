"""Positions follow commits, not numbers: the reader that follows them misses nothing."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from linli.foundations.places.models import Place
from linli.kernel import journal
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
