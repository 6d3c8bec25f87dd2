"""Where a project's money comes from and goes to, in yuan."""

from dataclasses import dataclass, field
from decimal import Decimal

from linli.flow.thread.models import Project


@dataclass(frozen=True, slots=True)
class Part:
    """One use of the money: name, yuan, percent of all, where it begins on the bar (percent). `place` (1–5) chooses the colour."""

    name: str
    amount: Decimal
    share: Decimal
    begins: Decimal
    place: int


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` is the contract's, or the budget's while there is none (`planned`). `each` is the mean for a community."""

    amount: Decimal | None
    planned: bool
    paid: Decimal
    paid_share: Decimal
    each: Decimal | None
    parts: list[Part] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


def told(project: Project, communities: int) -> Money:
    """The money of one published project."""
    amount = project.contract_amount if project.contract_amount is not None else project.budget
    return Money(
        amount=amount,
        planned=project.contract_amount is None,
        paid=project.paid_amount,
        paid_share=share(project.paid_amount, amount),
        each=amount / communities if amount and communities > 1 else None,
    )


def share(part: Decimal, whole: Decimal | None) -> Decimal:
    """Percent with one decimal; 0 of nothing."""
    return (100 * part / whole).quantize(Decimal("0.1")) if whole else Decimal("0.0")
