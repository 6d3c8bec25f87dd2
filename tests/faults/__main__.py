"""`python -m tests.faults [NAME…] [--rounds N]`: break the service on demand; one line of result for each fault.

✓ survived, and the control failed as it must · ✗ not survived, or the control noticed nothing · ? not to be shown here.
"""

import argparse
import subprocess
import sys
import time
import traceback
from collections.abc import Callable

from tests.cli.service import ROOT
from tests.faults import diskfull, ground, kills, pointintime, powercut, repeats
from tests.faults.powercut import NotHere

Script = Callable[[int], str]


def on_a_service(run: Callable[..., str], control: Callable[..., str]) -> Script:
    """A fault of one running service, and its control on the same."""

    def script(rounds: int) -> str:
        with ground.planted() as service:
            service.up()
            return told(run(rounds, service), control(service))

    return script


def on_its_own(run: Callable[[int], str], control: Callable[[], str]) -> Script:
    return lambda rounds: told(run(rounds), control())


def tested(*paths: str) -> Script:
    """A fault that the ordinary tests show, without a service."""

    def script(_rounds: int) -> str:
        words = [sys.executable, "tests/run.py", "-n", "0", *paths]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-500:]
        return done.stdout.strip().splitlines()[-1]

    return script


def told(survived: str, control: str) -> str:
    return f"{survived}\n    control: {control}"


FAULTS: dict[str, tuple[int, Script]] = {
    "kills": (30, on_a_service(kills.run, kills.control)),
    "repeats": (30, on_a_service(repeats.run, repeats.control)),
    "powercut": (3, on_its_own(powercut.run, powercut.control)),
    "diskfull": (2, on_its_own(diskfull.run, diskfull.control)),
    "pointintime": (1, on_its_own(pointintime.run, pointintime.control)),
    "clocks": (1, tested("tests/faults/test_clocks.py")),
    "crowd": (
        1,
        tested(
            "linli/flow/s3_tenders/tests/test_concurrency.py",
            "linli/foundations/funds/tests",
            "tests/faults/test_crowd.py",
        ),
    ),
    "corruptions": (1, tested("tests/faults/test_corruptions.py")),
}
"""Every fault with the rounds it has when nobody says how many."""


def attempt(name: str, rounds: int) -> bool:
    """Break, and print what came of it; False when it was not survived."""
    begun = time.monotonic()
    usual, script = FAULTS[name]
    try:
        mark, said = "✓", script(rounds or usual)
    except NotHere as reason:
        mark, said = "?", f"not shown on this machine: {reason}"
    except AssertionError:
        mark, said = "✗", traceback.format_exc()
    sys.stdout.write(f"{mark} {name:<12} {time.monotonic() - begun:6.1f} s  {said}\n")
    sys.stdout.flush()
    return mark != "✗"


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m tests.faults")
    reader.add_argument("names", nargs="*", metavar="NAME", help=" ".join(FAULTS))
    reader.add_argument("--rounds", type=int, default=0)
    given = reader.parse_args()
    unknown = set(given.names) - set(FAULTS)
    if unknown:
        reader.error(f"no such fault: {' '.join(sorted(unknown))}; there are {' '.join(FAULTS)}")
    survived = [attempt(name, given.rounds) for name in given.names or FAULTS]
    return 0 if all(survived) else 1


if __name__ == "__main__":
    sys.exit(main())
