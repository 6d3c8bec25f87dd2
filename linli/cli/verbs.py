"""The verbs that need the program's packages, each in a few lines."""

import argparse
import os
import signal
import time

from linli.cli import lock
from linli.cli import migrate as migrating
from linli.cli.backup import backup, restore
from linli.cli.database import database
from linli.cli.house import House, read_json
from linli.cli.program import interactive
from linli.cli.rewind import base, rewind
from linli.cli.setup import gather
from linli.cli.up import Wishes
from linli.cli.up import run as serve
from linli.cli.words import Refusal, say

NOT_RUNNING = 3


def _up(house: House, given: argparse.Namespace) -> int:
    wanted = {name: getattr(given, name) for name in ("host", "port", "workers", "demo") if hasattr(given, name)}
    house.prepare()
    gather(house)
    return serve(house, Wishes(**wanted))


def _status(house: House, _given: argparse.Namespace) -> int:
    if not (house.var.is_dir() and house.lock.exists() and lock.is_held(house)):
        say(f"未运行（数据目录 {house.var}）。", f"Not running (data folder {house.var}).")
        return NOT_RUNNING
    holder, state = read_json(house.lock), house.state()
    if not state.get("serving"):
        say(
            f"正忙：{holder.get('purpose')}（进程号 {holder.get('pid')}）。",
            f"Busy: {holder.get('purpose')} (pid {holder.get('pid')}).",
        )
        return 0
    say(
        f"运行中：{state.get('address')}（进程号 {holder.get('pid')}）。",
        f"Running: {state.get('address')} (pid {holder.get('pid')}).",
    )
    for name, row in read_json(house.var / "children.json").items():
        print(f"  {name:<10} {row.get('pid')}")
    return 0


def _stop(house: House, given: argparse.Namespace) -> int:
    if not (house.lock.exists() and lock.is_held(house)):
        return _status(house, given)
    pid = int(read_json(house.lock).get("pid") or 0)
    if pid:
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + 90
    while lock.is_held(house):
        if time.monotonic() > until:
            raise Refusal(f"进程 {pid} 未能在 90 秒内停止。", f"Process {pid} did not stop within 90 s.")
        time.sleep(0.2)
    say("已停止。", "Stopped.")
    return 0


def _migrate(house: House, _given: argparse.Namespace) -> int:
    house.prepare()
    with database(house, "linli migrate") as found:
        if found.cluster:
            migrating.ready(house, found, demo=None if house.state().get("demo") else False)
        migrating.bring_up(house, found, always=True)
    say("数据库已是最新。", "The database is up to date.")
    return 0


def _demo(house: House, _given: argparse.Namespace) -> int:
    house.prepare()
    with database(house, "linli demo") as found:
        house.remember(demo=True)
        state = migrating.ready(house, found, demo=False)
        house.remember(demo=True)
        migrating.fill(house, found, state)
    return 0


def _manage(house: House, rest: list[str]) -> int:
    house.prepare()
    with database(house, "linli manage") as found:
        if found.cluster:
            migrating.ready(house, found, demo=False)
        return interactive(house, found.app, rest)


def run(house: House, given: argparse.Namespace, rest: list[str] | None) -> int:
    """Carry out one verb. Raises Refusal."""
    if rest is not None:
        return _manage(house, rest)
    if given.verb == "backup":
        return backup(house, given.file)
    if given.verb == "restore":
        return restore(house, given.file, replace=getattr(given, "replace", False))
    if given.verb == "base":
        return base(house, given.folder)
    if given.verb == "rewind":
        return rewind(house, given.copy, given.moment)
    table = {"up": _up, "status": _status, "stop": _stop, "migrate": _migrate, "demo": _demo}
    return table[given.verb](house, given)
