"""The locked requirements: hashed, free of any index's address, and without known advisories."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.result import Result, broken, held, unknown

ROOT = Path(__file__).resolve().parents[1]
_RESOLVED = re.compile(r'"resolved":\s*"[a-z+]+:')
_ADDRESS = re.compile(r"https?://|file:|(?:^|\s)--?(?:extra-)?(?:index-url|find-links|trusted-host|i|f)\b")
_PINNED = re.compile(r"^([a-z0-9._-]+)==([^\s;\\]+)", re.I)
KNOWN_BAD = "pyyaml==5.3"


def locks() -> list[Path]:
    words = ["git", "ls-files", "requirements/*.txt", "package-lock.json", "*/package-lock.json"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines()]


def addresses(text: str) -> list[str]:
    """Lines that name where a package came from: another machine could not use them.

    In a lock of npm only that is looked at, for it also holds the packages' home pages.
    """
    pattern = _RESOLVED if text.lstrip().startswith("{") else _ADDRESS
    return [line.strip() for line in text.splitlines() if pattern.search(line)]


def unhashed(text: str) -> list[str]:
    """Pinned packages without a hash."""
    blocks = re.split(r"\n(?=\S)", text)
    return [block.split()[0] for block in blocks if _PINNED.match(block) and "--hash=sha256:" not in block]


def check() -> Result:
    wrong: list[str] = []
    for path in locks():
        text = path.read_text("utf-8")
        wrong += [f"{path.relative_to(ROOT)}: {line}" for line in addresses(text)]
        if path.suffix == ".txt":
            wrong += [f"{path.relative_to(ROOT)}: no hash: {name}" for name in unhashed(text)]
    return broken("\n".join(wrong)) if wrong else held(f"{len(locks())} files")


def _audit(path: Path) -> list[dict[str, object]] | None:
    words = ["pip_audit", "--disable-pip", "--no-deps", "--progress-spinner=off", "-f", "json", "-r", str(path)]
    try:
        done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, timeout=240)
        found: list[dict[str, object]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None
    return found


def advisories() -> Result:
    """Known advisories for what runs. A package that is known to be bad is asked about first: if it passes, the
    answers are worth nothing, and we say so."""
    with tempfile.TemporaryDirectory() as folder:
        control = Path(folder) / "control.txt"
        control.write_text(KNOWN_BAD + "\n")
        answer = _audit(control)
    if not answer or not answer[0].get("vulns"):
        return unknown("no advisory service can be reached from here")
    found = _audit(ROOT / "requirements" / "base.txt")
    if found is None or any("skip_reason" in row for row in found):
        return unknown("the advisory service did not answer for every package")
    bad = [f"{row['name']} {row['version']}: {row['vulns']}" for row in found if row.get("vulns")]
    return broken("\n".join(bad)) if bad else held(f"{len(found)} packages")
