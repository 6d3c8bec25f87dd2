"""Division codes of the whole country into a new database, by the command a deployer uses."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench import country
from bench.registry import Row, room
from bench.server import Bench, plain_env
from bench.weight import watch
from linli.cli.house import ROOT


@room("places")
def places(bench: Bench) -> Iterator[Row]:
    table, house = bench.folder / "dist", bench.folder / "country"
    rows = country.write(table)
    linli: list[str | Path] = [sys.executable, ROOT / "bin" / "linli", "--var", house]
    watch([*linli, "migrate"], plain_env(), bench.folder / "country.out")
    found = watch([*linli, "places", "import", table], plain_env(), bench.folder / "country.out")
    yield Row("places.import_country", found.seconds, "s", limit=120)
    yield Row("places.import_country.processor_time", found.worked, "s")
    yield Row("places.import_country.rows_per_second", rows / found.seconds, "/s")
    yield Row("places.import_country.importer_memory", found.largest, "MB", limit=1000)
    yield Row("places.import_country.memory_with_database", found.together, "MB", limit=1000)
    again = watch([*linli, "places", "import", table], plain_env(), bench.folder / "country.out")
    yield Row("places.import_country_unchanged", again.seconds, "s", limit=120)
