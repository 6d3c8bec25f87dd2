"""The years of the ledger: a closed one takes no more postings."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.kernel.models import Subject


class FundYear(Subject):
    """A year of money. Closing needs every source settled: nothing available, reserved or committed is left in it."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    closed_at = models.DateTimeField(_("结账时间"), null=True)

    class Meta:
        verbose_name = _("资金年度")

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        return reverse("funds:years")
