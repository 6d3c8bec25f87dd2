"""How many households, which of them, and with what probability. Pure; the same seed draws the same households.

The size is Cochran's for a proportion: n₀ = z²p(1−p)/e², times the design effect, then corrected for the finite number
of households, then enlarged by those who will not answer. Shares are fractions, not percent.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the result has to be good for. `margin` is half the interval's width; `response` the share expected to answer."""

    households: int
    margin: float
    confidence: float = 0.95
    proportion: float = 0.5
    effect: float = 1.0
    response: float = 1.0


@dataclass(frozen=True, slots=True)
class Size:
    """The steps of the computation: `simple` for endless households, `effective` with the design effect, `answers` after
    the correction for finite households, `drawn` with the reserve."""

    z: float
    simple: int
    effective: int
    answers: int
    drawn: int


HALVINGS = 90
"""Enough to find the common scale of the strata's shares to the last bit."""


def normal(confidence: float) -> float:
    """The two-sided normal quantile."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def size(wanted: Wanted) -> Size:
    """The sample size, each step rounded up only when it is told. Never more than there are households."""
    z = normal(wanted.confidence)
    simple = z * z * wanted.proportion * (1 - wanted.proportion) / wanted.margin**2
    effective = simple * wanted.effect
    corrected = effective / (1 + (effective - 1) / wanted.households) if wanted.households else 0.0
    answers = min(wanted.households, max(0, math.ceil(corrected - 1e-9)))
    drawn = min(wanted.households, math.ceil(answers / wanted.response - 1e-9))
    return Size(z, math.ceil(simple - 1e-9), math.ceil(effective - 1e-9), answers, drawn)


def margin_of(answers: int, wanted: Wanted) -> float:
    """The margin that so many answers give: what the size is checked against."""
    if answers >= wanted.households:
        return 0.0
    z, p = normal(wanted.confidence), wanted.proportion
    finite = (wanted.households - answers) / (wanted.households - 1)
    return z * math.sqrt(p * (1 - p) * wanted.effect / answers * finite)


def allocate(sizes: Mapping[str, int], total: int, *, equal: bool = False, least: int = 0) -> dict[str, int]:
    """How many of `total` each stratum gets: by its households or equally, at least `least` (or all it has), at most
    all it has. Where the least ones alone come to more than `total`, they are what is drawn."""
    floors = {key: min(least, n) for key, n in sizes.items()}
    total = min(max(total, sum(floors.values())), sum(sizes.values()))
    weights = {key: (1 if equal else n) for key, n in sizes.items()}

    def at(scale: float) -> dict[str, float]:
        return {key: min(max(scale * weights[key], floors[key]), n) for key, n in sizes.items()}

    low, high = 0.0, float(max(sizes.values(), default=0)) + 1
    for _step in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(at(middle).values()) <= total else (low, middle)
    return _rounded(at(low), total, sizes)


def _rounded(shares: Mapping[str, float], total: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Whole numbers of the same sum, by the largest remainders; ties in the strata's order."""
    made = {key: math.floor(share + 1e-9) for key, share in shares.items()}
    roomy = sorted((key for key in shares if made[key] < sizes[key]), key=lambda key: made[key] - shares[key])
    for key in roomy[: total - sum(made.values())]:
        made[key] += 1
    return made


def draw(seed: str, numbers: Sequence[str], count: int) -> list[str]:
    """A simple random sample without replacement: the `count` numbers whose SHA-256 with the seed is smallest, in that
    order. Anybody can repeat it with any program that has SHA-256; it depends on nothing but seed and numbers."""
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}/{number}".encode()).digest())[:count]
