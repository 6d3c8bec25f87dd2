"""From a text to items of the guidance catalogue: TF-IDF over pairs of characters, the three nearest, and how sure that is.

    Index([Entry("A0102", "社区助餐点运营", "…")]).nearest("高龄独居老人助餐")

The text of an item is its name (which counts more), its content and its field; needs that were classified by a person are
added as they come, so that the district's own words are learnt.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log, sqrt

from linli.flow.s1_needs.analysis.texts import pairs

NAME_COUNTS = 3.0
FIELD_COUNTS = 0.5
SURE, FAIRLY = 0.34, 0.18
"""Cosine from which the nearest item is held to be sure, or fairly sure."""
AHEAD = 1.25
"""How many times nearer than the second the nearest must be to be sure."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item's words; `learnt` are titles of needs that people put under it."""

    code: str
    name: str
    content: str = ""
    field: str = ""
    learnt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An item, how near it is (0–100), and how sure that is: high, medium, low."""

    code: str
    name: str
    score: int
    confidence: str
    field: str = ""


class Index:
    """The items as vectors of length one."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        weighted = [_weighted(entry) for entry in self.entries]
        self.counts: Counter[str] = Counter()
        for found in weighted:
            self.counts.update(found.keys())
        self.by_pair: dict[str, list[tuple[int, float]]] = {}
        for at, found in enumerate(weighted):
            vector = {pair: weight * self._rarity(pair) for pair, weight in found.items()}
            length = sqrt(sum(value * value for value in vector.values())) or 1.0
            for pair, value in vector.items():
                self.by_pair.setdefault(pair, []).append((at, value / length))

    def _rarity(self, pair: str) -> float:
        return log(1 + len(self.entries) / (1 + self.counts[pair]))

    def nearest(self, text: str, most: int = 3) -> list[Match]:
        """The items nearest to a text, the nearest first; none that shares nothing with it."""
        vector = {pair: self._rarity(pair) for pair in pairs(text) if pair in self.by_pair}
        length = sqrt(sum(value * value for value in vector.values()))
        scores: dict[int, float] = {}
        for pair, weight in vector.items():
            for at, value in self.by_pair[pair]:
                scores[at] = scores.get(at, 0.0) + weight * value / length
        found = sorted(scores.items(), key=lambda one: (-one[1], self.entries[one[0]].code))[:most]
        second = found[1][1] if len(found) > 1 else 0.0
        return [
            Match(
                entry.code,
                entry.name,
                round(100 * min(score, 1.0)),
                _confidence(score, second if not rank else 1.0),
                entry.field,
            )
            for rank, (at, score) in enumerate(found)
            for entry in [self.entries[at]]
        ]


def _confidence(score: float, second: float) -> str:
    if score >= SURE and score >= AHEAD * second:
        return "high"
    return "medium" if score >= FAIRLY else "low"


def _weighted(entry: Entry) -> dict[str, float]:
    """Each pair of an item's words, by the most important place in which it stands."""
    found: dict[str, float] = {}
    texts = [(entry.field, FIELD_COUNTS), (entry.content, 1.0), (entry.name, NAME_COUNTS)]
    texts += [(title, NAME_COUNTS - 1) for title in entry.learnt]
    for text, weight in texts:
        for pair in pairs(text):
            found[pair] = max(found.get(pair, 0.0), weight)
    return found
