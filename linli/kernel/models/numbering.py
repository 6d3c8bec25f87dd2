"""Counters for document and project numbers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """The last number given in a series and year. The row is locked until commit, so numbers have no gaps."""

    series = models.CharField(_("字号"), max_length=60)
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("末号"), default=0)

    class Meta:
        verbose_name = _("编号")
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="counter_series_year")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
