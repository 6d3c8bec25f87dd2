"""The guidance catalogue (指导性目录): what may be bought, in three levels, by batch, from one day to another."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties.roles import OrganisationKind
from linli.kernel import clock, money
from linli.kernel.models import Subject
from linli.kernel.search import search_field


class Batch(Subject):
    """One issue of the catalogue (第一批). `demo` marks a sample that no bureau has issued."""

    number = models.PositiveSmallIntegerField(_("批次"), unique=True)
    title = models.CharField(_("名称"), max_length=120)
    since = models.DateField(_("施行日期"))
    demo = models.BooleanField(_("演示"), default=False)

    class Meta:
        verbose_name = _("目录批次")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalogue:list")


class ItemQuerySet(models.QuerySet["CatalogueItem"]):
    def current(self, on: date | None = None) -> Self:
        """Items in force on a day (default today)."""
        day = on or clock.today()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class CatalogueItem(models.Model):
    """An item of the third level. Prices are yuan for one `unit`; `buyers` are the kinds of organisation that may buy it."""

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
    buyers = ArrayField(models.CharField(max_length=20, choices=OrganisationKind.choices), verbose_name=_("购买主体"))
    since = models.DateField(_("自"))
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
                condition=Q(until__isnull=True),
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
        ]
        indexes = [GinIndex(fields=["search"], name="catalogue_search")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("catalogue:item", args=[self.code])

    @property
    def buyer_labels(self) -> list[str]:
        """Who may buy it, in words."""
        return [str(OrganisationKind(kind).label) for kind in self.buyers]
