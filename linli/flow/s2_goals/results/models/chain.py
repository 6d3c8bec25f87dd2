"""The results chain (结果链) below the design's problem and goal."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s2_goals.models.design import Design
from linli.flow.s2_goals.results.states import Level


class ResultNode(models.Model):
    """An outcome, output or activity. `parent` is what it serves, as the order of the rows has it; `key` stays the same
    while the chain is rewritten, so that indicators and budget lines keep to it. Months count from the service period's first."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="nodes", verbose_name=_("项目方案"))
    key = models.PositiveIntegerField(_("节点编号"))
    order = models.PositiveSmallIntegerField(_("序号"))
    level = models.CharField(_("层次"), max_length=10, choices=Level.choices)
    text = models.CharField(_("内容"), max_length=120)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("服务于")
    )
    from_month = models.PositiveSmallIntegerField(_("自第几月"), null=True, blank=True)
    to_month = models.PositiveSmallIntegerField(_("至第几月"), null=True, blank=True)

    class Meta:
        verbose_name = _("结果链节点")
        ordering = ["design_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["design", "key"],
                name="result_node_key_once",
                violation_error_message=_("结果链刚刚由他人改动，请刷新页面。"),
            ),
            models.CheckConstraint(
                name="result_node_outcome_is_top",
                condition=~Q(level="outcome") | Q(parent__isnull=True),
                violation_error_message=_("成效直接对应项目目标，不属于其他行。"),
            ),
            models.CheckConstraint(
                name="result_node_months_in_order",
                condition=Q(from_month__isnull=True, to_month__isnull=True)
                | Q(level="activity", from_month__gte=1, to_month__gte=F("from_month")),
                violation_error_message=_("只有活动有起止月份，并且截止月份不能早于开始月份。"),
            ),
        ]

    def __str__(self) -> str:
        return self.text
