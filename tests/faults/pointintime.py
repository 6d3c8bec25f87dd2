"""Back to a moment: the cluster is copied while people write, archived, lost, and put back as of between two writes."""

import shutil
import subprocess
import time
from pathlib import Path

from linli.cli.ground import account
from linli.cli.house import House, read_json
from linli.cli.postgres import choose
from tests.cli.service import Service
from tests.faults import checks, ground
from tests.faults.clients import Write, Writer, a_voice
from tests.faults.powercut import NotHere

ARCHIVE = "LINLI_WAL_ARCHIVE"
PROGRAMS = ("pg_basebackup", "pg_verifybackup", "pg_amcheck")
_ROWS = (
    "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} AS t"  # the whole row, as text
)
TABLES = (
    "kernel_event",
    "kernel_journalposition",
    "kernel_idempotencykey",
    "needs_voice",
    "funds_account",
    "funds_entry",
    "funds_fundsource",
    "funds_posting",
)


def rows(service: Service) -> dict[str, str]:
    """A fingerprint of every row of the tables that matter."""
    with ground.connect(service) as connection:
        connection.execute("SELECT kernel_sequence_events()")
        return {table: str(connection.execute(_ROWS.format(table=table)).fetchone()) for table in TABLES}  # type: ignore[call-overload]


def write(writer: Writer, count: int) -> list[Write]:
    """So many acknowledged writes."""
    made = [a_voice(writer.place) for _ in range(count)]
    for one in made:
        assert writer.send(one), writer.statuses
    return made


def moment(service: Service) -> str:
    """The present one, by the database, with a little time on both sides."""
    time.sleep(0.1)
    with ground.connect(service) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    time.sleep(0.1)
    assert row is not None
    return str(row[0].isoformat())


def archived(service: Service, limit: float = 60) -> None:
    """Wait until all that was written is in the archive."""
    with ground.connect(service) as connection:
        row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert row is not None
        until = time.monotonic() + limit
        while True:
            last = connection.execute("SELECT last_archived_wal FROM pg_stat_archiver").fetchone()
            if last is not None and str(last[0] or "") >= str(row[0]):
                return
            assert time.monotonic() < until, "nothing arrives in the archive"
            time.sleep(0.2)


def called(service: Service, *words: str) -> None:
    done = service.call(*words)
    assert done.returncode == 0, done.stdout + done.stderr


def run(_rounds: int) -> str:
    """Raises NotHere, or AssertionError when the rows are not exactly those of the moment."""
    with ground.planted() as service:
        archive, copies = service.var.parent / "archive", service.var.parent / "copies"
        archive.mkdir(mode=0o700)
        copies.mkdir()
        shutil.chown(archive, account().uid, account().gid)
        service.env[ARCHIVE] = str(archive)
        missing = [name for name in PROGRAMS if not choose(service.var / "pg").program(name).exists()]
        if missing:
            raise NotHere(f"this PostgreSQL has no {missing[0]}")
        service.up()
        kept, gone, at, then = _live(service, copies)
        copy = next(copies.glob("base-*"))
        (_data(service)).rename(service.var.parent / "lost")
        called(service, "rewind", str(copy), at)
        service.up()
        differing = [table for table, now in rows(service).items() if now != then[table]]
        assert not differing, f"rows are not those of the moment: {differing}"
        there = checks.stored(service)
        assert all(there[one.mark] == 1 for one in kept)
        assert not any(there[one.mark] for one in gone)
        _check_indexes(service)
        return f"{len(kept)} writes before the moment are there, {len(gone)} after it are not; {checks.check_audit(service)}"


def _data(service: Service) -> Path:
    return Path(read_json(service.var / "ground.json")["base"]) / "pg"


def _live(service: Service, copies: Path) -> tuple[list[Write], list[Write], str, dict[str, str]]:
    """Writes before the copy, after it, and after the moment; then the service ends."""
    place, source = checks.places(service)
    writer = Writer(service.port, 1, place, source)
    kept = write(writer, 2)
    called(service, "base", str(copies))
    kept += write(writer, 2)
    then, at = rows(service), moment(service)
    gone = write(writer, 2)
    assert rows(service) != then, "the fingerprints do not see a write"
    archived(service)
    assert service.stop() == 0
    return kept, gone, at, then


def _program(service: Service, name: str, *words: str) -> "subprocess.CompletedProcess[str]":
    secrets = read_json(House(service.var).secrets)
    place = read_json(service.var / "ground.json")["socket"]
    env = {"PGHOST": place, "PGUSER": "postgres", "PGPASSWORD": secrets["postgres"], "PATH": "/usr/bin:/bin"}
    argv = [str(choose(service.var / "pg").program(name)), *words]
    return subprocess.run(argv, env=env, capture_output=True, text=True)


def _check_indexes(service: Service) -> None:
    """Every table and index is what PostgreSQL's own auditor expects."""
    done = _program(service, "pg_amcheck", "--install-missing", "--heapallindexed", "linli")
    assert done.returncode == 0, done.stdout + done.stderr


def control() -> str:
    """One byte of a copy changed, and its verification must fail."""
    with ground.planted() as service:
        service.up()
        copies = service.var.parent / "copies"
        copies.mkdir()
        called(service, "base", str(copies))
        copy = next(copies.glob("base-*"))
        victim = max((copy / "base").rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
        with victim.open("r+b") as out:
            out.seek(4096)
            byte = out.read(1)
            out.seek(4096)
            out.write(bytes([byte[0] ^ 1]))
        done = _program(service, "pg_verifybackup", "--quiet", str(copy))
    assert done.returncode, "a changed byte was not noticed"
    return done.stderr.strip().splitlines()[0]
