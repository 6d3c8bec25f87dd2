"""Where money comes from and goes to (for a Sankey), how it is used up month by month, and one yuan's way."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from linli.foundations.funds.models import Account, EarmarkKind, Entry, FundSource, SourceKind, Stage

ZERO = Decimal(0)
SHOWN = (
    Stage.AVAILABLE,
    Stage.TRANSIT,
    Stage.RESERVED,
    Stage.COMMITTED,
    Stage.SPENT,
    Stage.RETURNED,
    Stage.CARRIED_OUT,
)


@dataclass(frozen=True, slots=True)
class Flow:
    """Yuan that went from one thing to another; both in words."""

    out_of: str
    into: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """What was spent in a month (its first day), and what was left to spend at its end."""

    month: date
    spent: Decimal
    left: Decimal


def flows(sources: QuerySet[FundSource]) -> list[Flow]:
    """From kind of source over pool, purpose or quota to the stage where the money is now. One statement."""
    rows = (
        Account.objects.filter(source__in=sources, stage__in=SHOWN, balance__gt=0)
        .order_by()
        .values_list("source__kind", "pool__name", "earmark__kind", "stage")
        .annotate(Sum("balance"))
    )
    sums: dict[tuple[str, str], Decimal] = {}
    for kind, pool, earmark, stage, amount in rows:
        middle = pool or (str(EarmarkKind(earmark).label) if earmark else _("未指定用途"))
        for pair in ((str(SourceKind(kind).label), middle), (middle, str(Stage(stage).label))):
            sums[pair] = sums.get(pair, ZERO) + amount
    return [Flow(out_of, into, amount) for (out_of, into), amount in sorted(sums.items())]


def burn_down(sources: QuerySet[FundSource]) -> list[Month]:
    """What was received and spent, month by month, from the first posting on. Two statements at most."""
    entries = Entry.objects.filter(source__in=sources).annotate(month=TruncMonth("posting__effective_on")).order_by()
    spent = dict(entries.filter(account__stage=Stage.SPENT).values_list("month").annotate(Sum("amount")))
    outside = (Stage.INCOME, Stage.CARRIED_IN, Stage.RETURNED, Stage.CARRIED_OUT)
    received = dict(entries.filter(account__stage__in=outside).values_list("month").annotate(Sum("amount")))
    made, left = [], ZERO
    for month in sorted({*spent, *received}):
        left += -received.get(month, ZERO) - spent.get(month, ZERO)
        made.append(Month(month, spent.get(month, ZERO), left))
    return made


def trail(project_key: int) -> "QuerySet[Entry]":
    """Every movement of a project's money with its source, paper, pool, earmark and event: from grant to voucher."""
    return (
        Entry.objects.filter(posting__project_key=project_key)
        .select_related("posting__event", "account__pool", "account__earmark", "source__owner")
        .annotate(stage=F("account__stage"))
        .order_by("posting_id", "amount")
    )
