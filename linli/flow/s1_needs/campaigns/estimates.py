"""From counted answers to what they say of all households: weighted, with intervals. Pure, closed formulas.

Strata are drawn without replacement; who did not answer is made up for within the stratum, so that every answer stands
for N/r households (inclusion probability × response, post-stratified to the stratum's households). Variances are those
of stratified sampling with finite-population correction; a proportion among those who were asked is a ratio, linearised.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from linli.flow.s1_needs.campaigns.sampling import normal

LEAST = 2
"""Answers from which a variance can be told."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One stratum: N `households`, r `answered`, of these `asked` the question, `count` chose the option; of a number the
    sum `total` and the sum of `squares`."""

    households: int
    answered: int
    asked: int
    count: int = 0
    total: float = 0.0
    squares: float = 0.0

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            self.households + other.households,
            self.answered + other.answered,
            self.asked + other.asked,
            self.count + other.count,
            self.total + other.total,
            self.squares + other.squares,
        )

    @property
    def weight(self) -> float:
        """Households that one answer stands for."""
        return self.households / self.answered if self.answered else 0.0

    @property
    def whole(self) -> bool:
        return self.answered >= self.households

    @property
    def thin(self) -> bool:
        return self.answered < LEAST and not self.whole


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval; `n` answers stand behind it."""

    value: float
    low: float
    high: float
    n: int

    @property
    def whole(self) -> str:
        return f"{self.value:,.0f}"

    @property
    def whole_range(self) -> str:
        return f"{self.low:,.0f}—{self.high:,.0f}"

    @property
    def percent(self) -> str:
        return f"{100 * self.value:.1f}%"

    @property
    def percent_range(self) -> str:
        return f"{100 * self.low:.1f}%—{100 * self.high:.1f}%"


def joined(cells: Sequence[Cell]) -> list[Cell]:
    """Strata with less than two answers are taken together, if need be with the smallest other one: their variance could
    not be told alone, and nobody would speak for those without an answer."""
    thin = [cell for cell in cells if cell.thin and cell.households]
    kept = sorted((cell for cell in cells if not cell.thin and cell.households), key=lambda cell: cell.answered)
    if not thin:
        return kept
    pool = reduce(Cell.__add__, thin)
    while pool.thin and kept:
        pool = pool + kept.pop(0)
    return [*kept, pool]


Moments = Callable[[Cell], tuple[float, float]]
"""Σe and Σe² of the linearised values within a stratum."""


def _variance(cells: Sequence[Cell], moments: Moments) -> tuple[float, float]:
    """The variance of the estimated total of e over all households, and its degrees of freedom (Satterthwaite)."""
    variance = spread = 0.0
    for cell in cells:
        if cell.whole or cell.answered < LEAST:
            continue
        first, second = moments(cell)
        r = cell.answered
        within = max(0.0, second - first * first / r) / (r - 1)
        part = cell.households * (cell.households - r) * within / r
        variance += part
        spread += part * part / (r - 1)
    return variance, variance * variance / spread if spread else math.inf


def quantile(confidence: float, freedom: float) -> float:
    """Student's two-sided quantile; exact for one and two degrees, else Cornish and Fisher's series (error < 2 % from 3)."""
    if freedom < 1.5:
        return math.tan(math.pi * confidence / 2)
    if freedom < 2.5:
        return confidence * math.sqrt(2 / (1 - confidence * confidence))
    z = normal(confidence)
    if math.isinf(freedom):
        return z
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def proportion(cells: Sequence[Cell], confidence: float = 0.95) -> Estimate | None:
    """The share of households that chose the option among those asked. Wilson's interval at the effective sample size,
    so that it stays between 0 and 1; None where nobody was asked."""
    found = joined(cells)
    asked = sum(cell.weight * cell.asked for cell in found)
    n = sum(cell.asked for cell in found)
    if not asked:
        return None
    p = sum(cell.weight * cell.count for cell in found) / asked

    def moments(cell: Cell) -> tuple[float, float]:
        return cell.count - p * cell.asked, cell.count * (1 - p) ** 2 + (cell.asked - cell.count) * p * p

    total, freedom = _variance(found, moments)
    low, high = _wilson(p, total / asked**2, quantile(confidence, freedom), found)
    return Estimate(p, low, high, n)


def _wilson(p: float, variance: float, t: float, cells: Sequence[Cell]) -> tuple[float, float]:
    if all(cell.whole for cell in cells):
        return p, p
    if variance > 0 and 0 < p < 1:
        n = p * (1 - p) / variance
    else:
        answered, households = sum(c.answered for c in cells), sum(c.households for c in cells)
        n = sum(c.asked for c in cells) / (1 - answered / households)
    centre = (p + t * t / (2 * n)) / (1 + t * t / n)
    half = t / (1 + t * t / n) * math.sqrt(p * (1 - p) / n + t * t / (4 * n * n))
    return max(0.0, min(p, centre - half)), min(1.0, max(p, centre + half))


def total(cells: Sequence[Cell], confidence: float = 0.95) -> Estimate | None:
    """How many households chose the option, of all households; those not asked did not."""
    share = proportion([replace(cell, asked=cell.answered) for cell in cells], confidence)
    if share is None:
        return None
    households, seen = sum(cell.households for cell in cells), sum(cell.count for cell in cells)
    return Estimate(share.value * households, max(seen, share.low * households), share.high * households, share.n)


def mean(cells: Sequence[Cell], confidence: float = 0.95) -> Estimate | None:
    """The mean of a number among the households that were asked."""
    found = joined(cells)
    asked = sum(cell.weight * cell.asked for cell in found)
    if not asked:
        return None
    m = sum(cell.weight * cell.total for cell in found) / asked

    def moments(cell: Cell) -> tuple[float, float]:
        return cell.total - m * cell.asked, cell.squares - 2 * m * cell.total + m * m * cell.asked

    variance, freedom = _variance(found, moments)
    half = quantile(confidence, freedom) * math.sqrt(variance) / asked
    return Estimate(m, m - half, m + half, sum(cell.asked for cell in found))


def sum_of(cells: Sequence[Cell], confidence: float = 0.95) -> Estimate | None:
    """The sum of a number over all households; it is nought where the question was not asked."""
    found = joined(cells)
    if not sum(cell.answered for cell in found):
        return None
    value = sum(cell.weight * cell.total for cell in found)
    variance, freedom = _variance(found, lambda cell: (cell.total, cell.squares))
    half = quantile(confidence, freedom) * math.sqrt(variance)
    return Estimate(value, value - half, value + half, sum(cell.answered for cell in found))
