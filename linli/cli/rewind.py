"""`linli base` and `linli rewind`: a verified copy of the running cluster, and the database as of a moment after it."""

import os
import shutil
import time
from datetime import datetime
from pathlib import Path

from linli.cli import archiving, lock
from linli.cli.backup import call, program
from linli.cli.cluster import Cluster
from linli.cli.database import database
from linli.cli.ground import Ground, reachable, survey
from linli.cli.house import House
from linli.cli.postgres import choose
from linli.cli.words import Refusal, say

LONGEST = 3600.0
"""Seconds that reading the archive back may take."""


def base(house: House, folder: Path) -> int:
    """Copy the whole cluster into a new folder below this one, and verify the copy. Raises Refusal."""
    house.prepare()
    target = folder.absolute() / time.strftime("base-%Y%m%d-%H%M%S")
    with database(house, "linli base") as found:
        if not found.private:
            raise Refusal(
                "DATABASE_URL 指向的数据库请用其自身的工具备份。",
                "A database named by DATABASE_URL is copied with its own server's tools.",
            )
        words: list[str | Path] = [program(found, "pg_basebackup"), "--checkpoint=fast", f"--pgdata={target}"]
        try:
            call(words, found.admin, "数据库整体复制失败", "The cluster could not be copied")
            verify: list[str | Path] = [program(found, "pg_verifybackup"), "--quiet", target]
            call(verify, found.admin, "复制的数据库未通过校验", "The copy of the cluster does not verify")
        except Refusal:
            shutil.rmtree(target, ignore_errors=True)
            raise
    say(f"已复制并校验：{target}", f"Copied and verified: {target}")
    return 0


def rewind(house: House, copy: Path, moment: str) -> int:
    """Put the database in place as of a moment (ISO, with its time zone) after the copy was made. Raises Refusal."""
    house.prepare()
    _check_moment(moment)
    with lock.hold(house, "linli rewind"):
        ground = survey(house)
        if ground.data.exists():
            raise Refusal(
                f"{ground.data} 已有数据库；请先停止服务，并把该目录改名保存。",
                f"There is a database in {ground.data}; stop the service and move that folder aside first.",
            )
        binaries = reachable(choose(copy), ground)
        cluster = Cluster(ground, binaries, house.logs / "postgres.log", archiving.recovery(moment, ground.account))
        _bring(copy, ground)
        try:
            cluster.start(patience=LONGEST)
        except Refusal:
            cluster.stop()
            shutil.rmtree(ground.data)
            raise
        cluster.stop()
    say(f"数据库已恢复到 {moment}。", f"The database is as it was at {moment}.")
    return 0


def _check_moment(moment: str) -> None:
    try:
        zoned = datetime.fromisoformat(moment).tzinfo is not None
    except ValueError:
        zoned = False
    if not zoned:
        raise Refusal(
            f"时间 {moment} 写法有误，应如 2026-11-24T10:15:00+08:00。",
            f"The moment {moment} is not written right; write it like 2026-11-24T10:15:00+08:00.",
        )


def _bring(copy: Path, ground: Ground) -> None:
    """Copy the copy beside its place and move it there whole, marked for recovery."""
    fresh = ground.data.with_name("pg.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(copy, fresh, symlinks=True)
    (fresh / "recovery.signal").touch()
    for path in [fresh, *fresh.rglob("*")]:
        os.chown(path, ground.account.uid, ground.account.gid, follow_symlinks=False)
    fresh.chmod(0o700)
    fresh.rename(ground.data)
