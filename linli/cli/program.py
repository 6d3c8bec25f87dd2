"""Running Django's commands for a deployment: the environment they get, and how their failure is told."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from linli.cli.address import Database
from linli.cli.house import ROOT, House
from linli.cli.keys import load
from linli.cli.processes import die_with_me
from linli.cli.words import Refusal

MANAGE = str(ROOT / "manage.py")


def environment(house: House, address: str | None, **more: str) -> dict[str, str]:
    """The variables that linli/config/settings.py reads, on top of those the deployer has set."""
    env = os.environ | {"LINLI_VAR": str(house.var), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | more
    env.setdefault("LC_ALL", "C.UTF-8")
    env.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    if address:
        env["DATABASE_URL"] = address
        env.setdefault("LINLI_SECRET_KEY", load(house, cluster_exists=False)["secret_key"])
    if house.state().get("demo"):
        env.setdefault("LINLI_DEMO", "1")
    return env


def manage(house: House, address: str | None, *words: str, quiet: bool = False, **more: str) -> str:
    """Run one of Django's commands. Returns what it printed when `quiet`, else shows it as it comes.

    Raises Refusal when it fails; what it then complained of goes to the log, for a reader who can make use of it.
    """
    done = subprocess.run(
        [sys.executable, MANAGE, *words],
        env=environment(house, address, **more),
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=die_with_me(),
    )
    if done.returncode:
        log = house.logs / "manage.log"
        with log.open("a", encoding="utf-8") as out:
            out.write(f"{' '.join(words)}\n{done.stderr}\n")
        reason = ([line.strip() for line in done.stderr.splitlines() if line.strip()] or ["?"])[-1]
        raise Refusal(
            f"命令 {' '.join(words)} 未能完成：{reason}（日志：{log}）。",
            f"The command {' '.join(words)} failed: {reason} (log: {log}).",
        )
    return done.stdout or ""


def interactive(house: House, address: str | None, words: Sequence[str]) -> int:
    """Hand the terminal to one of Django's commands; Ctrl-C is its own affair."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.run(
            [sys.executable, MANAGE, *words],
            env=environment(house, address),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def schema(house: House, database: Database) -> dict[str, Any]:
    """What linli/cli/schema.py finds out about the database and the program."""
    done = subprocess.run(
        [sys.executable, "-m", "linli.cli.schema"],
        env=environment(house, database.owner),
        capture_output=True,
        text=True,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=die_with_me(),
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise Refusal(f"程序无法加载：{last}", f"The program cannot be loaded: {last}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
