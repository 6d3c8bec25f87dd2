"""How a database is reached: one address for each of the three roles that work on it."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from linli.cli.cluster import Cluster
from linli.cli.ground import PORT
from linli.cli.postgres import Binaries
from linli.cli.words import Refusal

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
