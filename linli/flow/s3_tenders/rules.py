"""Pure rules of step 3: which parameters bind a method, price scores, ranking, draws, instalments. No database, no clock.

Amounts are yuan, weights and scores points of 100, percents of 100.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

from linli.flow.thread.models import Method

CENT = Decimal("0.01")
SIZE_CLASSES = (4_096, 65_536, 1_048_576, 16_777_216, 209_715_200)


@dataclass(frozen=True, slots=True)
class MethodRule:
    """A method as data: the rule-book parameters that bind it; None where the method knows no such limit."""

    bid_days: str
    min_bids: str | None
    panel_min: str | None
    panel_large: str | None
    supply_days: str | None = None
    weight_min: str | None = None
    weight_max: str | None = None
    intention: bool = True
    reasons: bool = False
    invited: bool = False


METHODS: dict[str, MethodRule] = {
    Method.OPEN_TENDER: MethodRule(
        bid_days="tender.bid_days",
        min_bids="tender.min_bids",
        panel_min="panel.min_size",
        panel_large="panel.large_size",
        supply_days="tender.supply_days",
        weight_min="score.price_weight_min",
        weight_max="score.price_weight_max",
    ),
    Method.CONSULTATION: MethodRule(
        bid_days="consultation.bid_days",
        min_bids="consultation.min_bids",
        panel_min="consultation.panel_size",
        panel_large=None,
        supply_days="consultation.supply_days",
        weight_min="score.price_weight_min",
        weight_max="score.price_weight_max",
        reasons=True,
    ),
    Method.VENTURE_CALL: MethodRule(
        bid_days="venture.bid_days",
        min_bids="venture.min_bids",
        panel_min="venture.panel_size",
        panel_large=None,
        weight_max="score.price_weight_max",
    ),
    Method.DIRECT: MethodRule(
        bid_days="direct.publicity_days",
        min_bids=None,
        panel_min=None,
        panel_large=None,
        intention=False,
        reasons=True,
        invited=True,
    ),
}


def allowed_methods(budget: Decimal, open_from: Decimal, direct_below: Decimal) -> list[str]:
    """Which methods an amount leaves: open tender always, the simpler ones only below the threshold of open tender,
    a direct award only below its own."""
    allowed: list[str] = [Method.OPEN_TENDER]
    if budget < open_from:
        allowed += [Method.CONSULTATION, Method.VENTURE_CALL]
    if budget < min(direct_below, open_from):
        allowed.append(Method.DIRECT)
    return allowed


def missing_points(price_weight: int, weights: Sequence[int]) -> int:
    """How many points the criteria table lacks to 100; negative when it has too many."""
    return 100 - price_weight - sum(weights)


def size_class(size: int) -> int:
    """The padded size (bytes) that may be told before the opening, because the exact one gives bidders away."""
    return next((limit for limit in SIZE_CLASSES if size <= limit), SIZE_CLASSES[-1])


def price_score(price: Decimal, lowest: Decimal, weight: int) -> Decimal:
    """财政部令第87号 55: lowest valid price ÷ price × weight, two places. Both prices must be above zero."""
    if price <= 0 or lowest <= 0 or lowest > price:
        raise ValueError("the lowest price must be positive and no higher than the price")
    return (lowest / price * weight).quantize(CENT, ROUND_HALF_UP)


def mean(points: Sequence[Decimal]) -> Decimal:
    """The mean of the members' totals, two places."""
    return (sum(points, Decimal(0)) / len(points)).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Entry:
    """A valid bid in the ranking. `order` is its place in order of submission, the last resort in a tie."""

    key: int
    price: Decimal
    expert_score: Decimal
    price_score: Decimal
    order: int

    @property
    def total(self) -> Decimal:
        return self.expert_score + self.price_score


def ranked(entries: Sequence[Entry]) -> list[Entry]:
    """财政部令第87号 57: by total score; equal totals by the lower price, then the higher expert score, then order of
    submission (as the tender document says)."""
    return sorted(entries, key=lambda e: (-e.total, e.price, -e.expert_score, e.order))


def experts_needed(size: int, share: Fraction) -> int:
    """How many seats of a panel experts must hold at least."""
    return ceil(size * share)


def roster_hash(roster: Sequence[int]) -> str:
    """The fingerprint of the roster that is drawn from: its keys ascending, joined by commas."""
    return hashlib.sha256(",".join(map(str, sorted(roster))).encode()).hexdigest()


def drawn_order(roster: Sequence[int], seed: str) -> list[int]:
    """The whole roster in drawn order: a Fisher–Yates shuffle of the ascending keys, fed by SHA-256(seed ":" counter).

    Numbers beyond the largest multiple of the bound are rejected, never reduced, so that every order is equally likely.
    """
    keys, counter = sorted(set(roster)), 0
    for last in range(len(keys) - 1, 0, -1):
        bound = last + 1
        limit = 2**64 - 2**64 % bound
        number = limit
        while number >= limit:
            number = int.from_bytes(hashlib.sha256(f"{seed}:{counter}".encode()).digest()[:8], "big")
            counter += 1
        chosen = number % bound
        keys[last], keys[chosen] = keys[chosen], keys[last]
    return keys


def instalments(amount: Decimal, splits: Sequence[Decimal]) -> list[Decimal]:
    """Yuan for each instalment; what rounding leaves goes to the last, so that they sum to the amount exactly."""
    parts = [(amount * split / 100).quantize(CENT, ROUND_HALF_UP) for split in splits]
    return [*parts[:-1], amount - sum(parts[:-1], Decimal(0))]


def splits_fault(splits: Sequence[Decimal]) -> bool:
    """Whether the splits are empty, not positive, or do not sum to 100."""
    return not splits or any(split <= 0 for split in splits) or sum(splits) != 100


def over_maximum(points: Mapping[int, Decimal], maxima: Mapping[int, int]) -> list[int]:
    """The criteria whose points lie outside 0 … maximum, and those missing or unknown."""
    wrong = [key for key, value in points.items() if key not in maxima or not 0 <= value <= maxima[key]]
    return wrong + [key for key in maxima if key not in points]
