"""Reading the ledger as a whole: what each group of accounts received, holds and paid, and how it went month by month.

Everything is read from the accounts' balances in one statement; only what was left month by month adds entries up. All amounts are yuan.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Left, TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.funds.models import Account, Entry, FundSource, Pool, SourceKind, Stage
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor
from linli.kernel.errors import Text

ZERO = Decimal(0)
TOWN_DIGITS, FIELD_DIGITS = 9, 3
GIVEN = (Stage.INCOME, Stage.CARRIED_IN)
HELD = (Stage.TRANSIT, Stage.RESERVED, Stage.COMMITTED)
LEFT_THE_YEAR = (Stage.RETURNED, Stage.CARRIED_OUT)
GROUPS: dict[str, Text] = {
    "kind": gettext_lazy("按资金类别"),
    "source": gettext_lazy("按资金来源"),
    "pool": gettext_lazy("按资金池"),
    "town": gettext_lazy("按镇街"),
    "purpose": gettext_lazy("按用途"),
}
"""By what the books are added up. A key is a kind, a source's or pool's key, a town's code, or a field of the catalogue."""
NUMBERED = ("source", "pool")


@dataclass
class Row:
    """One group; `stages` holds its balance at each stage of the way."""

    key: str
    name: str
    stages: dict[str, Decimal] = field(default_factory=dict)

    def at(self, *stages: str) -> Decimal:
        return sum((self.stages.get(stage, ZERO) for stage in stages), ZERO)

    @property
    def budget(self) -> Decimal:
        """All money that was meant for the group: what is still there, what was paid, and what left the year."""
        return self.at(Stage.AVAILABLE, *HELD, Stage.SPENT, *LEFT_THE_YEAR)

    @property
    def available(self) -> Decimal:
        return self.at(Stage.AVAILABLE)

    @property
    def held(self) -> Decimal:
        """Reserved for projects, bound by contracts, or on its way elsewhere."""
        return self.at(*HELD)

    @property
    def committed(self) -> Decimal:
        return self.at(Stage.COMMITTED)

    @property
    def spent(self) -> Decimal:
        return self.at(Stage.SPENT)

    @property
    def gone(self) -> Decimal:
        """Returned to who gave it, or carried over into the next year."""
        return self.at(*LEFT_THE_YEAR)

    @property
    def used(self) -> Decimal:
        return self.held + self.spent


def accounts(actor: Actor, year: int | None = None) -> "QuerySet[Account]":
    """The accounts whose source the actor may see."""
    found = Account.objects.filter(source__in=FundSource.objects.visible_to(actor))
    return found if year is None else found.filter(year=year)


def years(actor: Actor) -> list[int]:
    """The years that the actor sees money of, the newest first."""
    seen = FundSource.objects.visible_to(actor).order_by("-year")
    return list(seen.values_list("year", flat=True).distinct())


def grouped(found: "QuerySet[Account]", by: str) -> list[Row]:
    """The groups of some accounts, the largest first."""
    rows = by_stage(found.annotate(group=_group(by)), "group")
    named = _names(by, rows)
    for key, row in rows.items():
        row.name = named.get(key) or _nameless(by)
    kept = [row for row in rows.values() if row.budget]
    return sorted(kept, key=lambda row: (-row.budget, row.key))


def by_stage(found: "QuerySet[Account]", column: str) -> dict[str, Row]:
    """What the accounts hold at each stage, by a column's values as text (empty for none); rows without a name."""
    rows: dict[str, Row] = {}
    for value, stage, total in found.order_by().values_list(column, "stage").annotate(total=Sum("balance")):
        key = "" if value is None else str(value)
        rows.setdefault(key, Row(key, "")).stages[stage] = total
    return rows


def total(rows: Iterable[Row]) -> Row:
    """All groups together."""
    made = Row("", _("合计"))
    for row in rows:
        for stage, amount in row.stages.items():
            made.stages[stage] = made.stages.get(stage, ZERO) + amount
    return made


