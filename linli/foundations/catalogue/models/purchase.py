"""How much was bought of each item: one row a signed contract, told by the step that signs it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.foundations.catalogue.models.item import CatalogueItem
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import money


class Purchase(models.Model):
    """A contract for an item, in yuan. `project_key` is the thread; `place` the town (or the district) that it serves."""

    project_key = models.BigIntegerField(_("一事一链"), unique=True)
    item = models.ForeignKey(CatalogueItem, models.PROTECT, related_name="purchases", verbose_name=_("目录项"))
    code = models.CharField(_("目录编号"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年度"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("镇街"))
    purchaser = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("采购人"))
    amount = money.field(_("合同金额（元）"))
    paid = models.DecimalField(_("已支付（元）"), max_digits=16, decimal_places=2, null=True)
    signed_on = models.DateField(_("签订日期"))
    closed_on = models.DateField(_("办结日期"), null=True)

    class Meta:
        verbose_name = _("目录购买记录")
        constraints = [
            models.CheckConstraint(
                name="catalogue_purchase_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("合同金额必须大于 0 元。"),
            ),
        ]
        indexes = [models.Index(fields=["code", "year"], name="catalogue_purchase_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"
