"""`linli backup` and `linli restore`: all that a deployment holds, in one file, and back, wholly or not at all."""

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from linli.cli import archive, inside, migrate
from linli.cli.address import BUILDING, NAME, OWNER, Database, connect, programs_env
from linli.cli.database import database
from linli.cli.house import House, program_version
from linli.cli.postgres import choose
from linli.cli.words import Refusal, say


def program(found: Database, name: str) -> Path:
    """One of PostgreSQL's programs that fits this database."""
    binaries = found.binaries or choose(Path("/nonexistent"))
    return binaries.program(name)


def call(words: list[str | Path], address: str, zh: str, en: str) -> None:
    """Run one of them against a database. Raises Refusal with what it complained of."""
    env = {**os.environ, **programs_env(address), "LC_ALL": "C.UTF-8"}
    done = subprocess.run([str(word) for word in words], env=env, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["?"]
        reason = next((line for line in lines if "error:" in line.lower()), lines[-1])
        raise Refusal(f"{zh}：{reason}", f"{en}: {reason}")


def _facts(house: House, address: str) -> dict[str, Any]:
    with connect(address) as connection:
        rows = connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app").fetchall()
        server = connection.info.server_version
    demo = bool(house.state().get("demo"))
    return {"linli": program_version(), "postgres": server, "demo": demo, "migrations": dict(rows)}


def backup(house: House, file: Path) -> int:
    """Write a backup to a new file. Raises Refusal; then no file of that name is left."""
    house.prepare()
    if file.exists():
        raise Refusal(
            f"文件 {file} 已存在，请换一个文件名。", f"The file {file} is there already; choose another name."
        )
    if not file.absolute().parent.is_dir():
        raise Refusal(f"目录 {file.parent} 不存在。", f"There is no folder {file.parent}.")
    with database(house, "linli backup") as found:
        if found.private and not inside.exists(found, NAME):
            raise Refusal("还没有数据库，无需备份。", "There is no database yet, so nothing to back up.")
        try:
            with tempfile.TemporaryDirectory(prefix=".linli-", dir=file.absolute().parent) as folder:
                manifest = _write(house, found, Path(folder), file)
        except OSError as error:
            raise Refusal(
                f"备份未能写入 {file}（{error.strerror}）；没有留下不完整的备份。",
                f"The backup could not be written to {file} ({error.strerror}); no incomplete one was left.",
            ) from error
    count = len(manifest["sha256"]) - 1
    size = file.stat().st_size / 1e6
    say(f"已备份到 {file}（{count} 个文件，{size:.1f} MB）。", f"Backed up to {file} ({count} files, {size:.1f} MB).")
    return 0


def _write(house: House, found: Database, folder: Path, file: Path) -> dict[str, Any]:
    """The dump first, the files after: a file that a row of the dump names was stored before that row."""
    dump, whole = folder / "dump", folder / "whole"
    facts = _facts(house, found.admin)
    words: list[str | Path] = [program(found, "pg_dump"), "--format=custom", f"--file={dump}"]
    call(words, found.admin, "数据库导出失败", "The database could not be dumped")
    with whole.open("wb") as out:
        whole.chmod(0o600)
        manifest = archive.write(out, dump, house.files, facts)
        out.flush()
        os.fsync(out.fileno())
    whole.rename(file)
    return manifest


def restore(house: House, file: Path, *, replace: bool) -> int:
    """Put a backup in place. Raises Refusal; then everything is as it was before."""
    house.prepare()
    manifest = archive.verify(file)
    with database(house, "linli restore", alone=True) as found:
        if found.private:
            _restore_private(house, found, file, manifest, replace=replace)
        else:
            _restore_external(house, found, file)
    house.remember(demo=bool(manifest.get("demo")))
    _drop_other_files(house, manifest)
    say(f"已从 {file} 恢复（备份时间 {manifest['created']}）。", f"Restored {file} (written {manifest['created']}).")
    return 0


def _restore_private(house: House, found: Database, file: Path, manifest: dict[str, Any], *, replace: bool) -> None:
    if inside.exists(found, NAME) and not replace:
        raise Refusal(
            f"数据目录 {house.var} 已有数据；如确要用备份替换，请加 --replace。",
            f"The data folder {house.var} holds data already; add --replace to put the backup in their place.",
        )
    building = found.named(BUILDING)
    inside.create(found, BUILDING)
    try:
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=house.var) as folder:
            dump = Path(folder) / "dump"
            archive.extract(file, lambda name: dump if name == archive.DUMP else None)
            words: list[str | Path] = [program(found, "pg_restore"), "--exit-on-error", "--no-owner"]
            words += ["--no-privileges", f"--role={OWNER}", "--jobs=2", f"--dbname={BUILDING}", dump]
            with inside.owner_sees_every_row(found):
                call(
                    words, building.admin, "备份中的数据库无法恢复", "The database in the backup could not be restored"
                )
        migrate.bring_up(house, building, always=True)
        archive.extract(file, lambda name: _file_of(house, name))
    except BaseException:
        house.remember(secured=None)
        inside.drop(found, BUILDING)
        raise
    inside.swap_in(found, BUILDING)


def _restore_external(house: House, found: Database, file: Path) -> None:
    """Into a database of somebody else's server: only an empty one, in one transaction."""
    with connect(found.owner) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row and row[0]:
        raise Refusal(
            "DATABASE_URL 指向的数据库不是空的；请先建一个空数据库再恢复。",
            "The database that DATABASE_URL names is not empty; make an empty one and restore into that.",
        )
    archive.extract(file, lambda name: _file_of(house, name))
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=house.var) as folder:
        dump = Path(folder) / "dump"
        archive.extract(file, lambda name: dump if name == archive.DUMP else None)
        words: list[str | Path] = [program(found, "pg_restore"), "--exit-on-error", "--single-transaction"]
        words += ["--no-owner", "--no-privileges", f"--dbname={programs_env(found.owner)['PGDATABASE']}", dump]
        call(words, found.owner, "备份中的数据库无法恢复", "The database in the backup could not be restored")
    migrate.bring_up(house, found, always=True)


def _file_of(house: House, name: str) -> Path | None:
    return house.files / name.removeprefix(archive.FILES) if name.startswith(archive.FILES) else None


def _drop_other_files(house: House, manifest: dict[str, Any]) -> None:
    """Remove stored files that the restored database does not know, after it is in place."""
    for path in sorted(house.files.rglob("*")):
        if path.is_file() and archive.FILES + path.relative_to(house.files).as_posix() not in manifest["sha256"]:
            path.unlink()
