"""Every sentence that the program can say has its English, and no sentence is missing from the lists."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib

from tools.result import Result, broken, held, unknown

ROOT = Path(__file__).resolve().parents[1]
Key = tuple[str, str]
ATTRIBUTE = re.compile(r'\s:[\w-]+="([^"]*)"')
SENTENCE = re.compile(r"""_\('((?:[^'\\]|\\.)*)'\)""")


def _lists() -> list[Path]:
    return sorted((ROOT / "linli").rglob("locale/en/LC_MESSAGES/*.po"))


def untranslated(name: str, entries: Iterable[polib.POEntry]) -> list[str]:
    """Entries without English, or with one that was only guessed."""
    return [
        f"{name}: {'fuzzy' if entry.fuzzy else 'no English'}: {entry.msgid}"
        for entry in entries
        if not entry.obsolete and not entry.translated()
    ]


def _keys(paths: Iterable[Path]) -> set[Key]:
    return {(e.msgctxt or "", e.msgid) for path in paths for e in polib.pofile(str(path)) if not e.obsolete}


def complete() -> Result:
    missing, total = [], 0
    for path in _lists():
        entries = polib.pofile(str(path))
        total += len(entries)
        missing += untranslated(str(path.relative_to(ROOT)), entries)
    return broken("\n".join(missing)) if missing else held(f"{total} sentences")


def in_attributes(template: str) -> list[str]:
    """The sentences that a template gives to components as `:title="_('…')"`, where makemessages does not look."""
    return [sentence for attribute in ATTRIBUTE.findall(template) for sentence in SENTENCE.findall(attribute)]


def _bring_out(folder: Path) -> None:
    """Write those sentences once more at the end of their templates, as makemessages reads them."""
    for path in folder.rglob("*.html"):
        text = path.read_text()
        more = [f"{{% translate '{one}' %}}" for one in in_attributes(text)]
        if more:
            path.write_text(text + "\n".join(["", *more]))


def extracted() -> Result:
    """Extract anew in a copy, and look for sentences that no list has."""
    if not shutil.which("xgettext"):
        return unknown("gettext is not installed")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "linli"
        leave = shutil.ignore_patterns("static", "migrations", "tests", "__pycache__", "*.mo", "locale")
        shutil.copytree(ROOT / "linli", copy, ignore=leave)
        _bring_out(copy)
        (copy / "locale").mkdir()
        words = [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location", "-v", "0"]
        done = subprocess.run(words, cwd=copy, capture_output=True, text=True)
        if done.returncode:
            return broken(done.stderr.strip())
        found = _keys(copy.rglob("*.po"))
    missing = found - _keys(_lists())
    if missing:
        return broken("\n".join(sorted(f"in no list: {msgid}" for _, msgid in missing)))
    return held(f"{len(found)} sentences in the program")
