"""Arithmetic of the cockpit."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

Z = 1.96
LEAST_ANSWERS = 10
"""Fewer answers than this are not shown: somebody could be recognised."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Mean satisfaction 0–100 with its 95 % interval and the number of answers."""

    mean: float
    low: float
    high: float
    n: int


def satisfaction(counts: Iterable[Iterable[int]]) -> Interval | None:
    """Pool surveys (how many answered 1, 2, 3, 4, 5 in each) into one mean; 1 to 5 becomes 20 to 100.

    The interval is the normal one of the mean, kept between 20 and 100. None below LEAST_ANSWERS.
    """
    sums = [sum(column) for column in zip(*counts, strict=True)]
    n = sum(sums)
    if n < LEAST_ANSWERS:
        return None
    mean = sum(score * count for score, count in enumerate(sums, 1)) / n
    variance = sum(count * (score - mean) ** 2 for score, count in enumerate(sums, 1)) / (n - 1)
    half = Z * sqrt(variance / n)
    low, high = max(1.0, mean - half), min(5.0, mean + half)
    return Interval(round(mean * 20, 1), round(low * 20, 1), round(high * 20, 1), n)


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Percent with one decimal; None of nothing."""
    return (Decimal(100) * Decimal(part) / Decimal(whole)).quantize(Decimal("0.1")) if whole else None


def level(value: float, least: float, most: float) -> int:
    """Depth of colour of a value between the least and the largest: 0 for nothing, else 1–4; 2 where all are alike."""
    if not value:
        return 0
    return 2 if most == least else 1 + round(3 * (value - least) / (most - least))
