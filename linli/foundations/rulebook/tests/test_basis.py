"""The legal ground that the platform stands on: each rule with its value, its clause and whether somebody checked it.

`basis.csv` is read by hand against the texts. A value in law/ that is missing or differs fails here; a district's
stricter value is an entry of its own beside it. Of a list with keys the table names the keys.
"""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from linli.foundations.rulebook import book
from linli.foundations.rulebook.law import Law
from linli.foundations.rulebook.layers import Entry

with (Path(__file__).parent / "basis.csv").open(encoding="utf-8") as _table:
    BASIS = list(csv.DictReader(_table))
DAY = date(2026, 3, 5)


def differences(row: dict[str, str], law: Law) -> dict[str, Any]:
    """What the rule book says otherwise than the table, by column."""
    one = law.parameters.get(row["parameter"])
    entry = next((e for e in one.entries if e.since <= DAY and e.level == row["level"]), None) if one else None
    if one is None or entry is None:
        return {"parameter": None}
    said = {
        "value": _keys(entry),
        "unit": one.unit,
        "stricter": one.direction,
        "document": entry.clause.document.short,
        "clause": entry.clause.key,
        "verified": "yes" if entry.verified else "no",
        "assumed": "yes" if entry.assumed else "no",
    }
    told = {**row, "value": json.loads(row["value"])}
    return {name: value for name, value in said.items() if value != told[name]}


def _keys(entry: Entry) -> Any:
    if isinstance(entry.value, Decimal):
        return float(entry.value)
    value = book.jsonable(entry.value)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [one.get("key") or one["kind"] for one in value]
    return value


@pytest.mark.parametrize("row", BASIS, ids=[row["parameter"] for row in BASIS])
def test_the_rule_book_says_what_the_law_says(row: dict[str, str]) -> None:
    assert differences(row, book.base()) == {}


def test_every_rule_of_the_table_is_told_apart_once() -> None:
    names = [row["parameter"] for row in BASIS]
    assert len(names) == len(set(names)) >= 70


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"value": "21"}, "value"),
        ({"clause": "36"}, "clause"),
        ({"verified": "yes"}, "verified"),
        ({"assumed": "yes"}, "assumed"),
        ({"parameter": "tender.bid_dayz"}, "parameter"),
    ],
)
def test_a_wrong_row_is_found(changed: dict[str, str], wrong: str) -> None:
    row = next(one for one in BASIS if one["parameter"] == "tender.bid_days")
    assert list(differences({**row, **changed}, book.base())) == [wrong]
