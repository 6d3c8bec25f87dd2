"""Instalments of the contract: what was promised by when, what was reported, how it was accepted."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s4_delivery.states import MilestoneState, ReportState
from linli.flow.thread.models import Project
from linli.kernel.models import Subject


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def before_last(self) -> Self:
        return self.filter(is_last=False)

    def unaccepted(self) -> Self:
        return self.exclude(state=MilestoneState.ACCEPTED)


class Milestone(Subject):
    """One instalment (yuan). `claimed_amount` is what was requested and not refused, `paid_amount` what was paid of it:
    the database keeps paid ≤ claimed ≤ instalment, whoever asks at once."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones", verbose_name=_("项目"))
    order = models.PositiveSmallIntegerField(_("次序"))
    title = models.CharField(_("节点"), max_length=40)
    percent = models.DecimalField(_("比例（%）"), max_digits=5, decimal_places=2)
    amount = models.DecimalField(_("金额（元）"), max_digits=16, decimal_places=2)
    claimed_amount = models.DecimalField(_("已申请（元）"), max_digits=16, decimal_places=2, default=0)
    paid_amount = models.DecimalField(_("已支付（元）"), max_digits=16, decimal_places=2, default=0)
    due_on = models.DateField(_("应完成日期"))
    conditions = models.CharField(_("付款条件"), max_length=200)
    is_last = models.BooleanField(_("尾款"), default=False)
    state = models.CharField(_("状态"), max_length=12, choices=MilestoneState.choices, default=MilestoneState.PLANNED)
    accepted_at = models.DateTimeField(_("验收时间"), null=True)
    statement = models.TextField(_("验收意见"), blank=True)
    served_statement = models.TextField(_("服务对象参与情况"), blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("里程碑")
        ordering = ["project_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="milestone_order_once"),
            models.UniqueConstraint(fields=["project"], condition=models.Q(is_last=True), name="milestone_one_last"),
            models.CheckConstraint(
                name="milestone_amount_positive",
                condition=models.Q(amount__gt=0),
                violation_error_message=_("每期金额应大于 0。"),
            ),
            models.CheckConstraint(
                name="milestone_claimed_within_amount",
                condition=models.Q(claimed_amount__gte=0, claimed_amount__lte=models.F("amount")),
                violation_error_message=_("申请金额累计不能超过本期金额。"),
            ),
            models.CheckConstraint(
                name="milestone_paid_within_claimed",
                condition=models.Q(paid_amount__gte=0, paid_amount__lte=models.F("claimed_amount")),
                violation_error_message=_("支付金额不能超过已申请的金额。"),
            ),
            models.CheckConstraint(
                name="milestone_accepted_with_the_served",
                condition=~models.Q(state="accepted")
                | (models.Q(accepted_at__isnull=False) & ~models.Q(served_statement="")),
                violation_error_message=_("验收必须记明服务对象参与情况。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("delivery:milestone", args=[self.pk])


class ProgressReport(Subject):
    """What the provider reported at a milestone. A returned report stays; the next one is a new row."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="progress_reports", verbose_name=_("项目"))
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="reports", verbose_name=_("里程碑"))
    state = models.CharField(_("状态"), max_length=12, choices=ReportState.choices, default=ReportState.SUBMITTED)
    text = models.TextField(_("进展情况"))
    reported_on = models.DateField(_("报告日期"))
    opinion = models.TextField(_("验收意见"), blank=True)

    class Meta:
        verbose_name = _("进展报告")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"],
                condition=models.Q(state="submitted"),
                name="report_one_open",
                violation_error_message=_("本节点已有一份报告待验收。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.milestone)

    def get_absolute_url(self) -> str:
        return self.milestone.get_absolute_url()


class ReportValue(models.Model):
    """One indicator's value in a report. `code` is the indicator's in the project design, when it has one."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="values", verbose_name=_("进展报告"))
    code = models.CharField(_("指标编号"), max_length=40, blank=True)
    name = models.CharField(_("指标"), max_length=120)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    target = models.DecimalField(_("目标值"), max_digits=14, decimal_places=2, null=True)
    value = models.DecimalField(_("完成值"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("指标完成值")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
