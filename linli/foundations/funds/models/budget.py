"""The year's budget of an owner, by lines: what was meant for which pool, kind of source, purpose and place. Yuan."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.funds.models.setting_aside import Pool
from linli.foundations.funds.models.source import SourceKind
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import money
from linli.kernel.models import Subject


class Budget(Subject):
    """One budget of an owner and year, adopted by a paper; amended with reasons, which the journal keeps."""

    year = models.PositiveSmallIntegerField(_("年度"))
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="fund_budgets", verbose_name=_("预算单位"))
    title = models.CharField(_("预算名称"), max_length=80)
    document_number = models.CharField(_("批复文号"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("年度预算")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "owner", "title"],
                name="fund_budget_title_once",
                violation_error_message=_("该单位本年度已有同名的预算。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.year}）"

    def get_absolute_url(self) -> str:
        return reverse("funds:budget", args=[self.pk])


class BudgetLine(models.Model):
    """A line. What is empty in it takes anything; money spent counts in the narrowest line that it fits."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="lines", verbose_name=_("年度预算"))
    order = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("预算项目"), max_length=80)
    kind = models.CharField(_("资金类别"), max_length=20, choices=SourceKind.choices, blank=True)
    pool = models.ForeignKey(Pool, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("资金池"))
    purpose = models.CharField(_("用途（目录编号）"), max_length=20, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("使用区域")
    )
    amount = money.field(_("预算数（元）"))

    class Meta:
        verbose_name = _("预算明细")
        ordering = ["budget_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "order"], name="fund_budget_line_order"),
            models.CheckConstraint(
                name="fund_budget_line_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("预算数应大于 0 元。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title
