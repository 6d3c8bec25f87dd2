"""An item of the guidance catalogue (指导性目录): three levels, by batch, from one day to another."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.catalogue.models.batch import Batch
from linli.foundations.catalogue.models.judged import Judged
from linli.foundations.catalogue.states import Served
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.rulebook import book
from linli.foundations.rulebook.law import Clause
from linli.kernel import clock, money
from linli.kernel.search import search_field


class ItemQuerySet(models.QuerySet["CatalogueItem"]):
    def current(self, on: date | None = None) -> Self:
        """Items in force on a day (default today)."""
        day = on or clock.today()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def issued(self) -> Self:
        """What was ever issued; a draft's items have no date yet."""
        return self.filter(since__isnull=False)


def kinds() -> "models.CharField[str, str]":
    """One kind of organisation in a list of them."""
    return models.CharField(max_length=20, choices=OrganisationKind.choices)


class CatalogueItem(Judged):
    """An item of the third level. Prices are yuan for one `unit`; `buyers` are the kinds of organisation that may buy it,
    `providers` those that may provide it (none: any), `served` whom it serves. A draft's item has no dates yet."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="items", verbose_name=_("批次"))
    code = models.CharField(_("目录编号"), max_length=20)
    name = models.CharField(_("服务名称"), max_length=80)
    section_code = models.CharField(_("一级编号"), max_length=20)
    section = models.CharField(_("一级目录"), max_length=40)
    field_code = models.CharField(_("二级编号"), max_length=20)
    field = models.CharField(_("二级目录"), max_length=40)
    content = models.CharField(_("服务内容"), max_length=500, blank=True)
    unit = models.CharField(_("计量单位"), max_length=20)
    price_from = money.field(_("参考价下限（元）"))
    price_to = money.field(_("参考价上限（元）"))
    basis = models.CharField(_("参考价依据"), max_length=200, blank=True)
    standard = models.CharField(_("服务标准"), max_length=1000, blank=True)
    standard_clause = models.CharField(_("标准所在条款"), max_length=80, blank=True)
    buyers = ArrayField(kinds(), verbose_name=_("购买主体"))
    served = ArrayField(
        models.CharField(max_length=20, choices=Served.choices), verbose_name=_("服务对象"), default=list, blank=True
    )
    providers = ArrayField(kinds(), verbose_name=_("承接主体"), default=list, blank=True)
    notes = models.CharField(_("备注"), max_length=300, blank=True)
    since = models.DateField(_("自"), null=True)
    until = models.DateField(_("至"), null=True)
    search = search_field("code", "name", "section", "field", "content")

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("目录项")
        ordering = ["code", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "code"],
                name="catalogue_code_once_a_batch",
                violation_error_message=_("同一批目录中编号不能重复。"),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(until__isnull=True, since__isnull=False),
                name="catalogue_code_current_once",
                violation_error_message=_("同一编号只能有一项现行目录。"),
            ),
            models.CheckConstraint(
                name="catalogue_price_range_in_order",
                condition=Q(price_from__gte=0, price_to__gte=F("price_from")),
                violation_error_message=_("参考价上限不能低于下限。"),
            ),
            models.CheckConstraint(
                name="catalogue_dates_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("截止日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                name="catalogue_item_judged_with_reason",
                condition=Q(negative_mark="") | ~Q(negative_reason=""),
                violation_error_message=_("认定是否属于不得购买的事项，必须写明理由。"),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="catalogue_search"),
            models.Index(fields=["code", "-since"], name="catalogue_item_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("catalogue:item", args=[self.code])

    @property
    def buyer_labels(self) -> list[str]:
        """Who may buy it, in words."""
        return [str(OrganisationKind(kind).label) for kind in self.buyers]

    @property
    def served_labels(self) -> list[str]:
        """Whom it serves, in words."""
        return [str(Served(one).label) for one in self.served]

    @property
    def provider_labels(self) -> list[str]:
        """Who may provide it, in words; empty for any."""
        return [str(OrganisationKind(kind).label) for kind in self.providers]

    @property
    def clause(self) -> Clause | None:
        """The clause of the rule book that holds its service standard, where there is one."""
        document, _sign, key = self.standard_clause.partition("/")
        found = book.law().documents.get(document)
        return found.clauses.get(key) if found else None
