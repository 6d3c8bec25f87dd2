"""What the command says, in Chinese or English: it speaks before any translation file can be read."""

import os
import sys
from typing import Any

_chosen: list[str] = []


class Refusal(Exception):
    """The command cannot go on: one sentence that a clerk understands, in both languages, and an exit code."""

    def __init__(self, zh: str, en: str, *, code: int = 1) -> None:
        super().__init__(en)
        self.zh, self.en, self.code = zh, en, code


class Stopped(BaseException):
    """Somebody asked the command to stop (Ctrl-C, a signal from the system)."""


def choose(language: str | None) -> None:
    """Fix the language; without a choice LINLI_LANG, then the locale decides, and Chinese is the default."""
    for candidate in (language, os.environ.get("LINLI_LANG"), os.environ.get("LC_ALL"), os.environ.get("LANG")):
        if candidate and candidate[:2] in {"zh", "en"}:
            _chosen[:] = [candidate[:2]]
            return
    _chosen[:] = ["zh"]


def language() -> str:
    if not _chosen:
        choose(None)
    return _chosen[0]


def pick(zh: str, en: str) -> str:
    return en if language() == "en" else zh


def say(zh: str, en: str, **flags: Any) -> None:
    print(pick(zh, en), flush=True, **flags)


def both(zh: str, en: str) -> str:
    """The two sentences, the chosen language first."""
    return f"{en}\n{zh}" if language() == "en" else f"{zh}\n{en}"


def refuse(refusal: Refusal) -> int:
    print(both(refusal.zh, refusal.en), file=sys.stderr, flush=True)
    return refusal.code


def speak_utf8() -> None:
    """A machine without a locale must still be able to print Chinese."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
