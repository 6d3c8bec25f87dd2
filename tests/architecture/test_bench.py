"""A measurement that misses its bound says so."""

import pytest

from bench.registry import Row
from bench.run import line


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (Row("a.b", 1, "s", limit=1), True),
        (Row("a.b", 1.01, "s", limit=1), False),
        (Row("a.b", 1, "ms", ratio=8, target=8), True),
        (Row("a.b", 1, "ms", limit=2, ratio=8.1, target=8), False),
        (Row("a.b", 1, "/s", ratio=0.6, target=0.6, at_least=True), True),
        (Row("a.b", 1, "/s", ratio=0.59, target=0.6, at_least=True), False),
        (Row("a.b", 1, "/s", target=0.6), False),
        (Row("a.b", 1, "/s"), True),
    ],
)
def test_a_row_holds_its_bounds(row: Row, holds: bool) -> None:
    assert row.holds is holds
    assert row.as_json().keys() == {"name", "value", "unit", "limit", "ratio", "target", "holds"}
    assert line(row).startswith("✓" if holds else "✗")
