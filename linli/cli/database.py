"""The database behind a command: an address given by the environment, or the private cluster of this folder."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from linli.cli import archiving, keys, lock
from linli.cli.address import APP, OWNER, Database, connect, url
from linli.cli.cluster import Cluster
from linli.cli.ground import reachable, survey
from linli.cli.house import House
from linli.cli.inside import set_roles
from linli.cli.postgres import OLDEST, Binaries, choose
from linli.cli.words import Refusal, say


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
    if major < OLDEST:
        raise Refusal(
            f"DATABASE_URL 指向的 PostgreSQL {major} 版本过低，至少需要 {OLDEST}。",
            f"DATABASE_URL names a PostgreSQL {major}, which is too old: {OLDEST} or newer is needed.",
        )
    return Database(app, owner or app, owner or app, private=False)


def private(house: House) -> Database:
    """The private cluster of this folder, made if need be and started by this process. Raises Refusal."""
    ground = survey(house)
    secrets = keys.load(house, cluster_exists=(ground.data / "PG_VERSION").exists())
    binaries = reachable(choose(ground.data), ground)
    cluster = Cluster(ground, binaries, house.logs / "postgres.log", archiving.settings(ground.account))
    if not cluster.exists():
        say(
            f"正在创建数据库（PostgreSQL {binaries.version}）…",
            f"Making the database (PostgreSQL {binaries.version})…",
        )
        cluster.create(secrets["postgres"])
    try:
        cluster.start()
        database = _addresses(secrets, str(ground.socket), binaries, cluster)
        set_roles(database, secrets)
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
