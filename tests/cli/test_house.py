"""Several commands prepare one folder at the same time."""

import subprocess
import sys
from pathlib import Path

from tests.cli.service import ROOT

OFTEN = "import sys; from pathlib import Path; from linli.cli.house import House; [House(Path(sys.argv[1])).prepare() for _ in range(300)]"


def test_commands_that_begin_together_do_not_disturb_one_another(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", OFTEN, str(tmp_path / "var")]
    running = [subprocess.Popen(argv, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for one in running:
        _out, told = one.communicate(timeout=60)
        assert one.returncode == 0, told
