"""Payments of an instalment against an invoice."""

from decimal import Decimal
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s4_delivery.models.batch import PaymentBatch
from linli.flow.s4_delivery.models.milestone import Milestone
from linli.flow.s4_delivery.states import PaymentState
from linli.flow.thread.models import Project
from linli.kernel.models import Subject


class PaymentQuerySet(models.QuerySet["Payment"]):
    def paid(self) -> Self:
        """What was paid, reversed payments and their reversals included: they cancel each other out in `total`."""
        return self.filter(state__in=[PaymentState.PAID, PaymentState.REVERSED])

    def total(self) -> Decimal:
        return self.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


class Payment(Subject):
    """A request and what became of it (yuan). Once paid it never changes: a mistake is undone by a reversal, a payment of
    its own with the amount below zero, so that the sum of paid rows is always what the provider holds."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="payments", verbose_name=_("项目"))
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="payments", verbose_name=_("里程碑"))
    provider = models.ForeignKey(
        "parties.Organisation", models.PROTECT, related_name="payments", verbose_name=_("收款单位")
    )
    number = models.CharField(_("支付编号"), max_length=40, unique=True)
    state = models.CharField(_("状态"), max_length=12, choices=PaymentState.choices, default=PaymentState.REQUESTED)
    amount = models.DecimalField(_("金额（元）"), max_digits=16, decimal_places=2)
    invoice_number = models.CharField(_("发票号码"), max_length=30)
    invoice_amount = models.DecimalField(_("发票金额（元）"), max_digits=16, decimal_places=2)
    invoice_on = models.DateField(_("开票日期"))
    requested_at = models.DateTimeField(_("申请时间"))
    due_at = models.DateTimeField(_("支付期限"), null=True)
    checked_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("核对人")
    )
    paid_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("支付人"))
    paid_at = models.DateTimeField(_("支付时间"), null=True)
    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("支付批次")
    )
    voucher = models.CharField(_("支付凭证号"), max_length=40, blank=True)
    opinion = models.TextField(_("意见"), blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name=_("冲销的支付")
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("支付")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "invoice_number"],
                condition=models.Q(reverses__isnull=True) & ~models.Q(state__in=["refused", "reversed"]),
                name="payment_invoice_once",
                violation_error_message=_("这张发票已经用于另一笔支付申请，请核对发票号码。"),
            ),
            models.CheckConstraint(
                name="payment_sign",
                condition=models.Q(reverses__isnull=True, amount__gt=0)
                | models.Q(reverses__isnull=False, amount__lt=0),
                violation_error_message=_("支付金额应大于 0。"),
            ),
            models.CheckConstraint(
                name="payment_within_invoice",
                condition=models.Q(reverses__isnull=False) | models.Q(amount__lte=models.F("invoice_amount")),
                violation_error_message=_("申请金额不能超过发票金额。"),
            ),
            models.CheckConstraint(
                name="payment_paid_has_voucher",
                condition=(models.Q(state__in=["paid", "reversed"], paid_at__isnull=False) & ~models.Q(voucher=""))
                | (~models.Q(state__in=["paid", "reversed"]) & models.Q(paid_at__isnull=True)),
                violation_error_message=_("支付必须记明时间和支付凭证号。"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="paid_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state IN ('paid', 'reversed') AND"
                    " (OLD.amount, OLD.provider_id, OLD.milestone_id, OLD.invoice_number, OLD.voucher, OLD.paid_at)"
                    " IS DISTINCT FROM"
                    " (NEW.amount, NEW.provider_id, NEW.milestone_id, NEW.invoice_number, NEW.voucher, NEW.paid_at)"
                ),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="payment_state_due")]

    def __str__(self) -> str:
        return f"{self.number} {self.milestone.title}"

    def get_absolute_url(self) -> str:
        return reverse("delivery:payment", args=[self.pk])
