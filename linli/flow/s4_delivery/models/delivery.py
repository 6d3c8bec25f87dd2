"""The implementation of one contract: its work plan, its beginning and its end."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s4_delivery.states import DeliveryState
from linli.flow.thread.models import Project
from linli.kernel.models import Subject


class Delivery(Subject):
    """Opened by the signed contract. `plan` is the provider's work plan; the dates repeat the contract's service period."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="delivery", verbose_name=_("项目"))
    provider = models.ForeignKey(
        "parties.Organisation", models.PROTECT, related_name="deliveries", verbose_name=_("承接主体")
    )
    amount = models.DecimalField(_("合同金额（元）"), max_digits=16, decimal_places=2)
    service_from = models.DateField(_("服务期自"))
    service_to = models.DateField(_("服务期至"))
    state = models.CharField(_("状态"), max_length=12, choices=DeliveryState.choices, default=DeliveryState.PREPARING)
    plan = models.TextField(_("工作计划"), blank=True)
    staff_count = models.PositiveSmallIntegerField(_("投入人员（人）"), null=True)
    planned_at = models.DateTimeField(_("报送时间"), null=True)
    finished_on = models.DateField(_("完工日期"), null=True)
    summary = models.TextField(_("完工小结"), blank=True)

    class Meta:
        verbose_name = _("实施")
        constraints = [
            models.CheckConstraint(
                name="delivery_amount_positive",
                condition=models.Q(amount__gt=0),
                violation_error_message=_("合同金额应大于 0。"),
            ),
            models.CheckConstraint(
                name="delivery_dates_in_order",
                condition=models.Q(service_to__gte=models.F("service_from")),
                violation_error_message=_("服务期的截止日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                name="delivery_finished_has_day",
                condition=models.Q(state="finished", finished_on__isnull=False)
                | (~models.Q(state="finished") & models.Q(finished_on__isnull=True)),
                violation_error_message=_("完工必须记明日期。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    def get_absolute_url(self) -> str:
        return reverse("thread:tab", args=[self.project_id, "delivery"])
