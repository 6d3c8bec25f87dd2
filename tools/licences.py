"""Nothing under the GPL runs with the program, which is Apache-2.0; the LGPL of a library we only import may."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tools.result import Result, broken, held

ROOT = Path(__file__).resolve().parents[1]
TOLD = {"pyxform": "BSD License"}
"""Read in the licence file that comes with the package, whose metadata name none."""
_GPL = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public|Affero", re.I)


def forbidden(licence: str) -> bool:
    """Whether every licence on offer is one we may not ship with; `A OR B` offers a choice."""
    offers = [part for part in re.split(r"\bOR\b|;", licence) if part.strip()]
    return not offers or licence == "UNKNOWN" or all(_GPL.search(offer) for offer in offers)


def _running() -> list[str]:
    text = "".join((ROOT / "requirements" / f"{name}.txt").read_text("utf-8") for name in ("base", "postgres"))
    return re.findall(r"^([a-z0-9._-]+)==", text, re.M | re.I)


def check() -> Result:
    words = ["piplicenses", "--format=json", "--with-system", "--from=mixed", "--packages", *_running()]
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True)
    if done.returncode:
        return broken(done.stderr.strip())
    rows = json.loads(done.stdout)
    told = [(f"{row['Name']} {row['Version']}", TOLD.get(row["Name"], row["License"])) for row in rows]
    bad = [f"{name}: {licence}" for name, licence in told if forbidden(licence)]
    return broken("\n".join(bad)) if bad else held(f"{len(rows)} packages")
