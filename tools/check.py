"""`make check`: every rule that a machine can hold us to, one line of result each.

✓ holds · ✗ broken (the run fails) · ? could not be found out here, which is not the same as holding.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHOWN = 40
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
sys.path.insert(0, str(ROOT))

from tools import licences, locks, openapi, sbom, sizes, translations  # noqa: E402
from tools.result import Result, broken, held  # noqa: E402


def command(*words: str, says: str, empty: str = "") -> Callable[[], Result]:
    """A check that is somebody else's program. It must say that it looked (`says`), for silence proves nothing;
    `empty` is what it says when there is nothing to look at yet."""

    def run() -> Result:
        done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True)
        told = (done.stdout + done.stderr).strip()
        if (done.returncode == 0 and says in told) or (empty and empty in told):
            return held(told.splitlines()[-1] if told else "")
        return broken(told)

    return run


def manage(*words: str, **environment: str) -> Callable[[], Result]:
    """A command of the program's own, under these environment variables."""

    def run() -> Result:
        env = os.environ | environment
        done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, capture_output=True, text=True, env=env)
        told = (done.stdout + done.stderr).strip()
        return held() if done.returncode == 0 else broken(told)

    return run


CHECKS: dict[str, Callable[[], Result | None]] = {
    "ruff": command("-m", "ruff", "check", ".", says="All checks passed"),
    "format": command("-m", "ruff", "format", "--check", ".", says="already formatted"),
    "mypy": command("-m", "mypy", says="Success"),
    "imports": command("-c", LINT_IMPORTS, says=" 0 broken"),
    "templates": command("-m", "djlint", "linli", "--lint", says="found 0 errors", empty="No files to check"),
    "django": manage("check", "--fail-level", "WARNING"),
    "deploy": manage("check", "--deploy", "--fail-level", "WARNING", LINLI_HTTPS="1"),
    "migrations": manage("makemigrations", "--check", "--dry-run"),
    "sizes": sizes.check,
    "translations": translations.complete,
    "extraction": translations.extracted,
    "locks": locks.check,
    "licences": licences.check,
    "advisories": locks.advisories,
    "openapi": openapi.check,
    "sbom": sbom.check,
}


def main(names: list[str]) -> int:
    marks = {True: "✓", False: "✗", None: "?"}
    failed = 0
    for name in names or CHECKS:
        begun = time.monotonic()
        result = CHECKS[name]()
        if result is None:
            continue
        failed += result.holds is False
        first, *rest = (result.said or "ok").splitlines() or ["ok"]
        if result.holds is False and rest:
            first = f"{len(rest) + 1} lines below"
            rest = result.said.splitlines()
        print(f"{marks[result.holds]} {name:<13} {time.monotonic() - begun:5.1f} s  {first}", flush=True)
        if result.holds is False:
            more = [f"… and {len(rest) - SHOWN} more"] if len(rest) > SHOWN else []
            print("\n".join(f"    {line}" for line in rest[:SHOWN] + more), flush=True)
    print(
        f"{failed} of {len(names or CHECKS)} checks broken" if failed else "all checks hold or are marked ?", flush=True
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
