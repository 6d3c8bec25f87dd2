"""Two rounds of needs lists side by side: what is new, what is gone or met, what moved up or down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

ORDER = ("new", "up", "down", "same", "met", "adopted", "gone")
"""How a need changed: of those that no longer stand there, met and adopted ones are told apart from those that are gone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A need on a list: its key and title, where it lies, rank and index."""

    need: int
    title: str
    place: str
    topic: str
    rank: int
    priority: Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """A need before and now; either may be missing. `moved` is how many ranks it rose (negative: fell)."""

    kind: str
    before: Standing | None
    now: Standing | None

    @property
    def shown(self) -> Standing:
        found = self.now or self.before
        assert found is not None
        return found

    @property
    def moved(self) -> int:
        return self.before.rank - self.now.rank if self.before and self.now else 0

    @property
    def fell(self) -> int:
        return -self.moved


def compare(before: Iterable[Standing], now: Iterable[Standing], became: Mapping[int, str]) -> list[Change]:
    """Every need of either list once: those of the later list in its order, then those that left it in theirs.

    `became` tells the present state of needs by key (met, adopted, …), for those that left.
    """
    earlier = {one.need: one for one in before}
    later = list(now)
    made = []
    for one in later:
        old = earlier.pop(one.need, None)
        made.append(Change(_kind(old, one), old, one))
    for old in sorted(earlier.values(), key=lambda one: one.rank):
        state = became.get(old.need, "")
        made.append(Change(state if state in ("met", "adopted") else "gone", old, None))
    return made


def _kind(old: Standing | None, now: Standing) -> str:
    if old is None:
        return "new"
    if now.rank == old.rank:
        return "same"
    return "up" if now.rank < old.rank else "down"