def chosen(found: "QuerySet[Account]", by: str, key: str) -> "QuerySet[Account]":
    """The accounts of one group: where a total leads to."""
    if by in NUMBERED and key and not key.isdigit():
        return found.none()
    grouped = found.annotate(group=_group(by))
    if key:
        return grouped.filter(group=key)
    return grouped.filter(group__isnull=True) if by == "pool" else grouped.filter(group="")


def name_of(by: str, key: str) -> str:
    """A group in words."""
    return _names(by, [key]).get(key) or _nameless(by)


def _group(by: str, path: str = "") -> Any:
    groups: dict[str, Any] = {
        "kind": F(f"{path}source__kind"),
        "source": F(f"{path}source_id"),
        "pool": F(f"{path}pool_id"),
        "town": Left(f"{path}place__code", TOWN_DIGITS),
        "purpose": Left(f"{path}purpose", FIELD_DIGITS),
    }
    return groups[by]


def _names(by: str, keys: Iterable[str]) -> dict[str, str]:
    wanted = [key for key in keys if key and (by not in NUMBERED or key.isdigit())]
    if by == "kind":
        return {str(value): str(label) for value, label in SourceKind.choices}
    if by == "source":
        return {str(one.pk): str(one) for one in FundSource.objects.filter(pk__in=wanted)}
    if by == "pool":
        return {str(one.pk): one.name for one in Pool.objects.filter(pk__in=wanted)}
    if by == "town":
        return {one.code: str(one) for one in Place.objects.filter(code__in=wanted)}
    fields = CatalogueItem.objects.filter(field_code__in=wanted).order_by("since")
    return dict(fields.values_list("field_code", "field"))


def _nameless(by: str) -> str:
    return _("未入资金池") if by == "pool" else _("未指定用途")


def ways(found: "QuerySet[Account]") -> list[tuple[str, str, str, Decimal]]:
    """Where every yuan is: (kind of source, pool, use, yuan). The use is a field of the catalogue for what projects hold or
    were paid, else the stage in words."""
    counted = (
        found.exclude(stage__in=GIVEN)
        .annotate(use=Left("purpose", FIELD_DIGITS), unbound=Q(project_key__isnull=True))
        .order_by()
        .values_list("source__kind", "pool_id", "unbound", "use", "stage")
    )
    sums: dict[tuple[str, str, str], Decimal] = {}
    rows = list(counted.annotate(total=Sum("balance")).filter(total__gt=0))
    kinds, pools = _names("kind", ()), _names("pool", {str(row[1]) for row in rows if row[1]})
    uses = _names("purpose", {row[3] for row in rows if row[3]})
    for kind, pool, unbound, use, stage, amount in rows:
        name = str(Stage(stage).label) if unbound else uses.get(use, _("其他服务"))
        key = (kinds[kind], pools.get(str(pool), _("直接安排")), name)
        sums[key] = sums.get(key, ZERO) + amount
    return [(*key, amount) for key, amount in sums.items()]


def left_by_month(found: "QuerySet[Account]", by: str, year: int) -> dict[str, list[Decimal]]:
    """For each group, what was not paid yet at the end of each month of the year, from January to December."""
    entries = Entry.objects.filter(account__in=found.filter(stage__in=[Stage.AVAILABLE, *HELD]))
    counted = (
        entries.annotate(group=_group(by, "account__"), month=TruncMonth("posting__effective_on"))
        .order_by()
        .values_list("group", "month")
        .annotate(total=Sum("amount"))
    )
    changes: dict[str, list[Decimal]] = {}
    for group, month, amount in counted:
        place = min(max((month.year - year) * 12 + month.month, 1), 12) - 1
        changes.setdefault("" if group is None else str(group), [ZERO] * 12)[place] += amount
    return {key: list(accumulate(twelve)) for key, twelve in changes.items()}
