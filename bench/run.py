"""Runs the rooms' measurements, prints the table and writes var/bench.json."""

import argparse
import importlib
import json
import pkgutil
from collections.abc import Iterator

from bench import rooms
from bench.registry import ROOMS, Row
from bench.server import Bench
from linli.cli.house import ROOT, write_whole
from linli.cli.up import stoppable
from linli.cli.words import Refusal, Stopped, refuse


def _load() -> None:
    for module in pkgutil.iter_modules(rooms.__path__):
        importlib.import_module(f"{rooms.__name__}.{module.name}")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def line(row: Row) -> str:
    sign = "≥" if row.at_least else "≤"
    limit = f"{sign} {_number(row.limit)}" if row.limit is not None else ""
    target = f"{sign} {_number(row.target)} ×" if row.target is not None else ""
    ratio = f"{_number(row.ratio)} ×" if row.ratio is not None else ""
    mark = "✓" if row.holds else "✗"
    return f"{mark} {row.name:<44} {_number(row.value):>12} {row.unit:<6} {limit:>10} {ratio:>10} {target:>10}"


def measure(wanted: list[str], bench: Bench) -> Iterator[Row]:
    for name in wanted:
        for row in ROOMS[name](bench):
            if not row.name.startswith(f"{name}."):
                raise ValueError(f"the row {row.name} of the room {name} must be named {name}.…")
            yield row


def main(words: list[str]) -> int:
    """Exit code 1 when a promise does not hold."""
    _load()
    parser = argparse.ArgumentParser(prog="make bench", allow_abbrev=False)
    parser.add_argument("--only", action="append", choices=sorted(ROOMS), metavar="ROOM")
    parser.add_argument(
        "--whole", action="store_true", help="the whole survey of `forms` where else a tenth is measured"
    )
    asked = parser.parse_args(words)
    wanted = asked.only or sorted(ROOMS)
    rows: list[Row] = []
    print(f"  {'':<44} {'value':>12} {'unit':<6} {'limit':>10} {'ratio':>10} {'target':>10}", flush=True)
    try:
        with stoppable(), Bench(whole=asked.whole) as bench:
            for row in measure(wanted, bench):
                rows.append(row)
                print(line(row), flush=True)
    except Refusal as refusal:
        return refuse(refusal)
    except Stopped:
        return 130
    (ROOT / "var").mkdir(exist_ok=True)
    write_whole(ROOT / "var" / "bench.json", json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1))
    return 0 if all(row.holds for row in rows) else 1
