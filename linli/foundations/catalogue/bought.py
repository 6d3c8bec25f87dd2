"""How much was bought of each item: contracts and their amounts in yuan, by item, year and town."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from linli.foundations.catalogue.models import CatalogueItem, Purchase


@dataclass(frozen=True, slots=True)
class Line:
    """Contracts for an item of one year in one town."""

    year: int
    town: str
    contracts: int
    amount: Decimal


def with_totals(items: QuerySet[CatalogueItem]) -> QuerySet[Any]:
    """Items with `bought_contracts` and `bought_amount` of their code, all years and versions together."""
    mine = Purchase.objects.filter(code=OuterRef("code")).order_by().values("code")
    money = DecimalField(max_digits=18, decimal_places=2)
    return items.annotate(
        bought_contracts=Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
        bought_amount=Coalesce(Subquery(mine.annotate(n=Sum("amount")).values("n"), output_field=money), Decimal(0)),
    )


def lines(code: str) -> list[Line]:
    """By year (newest first) and town."""
    rows = (
        Purchase.objects.filter(code=code)
        .values_list("year", "place__name", "place__code")
        .annotate(n=Count("pk"), amount=Sum("amount"))
        .order_by("-year", "place__code")
    )
    return [Line(year, name, n, amount) for year, name, _code, n, amount in rows]
