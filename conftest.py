"""The tests' database: made and migrated by the owner, used by the application's role, as in a deployment."""

import fcntl
import gc
import hashlib
import sys
import time
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test.testcases import TransactionTestCase
from psycopg import sql

MIGRATED = ["django_migrations", "django_content_type"]
"""Tables that only migrations write: their rows stay."""

hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of the whole house first: they are the longest, and a long file that begins last is waited for by all."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/"))


def pytest_collection_finish() -> None:
    """What is imported stays to the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


def owner_connection(name: str, role: str = settings.TEST_OWNER_ROLE) -> psycopg.Connection[Any]:
    database = settings.DATABASES["default"]
    return psycopg.connect(host=database["HOST"], port=database["PORT"], user=role, dbname=name, autocommit=True)


def drop(admin: psycopg.Connection[Any], name: str, tries: int = 40) -> None:
    """Drop a database; the server's own vacuum may sit in it for a moment and is nobody's to end."""
    for left in reversed(range(tries)):
        try:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        except psycopg.errors.InsufficientPrivilege:
            if not left:
                raise
            time.sleep(0.5)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """One database a worker, copied from one that was migrated once for all workers and for later runs."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    name = f"{settings.TEST_DATABASE}_{worker}" if worker else settings.TEST_DATABASE
    application = connection.settings_dict["USER"]
    with owner_connection("postgres") as admin, django_db_blocker.unblock():
        drop(admin, name)
        with (Path(settings.VAR_DIR) / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_template(admin)}"')
        connection.settings_dict.update(NAME=name, USER=application)
    yield
    connections.close_all()
    _end_sessions(name)
    with owner_connection("postgres") as admin:
        drop(admin, name)


def _template(admin: psycopg.Connection[Any]) -> str:
    """The name of a database with the migrations and rights that `linli migrate` sets; made when it is not there."""
    name = f"{settings.TEST_DATABASE}_{_fingerprint()}"
    if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return name
    older = f"{settings.TEST_DATABASE}\\_{'_' * 16}"
    for (old,) in admin.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [older]).fetchall():
        drop(admin, old)
    building = f"{settings.TEST_DATABASE}_building"
    drop(admin, building)
    admin.execute(f'CREATE DATABASE "{building}"')
    connection.close()
    connection.settings_dict.update(NAME=building, USER=settings.TEST_OWNER_ROLE)
    call_command("migrate", verbosity=0)
    call_command("secure_database", verbosity=0)
    connections.close_all()
    admin.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def _fingerprint() -> str:
    """Sixteen characters that change with whatever makes the template: migrations, rights, law, libraries."""
    root = Path(settings.BASE_DIR)
    made_of = [*root.glob("linli/**/migrations/*.py"), *root.glob("law/**/*.yaml"), *root.glob("requirements/*.txt")]
    made_of += root.glob("linli/kernel/management/commands/*.py")
    digest = hashlib.sha256()
    for path in sorted(made_of):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _end_sessions(name: str) -> None:
    """A live server's threads may still hold connections; only their own role may end them."""
    database = settings.DATABASES["default"]
    with psycopg.connect(
        host=database["HOST"], port=database["PORT"], user=database["USER"], dbname=name, autocommit=True
    ) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


def _empty_all_tables(self: TransactionTestCase) -> None:
    """After a test with real commits the tables that hold rows are emptied, which the application's role may not.

    Foreign keys and triggers sleep meanwhile: emptying a few tables is much quicker than all those that point to them.
    """
    from linli.kernel import stamped

    name = connection.settings_dict["NAME"]
    connections.close_all()
    with owner_connection(name, "postgres") as admin, admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        for (table,) in admin.execute(_filled(admin)).fetchall():
            admin.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        admin.execute(
            "SELECT setval(quote_ident(sequencename)::regclass, start_value, false) FROM pg_sequences"
            " WHERE schemaname = 'public' AND last_value IS NOT NULL"
            " AND sequencename <> ALL (%s)",
            [[f"{table}_id_seq" for table in MIGRATED]],
        )
        admin.execute("INSERT INTO kernel_journalhead (id, position) VALUES (1, 0)")
    for kept in stamped._every:
        kept.forget()
    _forget_by_key()


def _forget_by_key() -> None:
    """What functions remember by a record's key is of records that are gone; the next ones get the same keys."""
    houses = [module for name, module in sys.modules.items() if name.startswith("linli.")]
    for value in {
        value for module in houses for value in vars(module).values() if isinstance(value, _lru_cache_wrapper)
    }:
        value.cache_clear()


def _filled(admin: psycopg.Connection[Any]) -> sql.Composed:
    """A query for the names of tables that hold rows, but for those that only migrations write."""
    tables = admin.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s)", [MIGRATED]
    ).fetchall()
    one = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    return sql.SQL(" UNION ALL ").join(one.format(sql.Literal(name), sql.Identifier(name)) for (name,) in tables)


TransactionTestCase._fixture_teardown = _empty_all_tables  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _edits_are_forgotten() -> Iterator[None]:
    """A test that edits the calendar or the rule book never commits, so that the process would go on reading it anew."""
    from linli.kernel import stamped

    yield
    stamped.forget_uncommitted()
