"""Budget against actual: each holding of money counts in the narrowest line that it fits."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from linli.foundations.funds.accounts import HELD
from linli.foundations.funds.models import Account, Budget, BudgetLine, Stage

ZERO = Decimal(0)
Key = tuple[str, int | None, str, str]
"""Kind of source, pool, purpose, place code."""


@dataclass(slots=True)
class BudgetRow:
    """A line and what became of it; `line` is None for what no line foresaw."""

    line: BudgetLine | None
    title: str
    amount: Decimal
    reserved: Decimal = ZERO
    committed: Decimal = ZERO
    spent: Decimal = ZERO

    @property
    def held(self) -> Decimal:
        return self.reserved + self.committed

    @property
    def used(self) -> Decimal:
        return self.reserved + self.committed + self.spent

    @property
    def left(self) -> Decimal:
        """What the line still allows; below zero where more is in use."""
        return self.amount - self.used


def against_actual(budget: Budget) -> list[BudgetRow]:
    """The lines in their order, and a last row for what fits none, if there is such. Two statements."""
    lines = list(budget.lines.select_related("place", "pool"))
    rows = {line.pk: BudgetRow(line, line.title, line.amount) for line in lines}
    unforeseen = BudgetRow(None, _("未列入预算"), ZERO)
    actual = (
        Account.objects.filter(year=budget.year, owner=budget.owner_id, stage__in=HELD, balance__gt=0)
        .order_by()
        .values_list("source__kind", "pool", "purpose", "place__code", "stage")
        .annotate(Sum("balance"))
    )
    for kind, pool, purpose, place, stage, amount in actual:
        line = narrowest(lines, (kind, pool, purpose, place or ""))
        row = rows[line.pk] if line else unforeseen
        name = str(Stage(stage))
        setattr(row, name, getattr(row, name) + amount)
    return [*rows.values(), unforeseen] if unforeseen.used else list(rows.values())


def narrowest(lines: list[BudgetLine], key: Key) -> BudgetLine | None:
    """The line in which money of this kind, pool, purpose and place counts."""
    fitting = [line for line in lines if _fits(line, key)]
    return max(fitting, key=_narrowness, default=None)


def _fits(line: BudgetLine, key: Key) -> bool:
    kind, pool, purpose, place = key
    return (
        line.kind in ("", kind)
        and line.pool_id in (None, pool)
        and purpose.startswith(line.purpose)
        and (line.place is None or place.startswith(line.place.code))
    )


def _narrowness(line: BudgetLine) -> tuple[int, int, int, int]:
    return (
        len(line.purpose),
        len(line.place.code) if line.place else 0,
        1 if line.pool_id else 0,
        1 if line.kind else 0,
    )
