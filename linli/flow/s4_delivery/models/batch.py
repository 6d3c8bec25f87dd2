"""Payments that were paid in one run."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.kernel import money
from linli.kernel.models import Subject


class PaymentBatch(Subject):
    """One run of the treasury: how many payments, and how much (yuan)."""

    number = models.CharField(_("批次编号"), max_length=40, unique=True)
    count = models.PositiveIntegerField(_("笔数"))
    total = money.field(_("合计（元）"))
    paid_at = models.DateTimeField(_("支付时间"))
    paid_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+", verbose_name=_("支付人"))

    class Meta:
        verbose_name = _("支付批次")
        constraints = [
            models.CheckConstraint(
                name="payment_batch_not_empty",
                condition=Q(count__gt=0, total__gt=0),
                violation_error_message=_("一批支付至少有一笔。"),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("delivery:batch_paid", args=[self.pk])
