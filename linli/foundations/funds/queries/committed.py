"""What the money committed to projects allows to be paid, by source: for whoever pays many projects at once. Yuan."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from linli.foundations.funds.models import FundSource, Reservation

ZERO = Decimal(0)


@dataclass(slots=True)
class SourceShare:
    """A source's part in what is to be paid; `source` is None for projects that hold no pooled money. `committed` is what
    the projects have under contract there, `short` what is missing."""

    source: FundSource | None
    count: int = 0
    asked: Decimal = ZERO
    committed: Decimal = ZERO
    short: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        """What the projects still have under contract after the payment."""
        return self.committed - self.asked


def shares(orders: Iterable[tuple[int, Decimal]]) -> list[SourceShare]:
    """What each source pays of the orders (project key, amount), each project's purses drawn on in their order, as
    `spending.spend_many` does. One statement."""
    orders = list(orders)
    held: dict[int, list[Reservation]] = defaultdict(list)
    rows = Reservation.objects.filter(project_key__in={key for key, _amount in orders}).select_related("source")
    found: dict[int | None, SourceShare] = {}
    left: dict[int, Decimal] = {}
    for one in rows.order_by("pk"):
        held[one.project_key].append(one)
        left[one.pk] = one.committed
        found.setdefault(one.source_id, SourceShare(one.source)).committed += one.committed
    for key, amount in orders:
        _take(held[key], amount, left, found)
    return [one for one in found.values() if one.count]


def _take(
    held: list[Reservation], amount: Decimal, left: dict[int, Decimal], found: dict[int | None, SourceShare]
) -> None:
    rest = amount
    for one in held:
        part = min(rest, left[one.pk])
        if part > 0:
            left[one.pk] -= part
            rest -= part
            found[one.source_id].count += 1
            found[one.source_id].asked += part
    if not rest:
        return
    share = found[held[0].source_id] if held else found.setdefault(None, SourceShare(None))
    share.count += share.source is None or rest == amount
    share.asked += rest
    if held:
        share.short += rest
