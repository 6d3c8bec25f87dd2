"""The command line: reads it, makes sure that the right Python runs, and calls the verb."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from linli.cli import words
from linli.cli.help import text
from linli.cli.house import ROOT, House, in_venv, program_version, venv_python
from linli.cli.words import Refusal, Stopped


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Refusal(
            f"命令写法有误（{message}）；用 linli --help 查看用法。",
            f"The command is not written right ({message}); see linli --help.",
            code=2,
        )


def _port(value: str) -> int:
    number = int(value)
    if not 1 <= number <= 65535:
        raise ValueError
    return number


def parser() -> argparse.ArgumentParser:
    """The options of every verb. Its words are for machines; people read linli/cli/help.py."""
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--var", type=Path)
    common.add_argument("--lang", choices=["zh", "en"])
    common.add_argument("-h", "--help", action="store_true")
    common.add_argument("--version", action="store_true")
    top = _Parser(
        prog="linli", parents=[common], add_help=False, argument_default=argparse.SUPPRESS, allow_abbrev=False
    )
    verbs = top.add_subparsers(dest="verb", parser_class=_Parser)

    def verb(name: str) -> argparse.ArgumentParser:
        return verbs.add_parser(
            name, parents=[common], add_help=False, argument_default=argparse.SUPPRESS, allow_abbrev=False
        )

    up = verb("up")
    up.add_argument("--host")
    up.add_argument("--port", type=_port)
    up.add_argument("--workers", type=int, choices=[1, 2, 3, 4, 6, 8])
    up.add_argument("--demo", action="store_true", dest="demo")
    up.add_argument("--no-demo", action="store_false", dest="demo")
    verb("setup").add_argument("--tests", action="store_true")
    for name in ("status", "stop", "migrate", "demo"):
        verb(name)
    verb("backup").add_argument("file", type=Path)
    restore = verb("restore")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true")
    verb("base").add_argument("folder", type=Path)
    rewind = verb("rewind")
    rewind.add_argument("copy", type=Path)
    rewind.add_argument("moment")
    return top


def split(argv: list[str]) -> tuple[list[str], list[str] | None]:
    """Our own words, and those that go to Django: `manage …`, or any verb that is not one of ours."""
    own = {"up", "setup", "status", "stop", "migrate", "demo", "backup", "restore", "base", "rewind"}
    i = 0
    while i < len(argv):
        if argv[i] in {"--var", "--lang"}:
            i += 2
        elif argv[i].startswith("-"):
            i += 1
        elif argv[i] in own:
            return argv, None
        else:
            return argv[:i], argv[i + 1 :] if argv[i] == "manage" else argv[i:]
    return argv, None


def _hand_over(argv: list[str]) -> None:
    """Run the rest in the program's own Python environment. Does not return when that is another one."""
    if not in_venv() and venv_python().exists():
        sys.stdout.flush()
        os.execv(venv_python(), [str(venv_python()), str(ROOT / "bin" / "linli"), *argv])  # noqa: S606
    if not in_venv():
        raise Refusal(
            "程序尚未安装；请先运行 make setup。",
            "The program is not set up yet; run `make setup` first.",
        )


def _verb(house: House, given: argparse.Namespace, rest: list[str] | None, argv: list[str]) -> Callable[[], int]:
    from linli.cli import setup

    if rest is None and given.verb == "setup":
        return lambda: setup.run(house, tests=getattr(given, "tests", False))
    if rest is None and given.verb == "up" and not in_venv():
        setup.run(house)
    _hand_over(argv)
    from linli.cli import verbs

    return lambda: verbs.run(house, given, rest)


def run(argv: list[str]) -> int:
    own, rest = split(argv)
    given = parser().parse_args(own, argparse.Namespace(verb=None))
    words.choose(getattr(given, "lang", None))
    if getattr(given, "version", False):
        print(program_version())
        return 0
    if getattr(given, "help", False) or (rest is None and given.verb is None):
        print(text(given.verb))
        return 0
    folder = getattr(given, "var", None) or Path(os.environ.get("LINLI_VAR") or ROOT / "var")
    return _verb(House(folder.absolute()), given, rest, argv)()


def main(argv: list[str]) -> int:
    """Run one command; every foreseeable trouble is one sentence and an exit code, never a traceback."""
    words.speak_utf8()
    try:
        return run(argv)
    except Refusal as refusal:
        return words.refuse(refusal)
    except (KeyboardInterrupt, Stopped):
        words.say("\n已中止。", "\nStopped.")
        return 130
