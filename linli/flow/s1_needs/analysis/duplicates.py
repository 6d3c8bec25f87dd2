"""Near-duplicates among many texts: MinHash by one permutation, banded; then compared for certain and joined.

A text's pairs of characters are hashed once and sorted into bins, the least of each bin is kept; two texts that agree in
some band of bins are compared. Time and memory grow with the number of texts, not with its square.
"""

import zlib
from collections.abc import Sequence, Set

ALIKE = 0.6
"""Shared pairs by all pairs (Jaccard) from which two texts are near-duplicates."""
BINS, ROWS = 24, 3
"""Eight bands of three bins: texts that share 60 % meet in some band in 86 of 100 cases, those that share 80 % in all."""
EMPTY = 1 << 62


class Joined:
    """Union-find; the least number of a set stands for it."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def head(self, at: int) -> int:
        while self.parent[at] != at:
            self.parent[at] = self.parent[self.parent[at]]
            at = self.parent[at]
        return at

    def join(self, one: int, other: int) -> None:
        one, other = self.head(one), self.head(other)
        self.parent[max(one, other)] = min(one, other)


def jaccard(one: Set[str], other: Set[str]) -> float:
    """What both hold by what either holds; nothing is like nothing."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def heads(features: Sequence[Set[str]]) -> list[int]:
    """For each text the first one of those it is nearly the same as, itself where there is none."""
    joined = Joined(len(features))
    known: dict[str, int] = {}
    buckets: dict[tuple[int, ...], int] = {}
    for at, found in enumerate(features):
        if not found:
            continue
        sketch = _sketch(found, known)
        for band in range(0, BINS, ROWS):
            key = (band, *sketch[band : band + ROWS])
            first = buckets.setdefault(key, at)
            if first != at and joined.head(first) != joined.head(at) and jaccard(features[first], found) >= ALIKE:
                joined.join(first, at)
    return [joined.head(at) for at in range(len(features))]


def _sketch(found: Set[str], known: dict[str, int]) -> list[int]:
    """The least hash of each bin; an empty bin takes over its neighbour's."""
    least = [EMPTY] * BINS
    for pair in found:
        value = known.get(pair)
        if value is None:
            value = known[pair] = zlib.crc32(pair.encode()) * 2654435761 % (1 << 32)
        at, rest = value % BINS, value // BINS
        if rest < least[at]:
            least[at] = rest
    for at in range(BINS):
        step = 0
        while least[at] >= EMPTY and step < BINS:
            step += 1
            other = least[(at + step) % BINS]
            if other < EMPTY:
                least[at] = other + step * (1 << 40)
    return least
