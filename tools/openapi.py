"""The description of the API that is committed is the one that the program gives."""

import json
import subprocess
import sys
from pathlib import Path

from tools.result import Result, broken, held

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "openapi.json"


def check() -> Result | None:
    """Nothing to check while no description is committed."""
    if not FILE.exists():
        return None
    done = subprocess.run([sys.executable, "manage.py", "openapi"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        return broken(done.stderr.strip())
    if json.loads(done.stdout) != json.loads(FILE.read_text("utf-8")):
        return broken(f"{FILE.name} is not what the program gives: run `linli manage openapi > docs/{FILE.name}`")
    return held(f"{len(json.loads(done.stdout).get('paths', {}))} addresses")
