"""From four scores to a grade, and from the counts of a survey to its mean and interval. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

PASS = Decimal(60)
"""An instrument below this calls for rectification even when the whole passes."""
HUNDREDTH = Decimal("0.01")
Z = 1.959964
"""The normal quantile of a 95 % interval."""
SCALE = 5
LOWEST = "差"
"""The grade below the lowest bound."""


def weighted_score(scores: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> Decimal:
    """The mean of the scores (0–100) by their weights, two places.

    Raises ValueError when a weighted instrument has no score or the weights do not sum to something positive.
    """
    total = sum(weights.values(), Decimal(0))
    if total <= 0 or any(w < 0 for w in weights.values()):
        raise ValueError("weights must be positive")
    missing = [name for name in weights if name not in scores]
    if missing:
        raise ValueError(f"no score for {', '.join(missing)}")
    mean = sum((scores[name] * weight for name, weight in weights.items()), Decimal(0)) / total
    return mean.quantize(HUNDREDTH, ROUND_HALF_UP)


def grade(score: Decimal, bounds: Mapping[str, Decimal]) -> str:
    """The best grade whose lower bound (财预〔2020〕10号: 优 90, 良 80, 中 60) the score reaches, else 差."""
    reached = [(bound, name) for name, bound in bounds.items() if score >= bound]
    return max(reached)[1] if reached else LOWEST


def failing(scores: Mapping[str, Decimal]) -> list[str]:
    """The instruments below 60."""
    return [name for name, score in scores.items() if score < PASS]


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """A survey on the scale 1–5: number of answers, mean, 95 % interval of the mean, and the score 20–100."""

    n: int
    mean: Decimal
    low: Decimal
    high: Decimal
    score: Decimal


def satisfaction(counts: Sequence[int]) -> Satisfaction:
    """From how many answered 1, 2, 3, 4 and 5 (不清楚 is not counted).

    The interval is Agresti and Coull's carried over to five points: z²/2 answers are added at each end of the scale, so
    that a small or unanimous sample does not look certain. It is never narrower than the scale allows. The score is
    20 × mean. Raises ValueError without answers.
    """
    if len(counts) != SCALE or any(c < 0 for c in counts) or not sum(counts):
        raise ValueError("five counts are needed, at least one answer")
    n = sum(counts)
    total = sum(value * count for value, count in enumerate(counts, start=1))
    squares = sum(value**2 * count for value, count in enumerate(counts, start=1))
    extra = Z**2 / 2
    size = n + 2 * extra
    centre = (total + extra * (1 + SCALE)) / size
    spread = max((squares + extra * (1 + SCALE**2)) / size - centre**2, 0.0)
    half = Z * sqrt(spread / size)
    mean = Decimal(total) / n
    return Satisfaction(
        n=n,
        mean=mean.quantize(HUNDREDTH, ROUND_HALF_UP),
        low=_two(max(centre - half, 1.0)),
        high=_two(min(centre + half, float(SCALE))),
        score=(mean * 20).quantize(HUNDREDTH, ROUND_HALF_UP),
    )


def _two(value: float) -> Decimal:
    return Decimal(value).quantize(HUNDREDTH, ROUND_HALF_UP)
