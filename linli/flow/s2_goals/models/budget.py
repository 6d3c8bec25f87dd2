"""The budget of a design, line by line."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from linli.flow.s2_goals.models.design import Design
from linli.flow.s2_goals.results.models.chain import ResultNode
from linli.flow.s2_goals.states import Category


class BudgetLine(models.Model):
    """One line of the budget. The database computes `amount` (half a cent rounds up), so it cannot disagree.

    `activity` is the activity it pays for, where it pays for one; `price_reason` why its price is above the reference price.
    """

    design = models.ForeignKey(Design, models.CASCADE, related_name="lines", verbose_name=_("项目方案"))
    order = models.PositiveSmallIntegerField(_("序号"))
    category = models.CharField(_("科目"), max_length=20, choices=Category.choices)
    basis = models.CharField(_("测算依据"), max_length=120, blank=True)
    unit_price = models.DecimalField(_("单价（元）"), max_digits=12, decimal_places=2)
    quantity = models.DecimalField(_("数量"), max_digits=10, decimal_places=2)
    unit = models.CharField(_("单位"), max_length=10, blank=True)
    activity = models.ForeignKey(
        ResultNode, models.SET_NULL, null=True, blank=True, related_name="lines", verbose_name=_("用于活动")
    )
    price_reason = models.CharField(_("单价超出参考价的理由"), max_length=200, blank=True)
    amount = models.GeneratedField(
        expression=Round(F("unit_price") * F("quantity"), 2),
        output_field=models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("预算明细")
        ordering = ["design_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["design", "order"], name="budget_line_order"),
            models.CheckConstraint(
                name="budget_line_not_negative",
                condition=Q(unit_price__gte=Decimal(0), quantity__gte=Decimal(0)),
                violation_error_message=_("单价和数量不能小于 0。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.get_category_display()}"
