"""How much a rank depends on the weights: the same needs ranked again under many weightings around the one in force.

Each weight ten points up and ten down, the rest brought to the same sum; and a thousand weightings drawn at random around
it. Drawn from a fixed seed: the same list always says the same.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

POINTS = 10
DRAWS = 1000
SEED = 20201001
CLOSENESS = 40
"""How close the drawn weightings lie: a weight of 30 % has a standard deviation of seven points."""
STEADY = 1
"""Ranks that a need may move and still be called steady."""

Weighting = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A need by its key, with its scores in the order of the weights."""

    key: int
    scores: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Steadiness:
    """A need's published rank, its best and worst one, and the share (0–1) of weightings that leave it in the first `top`."""

    rank: int
    best: int
    worst: int
    top: int
    stays: float
    count: int

    @property
    def steady(self) -> bool:
        return self.worst - self.best <= STEADY


def top_of(count: int) -> int:
    """How many first ranks are looked at: a third of the list, ten at most, one at least."""
    return max(1, min(10, -(-count // 3)))


def weightings(weights: Mapping[str, object], draws: int = DRAWS, seed: int = SEED) -> list[Weighting]:
    """The one in force first, then each weight moved, then the drawn ones; each sums to one. None without weights."""
    given = [float(str(value)) for value in weights.values()]
    total = sum(given)
    if total <= 0:
        return []
    base = tuple(value / total for value in given)
    found = [base]
    for at in range(len(base)):
        for points in (POINTS, -POINTS):
            moved = list(base)
            moved[at] = max(moved[at] + points / 100, 0.0)
            if sum(moved) > 0:
                found.append(tuple(value / sum(moved) for value in moved))
    random = Random(seed)  # noqa: S311
    for _draw in range(draws):
        parts = [random.gammavariate(CLOSENESS * value, 1) if value else 0.0 for value in base]
        whole = sum(parts)
        found.append(tuple(part / whole for part in parts) if whole else base)
    return found


def steadiness(
    rows: Sequence[Row], weights: Mapping[str, object], *, top: int, draws: int = DRAWS, seed: int = SEED
) -> dict[int, Steadiness]:
    """For every need of a list, given in its published order. Needs with the same scores keep their order among themselves."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for at, row in enumerate(rows):
        groups.setdefault(row.scores, []).append(at)
    starts = _starts(groups, weightings(weights, draws, seed))
    made: dict[int, Steadiness] = {}
    for scores, members in groups.items():
        found = starts[scores]
        for offset, at in enumerate(members):
            rank = at + 1
            best = min(rank, found[0] + offset) if found else rank
            worst = max(rank, found[-1] + offset) if found else rank
            stays = bisect_right(found, top - offset) / len(found) if found else float(rank <= top)
            made[rows[at].key] = Steadiness(rank, best, worst, top, stays, len(rows))
    return made


def _starts(
    groups: Mapping[tuple[int, ...], Sequence[int]], tried: Sequence[Weighting]
) -> dict[tuple[int, ...], list[int]]:
    """The rank at which each group of equal scores begins under each weighting, in rising order.

    Of groups with the same index the one that was published first comes first.
    """
    starts: dict[tuple[int, ...], list[int]] = {scores: [] for scores in groups}
    first = {scores: members[0] for scores, members in groups.items()}
    for weighting in tried:
        index = {scores: round(sum(w * s for w, s in zip(weighting, scores, strict=True)), 9) for scores in groups}
        begins = 1
        for scores in sorted(groups, key=lambda one: (-index[one], first[one])):
            starts[scores].append(begins)
            begins += len(groups[scores])
    for found in starts.values():
        found.sort()
    return starts
