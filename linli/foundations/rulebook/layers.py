"""A parameter and its dated entries, in layers told apart by the division code where they apply.

A lower layer goes over an upper one only towards stricter, unless the parameter is left free (`local: free`). An upper
entry that comes later and is stricter than a lower one overtakes it: the lower gives way from that day on, without being
touched, and is reported (`overtaken`).
"""

import operator
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from linli.foundations.rulebook.law import Clause, LawError

LEVELS = {0: "national", 2: "provincial", 4: "city", 6: "district", 9: "street"}
"""The layers, by the length of the division code for which they speak; the nation has none."""
STRICTER = {"min": operator.ge, "max": operator.le, "exact": operator.eq}


@dataclass(frozen=True, slots=True)
class Entry:
    """A value from a day on, for a place. `decided` is the key of the entry that this deployment decided, 0 for the
    shipped base; `cited` keeps the citation made of it."""

    since: date
    value: Any
    clause: Clause
    verified: bool
    assumed: bool
    place: str = ""
    decided: int = 0
    cited: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def level(self) -> str:
        return LEVELS[len(self.place)]


@dataclass(frozen=True, slots=True)
class Line:
    """What applies at a place, day by day: `applied[i]` from `days[i]` on."""

    days: list[date]
    applied: list[Entry]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or condition that a clause fixes. `direction` says which way is stricter: min (more), max (less), exact.

    `home` is the code of the deployment's district, for which is answered where no place is named.
    """

    name: str
    title: str
    title_en: str
    unit: str
    direction: str
    measure: str
    choices: dict[str, str]
    labels: dict[str, str]
    free: bool
    home: str
    layers: dict[str, tuple[Entry, ...]]
    _lines: dict[str, Line] = field(default_factory=dict, compare=False, repr=False)

    @property
    def entries(self) -> list[Entry]:
        """Every entry of every layer, newest first, the lower layer before the upper."""
        found = [entry for layer in self.layers.values() for entry in layer]
        return sorted(found, key=lambda e: (e.since, len(e.place), e.decided), reverse=True)

    @property
    def first_day(self) -> date:
        """The first day on which the district has a value."""
        return self.line().days[0] if self.line().days else date.max

    @property
    def is_local(self) -> bool:
        """Whether a street has a value of its own, so that it matters where something is."""
        return any(len(code) > len(self.home) for code in self.layers)

    @property
    def has_upper(self) -> bool:
        """Whether somebody above the district has fixed it."""
        return any(len(code) < len(self.home) for code in self.layers)

    def entry(self, on: date, place: str = "") -> Entry:
        """What applies on a day at a place (default: the district). Raises LawError when there is nothing yet."""
        line = self.line(place)
        index = bisect_right(line.days, on)
        if not index:
            first = f"; the first is from {line.days[0]}" if line.days else ""
            raise LawError(f"{self.name} has no value on {on}{first}")
        return line.applied[index - 1]

    def line(self, place: str = "") -> Line:
        """What applies at a place on every day, worked out once."""
        where = place if self.is_local and place.startswith(self.home) else self.home
        if where not in self._lines:
            self._lines[where] = self._drawn(where)
        return self._lines[where]

    def chain(self, place: str) -> list[tuple[Entry, ...]]:
        """The layers that speak for a place, from the nation down."""
        return [self.layers[code] for code in sorted(self.layers, key=len) if place.startswith(code)]

    def _drawn(self, place: str) -> Line:
        chain = self.chain(place)
        days = sorted({entry.since for layer in chain for entry in layer})
        applied = [self.folded(chain, day) for day in days]
        return Line(days, [entry for entry in applied if entry is not None])

    def folded(self, chain: Sequence[tuple[Entry, ...]], day: date) -> Entry | None:
        """From the top down: a lower value counts where it is free or no looser than what stands above it."""
        found: Entry | None = None
        for layer in chain:
            own = on_day(layer, day)
            if own is not None and (found is None or self.allows(own.value, found.value)):
                found = own
        return found

    def allows(self, lower: Any, upper: Any) -> bool:
        """Whether a lower layer may say this under what the upper one says."""
        return self.free or bool(STRICTER[self.direction](lower, upper))

    def above(self, day: date, place: str) -> Entry | None:
        """What the layers above a place come to on a day."""
        return self.folded([layer for layer in self.chain(place) if layer[0].place != place], day)

    def overtaken(self) -> Iterator[tuple[Entry, Entry]]:
        """Entries that give way, each with the upper entry that overtook it, from that one's day on."""
        for code, layer in self.layers.items():
            above = [upper for upper in self.chain(code) if upper[0].place != code]
            for day in sorted({entry.since for upper in above for entry in upper}):
                own, upper_now = on_day(layer, day), self.folded(above, day)
                if own and upper_now and own.since < day and not self.allows(own.value, upper_now.value):
                    yield own, upper_now


def on_day(entries: tuple[Entry, ...], day: date) -> Entry | None:
    """The entry of one layer that stands on a day, whether it counts or not."""
    place = bisect_right(entries, day, key=lambda e: e.since)
    return entries[place - 1] if place else None
