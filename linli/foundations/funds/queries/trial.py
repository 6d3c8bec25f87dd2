"""The trial balance (试算平衡表): debit and credit of every kind of account, which must be equal."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from linli.foundations.funds.models import Account, Stage
from linli.foundations.funds.models.account import Root

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Side:
    """All accounts of one stage together."""

    root: str
    stage: str
    accounts: int
    debit: Decimal
    credit: Decimal

    @property
    def root_label(self) -> str:
        return str(Root(self.root).label)

    @property
    def stage_label(self) -> str:
        return str(Stage(self.stage).label)


@dataclass(frozen=True, slots=True)
class TrialBalance:
    rows: list[Side]

    @property
    def debit(self) -> Decimal:
        return sum((row.debit for row in self.rows), ZERO)

    @property
    def credit(self) -> Decimal:
        return sum((row.credit for row in self.rows), ZERO)

    @property
    def is_balanced(self) -> bool:
        return self.debit == self.credit


def trial_balance(*, year: int | None = None, source: int | None = None, owner: int | None = None) -> TrialBalance:
    """Of all accounts, or those of one year, source or owner. One statement."""
    found = Account.objects.all()
    for name, wanted in (("year", year), ("source_id", source), ("owner_id", owner)):
        if wanted is not None:
            found = found.filter(**{name: wanted})
    rows = (
        found.order_by()
        .values_list("root", "stage")
        .annotate(
            accounts=Count("id"),
            debit=Sum("balance", filter=Q(balance__gt=0), default=ZERO),
            credit=Sum("balance", filter=Q(balance__lt=0), default=ZERO),
        )
    )
    order = list(Stage.values)
    made = [Side(root, stage, count, debit, -credit) for root, stage, count, debit, credit in rows]
    return TrialBalance(sorted(made, key=lambda row: order.index(row.stage)))
