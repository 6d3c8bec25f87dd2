"""Bringing the database to this program's state: refuse a newer one, migrate, secure, and fill a new one."""

from linli.cli import inside
from linli.cli.address import BUILDING, NAME, Database, programs_env
from linli.cli.house import House
from linli.cli.program import manage, schema
from linli.cli.words import Refusal, say


def check_not_newer(found: dict[str, list[str]]) -> None:
    """Raises Refusal when the database has seen a newer program."""
    unknown = found["unknown"]
    if unknown:
        raise Refusal(
            f"数据库比程序新：其中有本程序不认识的迁移（{unknown[-1]} 等 {len(unknown)} 项）；"
            "请升级程序，或恢复与之相配的备份。",
            f"The database is newer than the program: it has migrations this program does not know "
            f"({unknown[-1]}, {len(unknown)} in all); upgrade the program, or restore a backup that fits it.",
        )


def bring_up(house: House, database: Database, *, always: bool = False) -> dict[str, list[str]]:
    """Migrate as the owner and set the application's rights, when anything is pending or the rights are not known set.

    Returns what the schema check found. Raises Refusal.
    """
    found = schema(house, database)
    check_not_newer(found)
    fingerprint = found["fingerprint"]
    secured = house.state().get("secured") == fingerprint
    if not (found["pending"] or always or not secured):
        return found
    if found["pending"]:
        say(
            f"正在迁移数据库（{len(found['pending'])} 项）…", f"Migrating the database ({len(found['pending'])} steps)…"
        )
    manage(house, database.owner, "migrate", "--no-input", "--verbosity", "0", quiet=True)
    if database.owner != database.app:
        role = programs_env(database.app)["PGUSER"]
        manage(house, database.owner, "secure_database", quiet=True, LINLI_DATABASE_APP_ROLE=role)
    house.remember(secured=fingerprint)
    return found


def ready(house: House, database: Database, *, demo: bool | None) -> dict[str, list[str]]:
    """The database as a server needs it. A new private one is built aside and put in place only when it is whole.

    `demo` None means: the demo district in a new private database, nothing new in any other.
    """
    if not database.private:
        if demo is not None:
            house.remember(demo=demo)
        found = bring_up(house, database)
        if demo and found["empty"]:
            fill(house, database, found)
        return found
    if inside.exists(database, NAME):
        if demo is not None:
            house.remember(demo=demo)
        return bring_up(house, database)
    building = database.named(BUILDING)
    inside.create(database, BUILDING)
    house.remember(demo=demo is not False, secured=None)
    found = bring_up(house, building)
    if demo is not False:
        fill(house, building, found)
    inside.swap_in(database, BUILDING)
    return found


def fill(house: House, database: Database, found: dict[str, list[str]]) -> None:
    """Build the demo district, where the program has one."""
    if "demo" in found["commands"]:
        say("正在建立演示区县…", "Building the demo district…")
        manage(house, database.app, "demo", LINLI_DEMO="1")
