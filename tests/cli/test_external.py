"""With DATABASE_URL: a server of somebody else's, two roles of their own names, nothing started and nothing dropped."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.cli.service import Service

OWNER, APP = "linli_ext_owner", "linli_ext_app"
FIRST, SECOND = "linli_ext_1", "linli_ext_2"


def admin() -> "psycopg.Connection[tuple[object, ...]]":
    place = settings.DATABASES["default"]
    return psycopg.connect(host=place["HOST"], port=place["PORT"], user="postgres", dbname="postgres", autocommit=True)


def env(name: str, **more: str) -> dict[str, str]:
    place = settings.DATABASES["default"]
    where = f"@/{name}?host={place['HOST']}&port={place['PORT']}"
    return {"DATABASE_URL": f"postgresql://{APP}{where}", "DATABASE_OWNER_URL": f"postgresql://{OWNER}{where}"} | more


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    def clean() -> None:
        with admin() as connection:
            for name in (FIRST, SECOND):
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"DROP ROLE IF EXISTS {OWNER}, {APP}")

    clean()
    with admin() as connection:
        connection.execute(f"CREATE ROLE {OWNER} LOGIN BYPASSRLS")
        connection.execute(f"CREATE ROLE {APP} LOGIN")
        for name in (FIRST, SECOND):
            connection.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
    yield
    clean()


@pytest.fixture
def service() -> Iterator[Service]:
    with tempfile.TemporaryDirectory(prefix="linli-external-") as folder:
        yield Service(Path(folder) / "var")


@pytest.mark.usefixtures("server")
def test_a_database_of_ones_own_is_migrated_backed_up_and_restored(service: Service, tmp_path: Path) -> None:
    done = service.call("migrate", **env(FIRST))
    assert done.returncode == 0, done.stderr
    assert not (service.var / "pg").exists()
    with admin() as connection:
        place = f"host={connection.info.host} port={connection.info.port} dbname={FIRST}"
    with psycopg.connect(f"{place} user={APP}", autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM kernel_event").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM kernel_event")

    file = tmp_path / "backup.tar"
    done = service.call("backup", str(file), **env(FIRST))
    assert done.returncode == 0, done.stderr
    refused = service.call("restore", str(file), "--replace", **env(FIRST))
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr
    done = service.call("restore", str(file), **env(SECOND))
    assert done.returncode == 0, done.stderr
    with psycopg.connect(f"{place.replace(FIRST, SECOND)} user={OWNER}") as connection:
        found = connection.execute("SELECT count(*) > 50 FROM django_migrations").fetchone()
    assert found == (True,)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_server_that_does_not_answer_is_one_sentence(service: Service, lang: str) -> None:
    gone = "postgresql://nobody@/none?host=/nonexistent&port=1"
    refused = service.call("--lang", lang, "migrate", DATABASE_URL=gone)
    assert refused.returncode == 1
    assert "无法连接数据库" in refused.stderr
    assert "The database cannot be reached" in refused.stderr
    assert "Traceback" not in refused.stderr
