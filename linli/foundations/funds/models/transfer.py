"""Moving set-aside money elsewhere needs two persons (划转); money that a provider pays back (退款)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.funds.models.account import Account
from linli.foundations.funds.models.entry import Posting
from linli.foundations.parties.models import Organisation
from linli.kernel import money
from linli.kernel.models import Subject


class TransferState(models.TextChoices):
    IN_APPROVAL = "in_approval", _("审批中")
    DONE = "done", _("已到账")
    RETURNED = "returned", _("已退回")
    REFUSED = "refused", _("不同意")


class Transfer(Subject):
    """Available money of one source on its way to another pool, town or purpose. While the chain decides it is in transit:
    posted by `sent`, and settled once, by arriving or by being called back."""

    from_account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("转出"))
    to_account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("转入"))
    amount = money.field(_("金额（元）"))
    reason = models.CharField(_("划转理由"), max_length=200)
    state = models.CharField(_("状态"), max_length=12, choices=TransferState.choices, default=TransferState.IN_APPROVAL)
    sent = models.OneToOneField(Posting, models.PROTECT, null=True, related_name="transfer", verbose_name=_("在途记账"))

    class Meta:
        verbose_name = _("资金划转")
        constraints = [
            models.CheckConstraint(
                name="transfer_amount_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("划转金额应大于 0 元。"),
            ),
            models.CheckConstraint(
                name="transfer_goes_elsewhere",
                condition=~Q(from_account=F("to_account")),
                violation_error_message=_("转出和转入不能是同一笔资金。"),
            ),
        ]

    def __str__(self) -> str:
        return _("资金划转 %(amount)s 元") % {"amount": f"{self.amount:,.2f}"}

    def get_absolute_url(self) -> str:
        return reverse("funds:transfer_shown", args=[self.pk])


class Refund(Subject):
    """Money that came back from a provider after it was paid. `voucher` is the bank's; each is used once."""

    project_key = models.BigIntegerField(_("一事一链"))
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="refunds", verbose_name=_("退款单位"))
    amount = money.field(_("金额（元）"))
    received_on = models.DateField(_("到账日期"))
    voucher = models.CharField(_("银行凭证号"), max_length=40)
    reason = models.CharField(_("退款理由"), max_length=200)
    path = models.CharField(_("地址"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("退款")
        constraints = [
            models.UniqueConstraint(
                fields=["voucher"],
                name="refund_voucher_once",
                violation_error_message=_("这个银行凭证号已经登记过退款。"),
            ),
            models.CheckConstraint(
                name="refund_amount_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("退款金额应大于 0 元。"),
            ),
        ]
        indexes = [models.Index(fields=["project_key"], name="refund_project")]

    def __str__(self) -> str:
        return _("退款 %(amount)s 元") % {"amount": f"{self.amount:,.2f}"}

    def get_absolute_url(self) -> str:
        return self.path or reverse("funds:years")

    @property
    def thread_key(self) -> int | None:
        return self.project_key
