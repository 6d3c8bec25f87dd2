"""The committed tables of who may what, compared cell by cell. LINLI_WRITE_MATRIX=1 writes them anew, for review."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

Row = dict[str, str]
Table = dict[str, Row]
FOLDER = Path(__file__).resolve().parent


def read(name: str) -> Table:
    path = FOLDER / name
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row.pop("name"): row for row in csv.DictReader(file)}


def write(name: str, table: Table) -> None:
    columns = ["name", *next(iter(table.values()))]
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({"name": key, **row} for key, row in table.items())


def differences(known: Table, found: Table, told: Callable[[str, str], str] = lambda key, who: "") -> list[str]:
    """Every cell that is missing, new or changed, in words."""
    lines = [f"{key}: no longer there" for key in known if key not in found]
    for key, row in found.items():
        if key not in known:
            lines.append(f"{key}: missing from the table")
            continue
        for who in sorted({*row, *known[key]}):
            before, now = known[key].get(who, "nothing"), row.get(who, "nothing")
            if before != now:
                lines.append(f"{key} as {who}: the table says {before}, found {now} {told(key, who)}".rstrip())
    return lines


def compare(name: str, found: Table, told: Callable[[str, str], str] = lambda key, who: "") -> None:
    """Fail with the differences; or, asked to, write the table. `told` says more about a cell."""
    if os.environ.get("LINLI_WRITE_MATRIX") == "1":
        write(name, found)
        return
    lines = differences(read(name), found, told)
    assert not lines, f"{name} differs (LINLI_WRITE_MATRIX=1 writes it anew, for review):\n" + "\n".join(lines)
