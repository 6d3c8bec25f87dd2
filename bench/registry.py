"""What a measurement is, and which rooms have some.

A room's module in bench/rooms/ registers one function; it yields rows whose names begin with the room's.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.server import Bench

Measure = Callable[["Bench"], Iterator["Row"]]
ROOMS: dict[str, Measure] = {}


@dataclass(frozen=True)
class Row:
    """One result. `limit` bounds the value, `target` the ratio to a reference measured in the same run.

    Both are upper bounds, or lower ones with `at_least`; an absent bound always holds.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    ratio: float | None = None
    target: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self._within(self.value, self.limit) and self._within(self.ratio, self.target)

    def _within(self, found: float | None, bound: float | None) -> bool:
        if bound is None:
            return True
        if found is None:
            return False
        return found >= bound if self.at_least else found <= bound

    def as_json(self) -> dict[str, Any]:
        facts = asdict(self)
        facts.pop("at_least")
        return facts | {"holds": self.holds}


def room(name: str) -> Callable[[Measure], Measure]:
    """Register a room's measurements under its name."""

    def register(measure: Measure) -> Measure:
        if name in ROOMS:
            raise ValueError(f"the room {name} measures twice")
        ROOMS[name] = measure
        return measure

    return register
