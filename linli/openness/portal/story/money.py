"""Where a project's money comes from and goes to, in yuan."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from linli.flow.s2_goals.models import BudgetLine, Design
from linli.flow.s2_goals.states import Category
from linli.flow.thread.models import Project
from linli.foundations.funds.models import Reservation

MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One use of the money: name, yuan, percent of all, where it begins on the bar (percent). `place` (1–5) chooses the
    colour."""

    name: str
    amount: Decimal
    share: Decimal
    begins: Decimal
    place: int


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` is the contract's, or the budget's while there is none (`planned`). `paid` is what the provider
    keeps, refunds taken off. `each` is the mean for a community.
    `parts` divide the budget, which was approved line by line."""

    amount: Decimal | None
    planned: bool
    paid: Decimal
    paid_share: Decimal
    each: Decimal | None
    parts: list[Part]
    sources: list[str]


def told(project: Project, design: Design | None, communities: int) -> Money:
    """The money of one published project."""
    amount = project.contract_amount if project.contract_amount is not None else project.budget
    sources = Reservation.objects.filter(project_key=project.pk).select_related("source").order_by("source__name")
    return Money(
        amount=amount,
        planned=project.contract_amount is None,
        paid=project.net_paid,
        paid_share=share(project.net_paid, amount),
        each=amount / communities if amount and communities > 1 else None,
        parts=parts(design) if design else [],
        sources=[held.source.name for held in sources],
    )


def parts(design: Design) -> list[Part]:
    """The budget by cost category, the largest first, at most five: the rest together."""
    sums = BudgetLine.objects.filter(design=design).order_by().values_list("category").annotate(Sum("amount"))
    named = sorted(((str(Category(key).label), amount) for key, amount in sums if amount), key=lambda row: -row[1])
    if len(named) > MOST_PARTS:
        rest = sum((amount for _name, amount in named[MOST_PARTS - 1 :]), Decimal(0))
        named = [*named[: MOST_PARTS - 1], (_("其他"), rest)]
    return _placed(named, sum((amount for _name, amount in named), Decimal(0)))


def _placed(named: Iterable[tuple[str, Decimal]], whole: Decimal) -> list[Part]:
    made: list[Part] = []
    for place, (name, amount) in enumerate(named, 1):
        begins = made[-1].begins + made[-1].share if made else Decimal(0)
        made.append(Part(name, amount, share(amount, whole), begins, place))
    return made


def share(part: Decimal, whole: Decimal | None) -> Decimal:
    """Percent with one decimal; 0 of nothing."""
    return (100 * part / whole).quantize(Decimal("0.1")) if whole else Decimal("0.0")
