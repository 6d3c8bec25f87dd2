"""A process whose clock is wrong by an hour gets nothing past a deadline, and is told so; the database's time decides."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.tests.world import World
from linli.kernel.models import Event
from tests.cli.service import ROOT

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
HOUR, HALF = 3600, timedelta(minutes=30)


def library() -> str:
    """The shared object that moves a process's clock."""
    found = pytest.importorskip("libfaketime")
    objects = sorted(Path(found.__file__).parent.rglob("libfaketime.so.1"))
    if not objects:
        pytest.skip("libfaketime has no shared object for this machine")
    return str(objects[0])


def attempt(tender: Tender, verb: str, person: int, moved: int, *flags: str) -> list[str]:
    """What a process with its clock moved by so many seconds is told: code and sentence."""
    env = os.environ | {"LINLI_TEST_DB": connection.settings_dict["NAME"]}
    if moved:
        env |= {"LD_PRELOAD": library(), "FAKETIME": f"{moved:+d}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    words = [sys.executable, "-m", "tests.faults.bidder", str(tender.pk), verb, str(person), *flags]
    done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n").split("\t")[1:]


def told(tender: Tender, *asked: tuple[Any, ...]) -> list[str]:
    """The codes that several such processes get, started together."""
    with ThreadPoolExecutor(2) as pool:
        return [code for code, _words in pool.map(lambda one: attempt(tender, *one), asked)]


@pytest.fixture
def world(transactional_db: Any) -> Iterator[World]:
    return World(bidders=4)


def due_in(tender: Tender, left: timedelta) -> None:
    Tender.objects.filter(pk=tender.pk).update(bids_due=timezone.now() + left)


def test_after_the_deadline_no_clock_gets_a_bid_in(world: World) -> None:
    tender = world.published()
    due_in(tender, -HALF)
    slow, right = world.bidders[0].person_id, world.bidders[1].person_id
    assert told(tender, ("bid", slow, -HOUR), ("bid", right, 0), ("ask", slow, -HOUR)) == [
        "clocks_disagree",
        "late",
        "clocks_disagree",
    ]
    assert Tender.objects.get().bid_count == 0
    assert Event.objects.filter(outcome="refused", facts__code="clocks_disagree").count() == 2


def test_before_the_deadline_a_fast_clock_neither_opens_nor_calls_anybody_late(world: World) -> None:
    tender = world.published()
    due_in(tender, HALF)
    Tender.objects.filter(pk=tender.pk).update(witness_id=world.supervisor.person_id, witnessed_at=timezone.now())
    fast, right = world.bidders[0].person_id, world.bidders[1].person_id
    assert told(
        tender, ("bid", fast, HOUR), ("open", world.clerk.person_id, HOUR), ("open", world.clerk.person_id, 0)
    ) == ["clocks_disagree", "clocks_disagree", "early"]
    _code, words = attempt(tender, "bid", right, HOUR)
    assert "3600 秒" in words or "3599 秒" in words
    assert told(tender, ("bid", right, 0)) == ["done"]
    assert Tender.objects.get().bid_count == 1


def test_a_process_that_believes_its_own_clock_would_take_a_late_bid(world: World) -> None:
    """The control: without the database's time the harm is done."""
    tender = world.published()
    due_in(tender, -HALF)
    assert attempt(tender, "bid", world.bidders[0].person_id, -HOUR, "--believe")[0] == "done"
    assert Tender.objects.get().bid_count == 1
