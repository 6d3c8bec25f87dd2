"""Texts that say the same in other words: near-duplicates are joined, then gathered around leaders by what they share.

    for group in clusters.gather(texts, smallest=3): group.members, group.keywords

Each text is the set of its pairs of characters, weighted by rarity (TF-IDF); a text goes to the group whose sum it is most
like (cosine), or begins one. The groups are found in samples and all the others are then assigned to them, so that a
hundred thousand texts take a minute and some hundred megabytes. The same texts in the same order give the same groups.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from linli.flow.s1_needs.analysis import duplicates, keywords
from linli.flow.s1_needs.analysis.texts import pairs

LIKE = 0.22
"""Cosine from which a text belongs to a group."""
SAME = 0.3
"""Cosine from which two groups are one."""
SAMPLE, ROUNDS = 4_000, 3
FEATURES = 14
"""How many of a text's rarest pairs are looked at."""
COMMON = 0.4
"""A pair in more than this share of the texts says nothing."""
NAMED_FROM = 400
"""How many texts of a group are read to name it."""

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Numbers of texts in their order, how many of them repeat another nearly word for word, and what they are about."""

    members: tuple[int, ...]
    repeated: int
    keywords: tuple[str, ...]


class Groups:
    """Sums of vectors, found by the features that they hold."""

    def __init__(self) -> None:
        self.sums: list[Vector] = []
        self.squares: list[float] = []
        self.by_feature: dict[str, dict[int, float]] = {}

    def best(self, vector: Vector) -> tuple[int, float]:
        """The group most like a vector of length one, and how like; -1 where none shares anything."""
        scores: dict[int, float] = {}
        for feature, weight in vector.items():
            for at, total in self.by_feature.get(feature, {}).items():
                scores[at] = scores.get(at, 0.0) + weight * total
        if not scores:
            return -1, 0.0
        at = max(scores, key=lambda one: (scores[one] / sqrt(self.squares[one]), -one))
        return at, scores[at] / sqrt(self.squares[at])

    def begin(self, vector: Vector) -> int:
        self.sums.append({})
        self.squares.append(0.0)
        self.add(len(self.sums) - 1, vector)
        return len(self.sums) - 1

    def add(self, at: int, vector: Vector, times: float = 1.0) -> None:
        mine = self.sums[at]
        for feature, weight in vector.items():
            before = mine.get(feature, 0.0)
            after = before + weight * times
            mine[feature] = after
            self.squares[at] += after * after - before * before
            self.by_feature.setdefault(feature, {})[at] = after


def gather(texts: Sequence[str], *, smallest: int = 3) -> list[Cluster]:
    """The groups of at least `smallest` texts, largest first. Texts that are like no other belong to none."""
    features = [pairs(text) for text in texts]
    heads = duplicates.heads(features)
    size = Counter(heads)
    counts: Counter[str] = Counter()
    for found in features:
        counts.update(found)
    vectors = {head: vector for head in size if (vector := _vector(features[head], counts, len(texts)))}
    placed = _placed(vectors, size, smallest)
    members: dict[int, list[int]] = {}
    for at, head in enumerate(heads):
        if head in placed:
            members.setdefault(placed[head], []).append(at)
    made = [
        Cluster(
            tuple(found),
            len(found) - len({heads[at] for at in found}),
            keywords.names([texts[at] for at in found[:NAMED_FROM]], counts, len(texts)),
        )
        for found in members.values()
        if len(found) >= smallest
    ]
    return sorted(made, key=lambda one: (-len(one.members), one.members[0]))


def _vector(found: set[str], counts: Counter[str], total: int) -> Vector:
    """The rarest pairs that others have too, as a vector of length one; empty where a text is like no other."""
    most = max(COMMON * total, 8)
    shared = [pair for pair in found if 1 < counts[pair] <= most]
    rare = sorted(shared, key=lambda pair: (counts[pair], pair))[:FEATURES]
    weights = {pair: log(1 + total / counts[pair]) for pair in rare}
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {pair: weight / length for pair, weight in weights.items()} if length else {}


def _placed(vectors: dict[int, Vector], size: Counter[int], smallest: int) -> dict[int, int]:
    """The group of every vector that has one: groups are found in a sample of what has none yet, up to ROUNDS times."""
    placed: dict[int, int] = {}
    kept = Groups()
    left = sorted(vectors)
    for _round in range(ROUNDS):
        step = max(1, len(left) // SAMPLE)
        for total in _led([(vectors[at], size[at]) for at in left[::step]], smallest if step == 1 else 2):
            near, like = kept.best(_unit(total))
            if near >= 0 and like >= SAME:
                kept.add(near, total)
            else:
                kept.begin(total)
        still = []
        for at in left:
            group, like = kept.best(vectors[at])
            if like >= LIKE:
                placed[at] = group
            else:
                still.append(at)
        if step == 1 or len(still) == len(left):
            break
        left = still
    return placed


def _led(sample: list[tuple[Vector, int]], smallest: int) -> list[Vector]:
    """The sums of the groups that a sample falls into: gathered once around leaders, once more around what came of it,
    and those joined that are nearly the same."""
    first = Groups()
    for vector, _times in sorted(sample, key=lambda one: (-one[1], -len(one[0]))):
        at, like = first.best(vector)
        if like >= LIKE:
            first.add(at, vector)
        else:
            first.begin(vector)
    again: dict[int, Vector] = {}
    weight: Counter[int] = Counter()
    for vector, times in sample:
        at, like = first.best(vector)
        if like >= LIKE:
            weight[at] += times
            total = again.setdefault(at, {})
            for feature, value in vector.items():
                total[feature] = total.get(feature, 0.0) + value
    joined = Groups()
    for at in sorted(again, key=lambda one: (-weight[one], one)):
        if weight[at] < smallest:
            continue
        near, like = joined.best(_unit(again[at]))
        if like >= SAME:
            joined.add(near, again[at])
        else:
            joined.begin(again[at])
    return joined.sums


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(value * value for value in vector.values()))
    return {feature: value / length for feature, value in vector.items()} if length else {}
