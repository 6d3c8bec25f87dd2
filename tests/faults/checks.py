"""What must be so after any fault: every acknowledged write is there once, and the auditor finds no fault."""

from collections import Counter

from tests.cli.service import Service
from tests.faults.clients import Crowd, Write
from tests.faults.ground import connect

_MARKS = (
    "SELECT content FROM needs_voice WHERE content LIKE '故障演练%'"
    " UNION ALL SELECT note FROM funds_posting WHERE note LIKE '故障演练%'"
)


def places(service: Service) -> tuple[int, int]:
    """The keys of the community and of the source that the writers write on."""
    with connect(service) as connection:
        row = connection.execute(
            "SELECT (SELECT min(id) FROM places_place WHERE level = 'community'), (SELECT min(id) FROM funds_fundsource)"
        ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def stored(service: Service) -> Counter[str]:
    """How often each write's own words are there."""
    with connect(service) as connection:
        return Counter(str(row[0]) for row in connection.execute(_MARKS))


def check_writes(service: Service, writes: list[Write]) -> None:
    """Raises AssertionError for an acknowledged write that is lost, and for any that is there twice."""
    there = stored(service)
    lost = [one.mark for one in writes if one.acknowledged and not there[one.mark]]
    twice = [one.mark for one in writes if there[one.mark] > 1]
    assert not lost, f"{len(lost)} of {len(writes)} writes lost after they were acknowledged: {lost[:3]}"
    assert not twice, f"{len(twice)} of {len(writes)} writes are there more than once: {twice[:3]}"
    differing = [one.answers for one in writes if len(set(one.answers)) > 1]
    assert not differing, f"repeated writes got different answers: {differing[:3]}"


def check_audit(service: Service) -> str:
    """The auditor's last line. Raises AssertionError when it names a fault."""
    with connect(service) as connection:
        connection.execute("SELECT kernel_sequence_events()")
    done = service.call("manage", "audit")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip().splitlines()[-1]


def check(service: Service, crowd: Crowd) -> str:
    """Both, and in a word what was found."""
    writes = [one for writer in crowd.writers for one in writer.writes]
    check_writes(service, writes)
    return f"{crowd.acknowledged} writes acknowledged, each there once; {check_audit(service)}"
