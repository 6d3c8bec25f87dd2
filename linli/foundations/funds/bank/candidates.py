"""What a bank line may be: payments of the rooms above (hook `bank.candidates`) and refunds of this one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from linli.foundations.funds.models import Refund
from linli.kernel import hooks


@dataclass(frozen=True, slots=True)
class Candidate:
    """Money that moved by our books: out is below zero. `references` are numbers that a bank may repeat."""

    subject_type: str
    subject_id: int
    amount: Decimal
    on: date
    counterparty: str
    references: tuple[str, ...]
    label: str
    path: str

    @property
    def key(self) -> tuple[str, int]:
        return (self.subject_type, self.subject_id)


def between(since: date, until: date) -> list[Candidate]:
    """Everything that our books say moved from one day to another, oldest first."""
    told: list[Iterable[Candidate]] = hooks.call("bank.candidates", since=since, until=until)
    found = [one for room in told for one in room]
    return sorted([*found, *_refunds(since, until)], key=lambda one: (one.on, one.key))


def _refunds(since: date, until: date) -> list[Candidate]:
    rows = Refund.objects.filter(received_on__range=(since, until)).select_related("provider")
    return [
        Candidate(
            Refund._meta.label_lower,
            row.pk,
            row.amount,
            row.received_on,
            row.provider.name,
            (row.voucher,),
            f"{row} {row.provider.name}",
            row.path,
        )
        for row in rows
    ]
