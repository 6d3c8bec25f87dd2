"""Building the demo district, by actions only, with the command's own start and stop of the database."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.registry import Row, room
from bench.server import Bench, plain_env
from bench.weight import watch
from linli.cli.house import ROOT


@room("demo")
def demo(bench: Bench) -> Iterator[Row]:
    linli: list[str | Path] = [sys.executable, ROOT / "bin" / "linli", "--var", bench.folder / "demo"]
    watch([*linli, "migrate"], plain_env(), bench.folder / "demo.out")
    found = watch([*linli, "demo"], plain_env(), bench.folder / "demo.out")
    yield Row("demo.build", found.seconds, "s", limit=60)
    yield Row("demo.build.processor_time", found.worked, "s")
    yield Row("demo.build.memory", found.largest, "MB")
