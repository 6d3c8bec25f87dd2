"""The database behind a command: an address given by the environment, or the private cluster of this folder."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from linli.cli import keys, lock
from linli.cli.cluster import Cluster
from linli.cli.ground import PORT, reachable, survey
from linli.cli.house import House
from linli.cli.postgres import Binaries, choose
from linli.cli.words import Refusal, say

if TYPE_CHECKING:
    import psycopg

NAME, BUILDING = "linli", "linli_building"
OWNER, APP = "linli_owner", "linli_app"


@dataclass(frozen=True)
class Database:
    """How to reach the database, as the application, as the owner of its tables, and as the one who may copy it all.

    `cluster` is there for a private cluster that this process itself drives.
    """

    app: str
    owner: str
    admin: str
    binaries: Binaries | None = None
    cluster: Cluster | None = None
    private: bool = True

    def named(self, name: str) -> "Database":
        """The same server with another database on it."""
        app, owner, admin = (re.sub(r"/[^/?]*\?", f"/{name}?", u, count=1) for u in (self.app, self.owner, self.admin))
        return replace(self, app=app, owner=owner, admin=admin)


def url(role: str, password: str, socket: str, name: str = NAME) -> str:
    return f"postgresql://{role}:{quote(password)}@/{name}?host={quote(socket, safe='/')}&port={PORT}"


def programs_env(address: str) -> dict[str, str]:
    """An address as PostgreSQL's own variables, so that no password stands on a command line."""
    parts = urlsplit(address)
    extra = dict(parse_qsl(parts.query))
    env = {
        "PGDATABASE": unquote(parts.path.lstrip("/")),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGHOST": parts.hostname or extra.pop("host", ""),
        "PGPORT": str(parts.port or extra.pop("port", "")),
        "PGSSLMODE": extra.get("sslmode", ""),
    }
    return {name: value for name, value in env.items() if value}


def connect(address: str) -> "psycopg.Connection[Any]":
    """One connection in autocommit. Raises Refusal when the server does not answer."""
    import psycopg

    try:
        return psycopg.connect(address, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise Refusal(f"无法连接数据库：{reason}", f"The database cannot be reached: {reason}") from error


def external() -> Database | None:
    """The database that DATABASE_URL names, if any. Raises Refusal when it is too old."""
    app = os.environ.get("DATABASE_URL")
    if not app:
        return None
    owner = os.environ.get("DATABASE_OWNER_URL")
    if not owner:
        say(
            "提示：未设置 DATABASE_OWNER_URL，迁移将使用 DATABASE_URL 的账号；正式环境应为表设置独立的所有者账号。",
            "Note: DATABASE_OWNER_URL is not set, so migrations use the account of DATABASE_URL; "
            "a real deployment gives the tables an owner of their own.",
        )
    with connect(owner or app) as connection:
        major = connection.info.server_version // 10000
    if major < 15:
        raise Refusal(
            f"DATABASE_URL 指向的 PostgreSQL {major} 版本过低，至少需要 15。",
            f"DATABASE_URL names a PostgreSQL {major}, which is too old: 15 or newer is needed.",
        )
    return Database(app, owner or app, owner or app, private=False)


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


def _roles(database: Database, secrets: dict[str, str]) -> None:
    """The two roles with this deployment's passwords: neither is a superuser, and the application owns nothing."""
    from psycopg import sql

    with connect(database.named("postgres").admin) as connection:
        for role in (OWNER, APP):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(f"CREATE ROLE {role} LOGIN")
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), secrets[role]))


def private(house: House) -> Database:
    """The private cluster of this folder, made if need be and started by this process. Raises Refusal."""
    ground = survey(house)
    secrets = keys.load(house, cluster_exists=(ground.data / "PG_VERSION").exists())
    binaries = reachable(choose(ground.data), ground)
    cluster = Cluster(ground, binaries, house.logs / "postgres.log")
    if not cluster.exists():
        say(
            f"正在创建数据库（PostgreSQL {binaries.version}）…",
            f"Making the database (PostgreSQL {binaries.version})…",
        )
        cluster.create(secrets["postgres"])
    try:
        cluster.start()
        database = _addresses(secrets, str(ground.socket), binaries, cluster)
        _roles(database, secrets)
    except BaseException:
        cluster.stop()
        raise
    return database


def _addresses(secrets: dict[str, str], socket: str, binaries: Binaries, cluster: Cluster | None) -> Database:
    return Database(
        url(APP, secrets[APP], socket),
        url(OWNER, secrets[OWNER], socket),
        url("postgres", secrets["postgres"], socket),
        binaries,
        cluster,
    )


def _running(house: House, patience: float = 60) -> Database:
    """The database of the `linli up` that holds this folder, once it is ready. Raises Refusal."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if house.state().get("serving"):
            ground = survey(house)
            return _addresses(keys.load(house, cluster_exists=True), str(ground.socket), choose(ground.data), None)
        time.sleep(0.3)
    raise Refusal(
        f"数据目录 {house.var} 上的服务正在启动，请稍后重试。",
        f"The service on {house.var} is still starting; try again in a moment.",
    )


@contextmanager
def database(house: House, purpose: str, *, alone: bool = False) -> Iterator[Database]:
    """The database for one command: that of a running `linli up`, else started for the length of the block.

    `alone` refuses while `linli up` runs.
    """
    given = external()
    with ExitStack() as stack:
        try:
            stack.enter_context(lock.hold(house, purpose))
        except lock.Held:
            if alone:
                raise
            yield given or _running(house)
            return
        found = given or private(house)
        if found.cluster:
            stack.callback(found.cluster.stop)
        yield found
