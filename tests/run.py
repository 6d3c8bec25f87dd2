"""What `make test` runs: pytest against a private PostgreSQL of its own, which is ended when the tests are."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from linli.cli import lock, system  # noqa: E402
from linli.cli.cluster import Cluster  # noqa: E402
from linli.cli.ground import PORT, reachable, survey  # noqa: E402
from linli.cli.house import House  # noqa: E402
from linli.cli.postgres import choose  # noqa: E402
from linli.cli.up import stoppable  # noqa: E402
from linli.cli.words import Refusal, Stopped, refuse  # noqa: E402

FAST = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200", "autovacuum": "off",
}  # fmt: skip
"""Quick, and always the same: statistics gathered between two tests, of tables just then empty, make plans for empty ones."""
ROLES = "CREATE ROLE linli_owner LOGIN CREATEDB; CREATE ROLE linli_app LOGIN;"


@contextmanager
def cluster(house: House) -> Iterator[str]:
    """A quick, trusting cluster with the two roles; yields where it listens."""
    import psycopg

    ground = survey(house)
    server = Cluster(ground, reachable(choose(ground.data), ground), house.logs / "postgres.log", FAST)
    if not server.exists():
        server.create(None)
    try:
        server.start()
        where = f"host={ground.socket} port={PORT}"
        with psycopg.connect(f"{where} user=postgres dbname=postgres", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'linli_owner'").fetchone():
                connection.execute(ROLES)
        yield where
    finally:
        server.stop()


def main(words: list[str]) -> int:
    house = House(ROOT / "var" / "test-pg")
    house.prepare()
    with lock.hold(house, "make test"), stoppable(), cluster(house) as where:
        env = os.environ | {"LINLI_TEST_PG": where, "DJANGO_SETTINGS_MODULE": "linli.config.settings_test"}
        env |= {"LINLI_VAR": str(house.var), "LINLI_CHROMIUM": system.browser() or ""}
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            env.pop(name, None)
        pytest = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", *words]
        return subprocess.run(pytest, env=env, cwd=ROOT).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        sys.exit(refuse(refusal))
    except Stopped:
        sys.exit(130)
