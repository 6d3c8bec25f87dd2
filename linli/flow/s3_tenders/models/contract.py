"""The contract of a purchase."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s3_tenders.models.lawful import OfTender
from linli.flow.s3_tenders.models.tender import Tender
from linli.flow.s3_tenders.states import ContractState
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.kernel.models import Subject


class Contract(OfTender, Subject):
    """Between purchaser and provider, at most for the winning price (yuan). `splits` are percents of the amount for each
    instalment, in order, together 100; `amounts` are the same in yuan."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="contract", verbose_name=_("项目"))
    tender = models.OneToOneField(Tender, models.PROTECT, related_name="contract", verbose_name=_("招标"))
    purchaser = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contracts_given", verbose_name=_("采购人")
    )
    provider = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contracts_taken", verbose_name=_("承接主体")
    )
    number = models.CharField(_("合同编号"), max_length=60, unique=True)
    state = models.CharField(_("状态"), max_length=10, choices=ContractState.choices, default=ContractState.DRAFT)
    winning_amount = models.DecimalField(_("中标金额（元）"), max_digits=16, decimal_places=2)
    amount = models.DecimalField(_("合同金额（元）"), max_digits=16, decimal_places=2)
    splits = models.JSONField(_("分期付款比例（%）"))
    performance_bond_percent = models.DecimalField(_("履约保证金（%）"), max_digits=4, decimal_places=2, default=0)
    service_from = models.DateField(_("服务期自"))
    service_to = models.DateField(_("服务期至"))
    terms = models.TextField(_("服务内容与要求"))
    offered_at = models.DateTimeField(_("采购人签订时间"), null=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("采购人签订人")
    )
    signed_at = models.DateTimeField(_("签订时间"), null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("承接主体签订人")
    )
    published_at = models.DateTimeField(_("公告时间"), null=True)

    class Meta:
        verbose_name = _("合同")
        constraints = [
            models.CheckConstraint(
                name="contract_within_winning_price",
                condition=Q(amount__gt=0, amount__lte=F("winning_amount")),
                violation_error_message=_("合同金额不能超过中标金额。"),
            ),
            models.CheckConstraint(
                name="contract_dates_in_order",
                condition=Q(service_to__gte=F("service_from")),
                violation_error_message=_("服务期的截止日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                name="contract_signed_by_both",
                condition=Q(signed_at__isnull=True) | Q(offered_at__isnull=False),
                violation_error_message=_("合同应由采购人先签订，再由承接主体签订。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{_('合同')} {self.number}"

    def get_absolute_url(self) -> str:
        return f"/tenders/contracts/{self.pk}/"

    @property
    def amounts(self) -> list[Decimal]:
        """The instalments in yuan; what rounding leaves goes to the last, so that they sum to the amount."""
        from linli.flow.s3_tenders.rules import instalments

        return instalments(self.amount, [Decimal(str(split)) for split in self.splits])

    @property
    def performance_bond(self) -> Decimal:
        return (self.amount * self.performance_bond_percent / 100).quantize(Decimal("0.01"))
