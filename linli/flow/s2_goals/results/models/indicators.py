"""Indicators (指标): what is measured, how it is defined, from what to what, period by period and group by group."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s2_goals.models.design import Design
from linli.flow.s2_goals.results.models.chain import ResultNode
from linli.flow.s2_goals.results.states import Aggregation, Frequency
from linli.flow.s2_goals.states import Direction, IndicatorLevel


class Indicator(models.Model):
    """What the project promises, measurably: from `baseline` to `target` by `due`, shown by `means`.

    Where it has periods, `target` is what `aggregation` makes of theirs: a deferred trigger holds the two together.
    """

    design = models.ForeignKey(Design, models.CASCADE, related_name="indicators", verbose_name=_("项目方案"))
    order = models.PositiveSmallIntegerField(_("序号"))
    level = models.CharField(_("层次"), max_length=10, choices=IndicatorLevel.choices, default=IndicatorLevel.OUTPUT)
    node = models.ForeignKey(
        ResultNode, models.SET_NULL, null=True, blank=True, related_name="indicators", verbose_name=_("衡量")
    )
    name = models.CharField(_("指标"), max_length=60)
    definition = models.CharField(_("指标定义"), max_length=200, blank=True)
    unit = models.CharField(_("单位"), max_length=10)
    direction = models.CharField(_("方向"), max_length=10, choices=Direction.choices, default=Direction.INCREASE)
    baseline = models.DecimalField(_("现状值"), max_digits=12, decimal_places=2)
    target = models.DecimalField(_("目标值"), max_digits=12, decimal_places=2)
    frequency = models.CharField(_("分期"), max_length=10, choices=Frequency.choices, default=Frequency.WHOLE)
    aggregation = models.CharField(
        _("各期怎样得出目标值"), max_length=10, choices=Aggregation.choices, default=Aggregation.SUM
    )
    means = models.CharField(_("验证方式"), max_length=120)
    data_source = models.CharField(_("数据来源"), max_length=120, blank=True)
    responsible = models.CharField(_("填报责任"), max_length=60, blank=True)
    due = models.DateField(_("完成日期"))

    class Meta:
        verbose_name = _("指标")
        ordering = ["design_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["design", "order"], name="indicator_order"),
            models.CheckConstraint(
                name="indicator_target_beyond_baseline",
                condition=Q(direction="increase", target__gte=F("baseline"))
                | Q(direction="decrease", target__lte=F("baseline")),
                violation_error_message=_("目标值不能比现状值更差。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorPeriod(models.Model):
    """The target of one period of the service period."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="periods", verbose_name=_("指标"))
    number = models.PositiveSmallIntegerField(_("第几期"))
    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    target = models.DecimalField(_("本期目标"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("指标分期")
        ordering = ["indicator_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_period_once"),
            models.CheckConstraint(
                name="indicator_period_in_order",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("分期的截止日期不能早于开始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.number}"


class IndicatorGroup(models.Model):
    """The target of one group of people (分组), such as women or those above eighty; see `data/dimensions.yaml`."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="groups", verbose_name=_("指标"))
    dimension = models.CharField(_("分组依据"), max_length=20)
    key = models.CharField(_("组别"), max_length=20)
    target = models.DecimalField(_("本组目标"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("指标分组")
        ordering = ["indicator_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "dimension", "key"], name="indicator_group_once"),
            models.CheckConstraint(
                name="indicator_group_not_negative",
                condition=Q(target__gte=0),
                violation_error_message=_("分组目标不能小于 0。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.dimension} {self.key}"
