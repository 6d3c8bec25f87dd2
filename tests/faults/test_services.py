"""The short versions of the faults that break a running service; `python -m tests.faults` has the long ones, and the
controls of `diskfull` and `pointintime`."""

import os
from collections.abc import Iterator

import pytest

from tests.cli.service import Service
from tests.faults import diskfull, ground, kills, pointintime, powercut, repeats
from tests.faults.powercut import NotHere

pytestmark = pytest.mark.faults
unhurried = pytest.mark.skipif(
    not os.environ.get("LINLI_FAULTS"),
    reason="waits for a restarted service, and needs the machine for itself: LINLI_FAULTS=1",
)


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with ground.planted() as found:
        found.up()
        yield found


def test_repeated_requests_have_one_effect_and_one_answer(service: Service) -> None:
    repeats.run(6, service)


def test_without_keys_repeated_requests_have_several_effects(service: Service) -> None:
    assert "more than once" in repeats.control(service)


@unhurried
def test_kills_lose_nothing_that_was_acknowledged(service: Service) -> None:
    kills.run(len(kills.VICTIMS) + 1, service)


@unhurried
def test_commits_that_are_not_written_are_lost_in_a_kill(service: Service) -> None:
    assert "lost after they were acknowledged" in kills.control(service)


@unhurried
def test_a_power_cut_loses_nothing_that_was_acknowledged() -> None:
    try:
        powercut.run(1)
    except NotHere as reason:
        pytest.skip(f"not proven here: {reason}")


@unhurried
def test_without_fsync_a_power_cut_loses_what_was_acknowledged() -> None:
    try:
        assert powercut.control()
    except NotHere as reason:
        pytest.skip(f"not proven here: {reason}")


@unhurried
def test_a_full_disk_is_told_and_survived() -> None:
    try:
        diskfull.run(1)
    except NotHere as reason:
        pytest.skip(f"not proven here: {reason}")


@unhurried
def test_a_lost_cluster_comes_back_as_of_a_moment() -> None:
    try:
        pointintime.run(1)
    except NotHere as reason:
        pytest.skip(f"not proven here: {reason}")
