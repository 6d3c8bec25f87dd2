"""What the administrator of a private cluster does in it: roles, and databases made, dropped and put in place."""

from collections.abc import Iterator
from contextlib import contextmanager

from linli.cli.address import APP, NAME, OWNER, Database, connect


def exists(database: Database, name: str) -> bool:
    with connect(database.named("postgres").admin) as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def create(database: Database, name: str) -> None:
    """A new empty database that belongs to the owner role and that the application may only enter."""
    with connect(database.named("postgres").admin) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'")
        connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {APP}")


def drop(database: Database, name: str) -> None:
    with connect(database.named("postgres").admin) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def swap_in(database: Database, fresh: str) -> None:
    """Let a finished database take the place of the present one, in one transaction; the old one is dropped after."""
    with connect(database.named("postgres").admin) as connection:
        connection.execute("DROP DATABASE IF EXISTS linli_old WITH (FORCE)")
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN (%s, %s)", [NAME, fresh]
        )
        with connection.transaction():
            if there:
                connection.execute(f"ALTER DATABASE {NAME} RENAME TO linli_old")
            connection.execute(f"ALTER DATABASE {fresh} RENAME TO {NAME}")
        connection.execute("DROP DATABASE IF EXISTS linli_old WITH (FORCE)")


def set_roles(database: Database, secrets: dict[str, str]) -> None:
    """The two roles with this deployment's passwords: neither is a superuser, and the application owns nothing."""
    from psycopg import sql

    with connect(database.named("postgres").admin) as connection:
        for role in (OWNER, APP):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(f"CREATE ROLE {role} LOGIN")
            plain = "ALTER ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
            connection.execute(sql.SQL(plain).format(sql.Identifier(role), secrets[role]))


@contextmanager
def owner_sees_every_row(database: Database) -> Iterator[None]:
    """For the length of a restore, whose foreign keys are checked against rows that the owner must not see otherwise.

    A kill within does no harm: the next start takes the attribute away with all others.
    """
    with connect(database.named("postgres").admin) as connection:
        connection.execute(f"ALTER ROLE {OWNER} BYPASSRLS")
        try:
            yield
        finally:
            connection.execute(f"ALTER ROLE {OWNER} NOBYPASSRLS")
