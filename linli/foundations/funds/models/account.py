"""The accounts of the ledger: money of one source at one stage of its way, for one purpose. Yuan."""

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import money

if TYPE_CHECKING:
    from linli.foundations.funds.models.source import FundSource


class Stage(models.TextChoices):
    """How far money has come. Money in hand and money spent are above zero, where it came from is below."""

    INCOME = "income", _("拨入")
    CARRIED_IN = "carried_in", _("上年结转")
    AVAILABLE = "available", _("可用")
    TRANSIT = "transit", _("划转在途")
    RESERVED = "reserved", _("已预留")
    COMMITTED = "committed", _("已签约")
    SPENT = "spent", _("已支付")
    RETURNED = "returned", _("已收回")
    CARRIED_OUT = "carried_out", _("结转下年")


class Root(models.TextChoices):
    """The five sides of double-entry bookkeeping, as other bookkeeping programs name them."""

    ASSETS = "Assets", _("资产")
    LIABILITIES = "Liabilities", _("负债")
    EQUITY = "Equity", _("净资产")
    INCOME = "Income", _("收入")
    EXPENSES = "Expenses", _("支出")


ROOTS: dict[str, str] = {
    Stage.INCOME: Root.INCOME,
    Stage.CARRIED_IN: Root.EQUITY,
    Stage.AVAILABLE: Root.ASSETS,
    Stage.TRANSIT: Root.ASSETS,
    Stage.RESERVED: Root.ASSETS,
    Stage.COMMITTED: Root.ASSETS,
    Stage.SPENT: Root.EXPENSES,
    Stage.RETURNED: Root.EQUITY,
    Stage.CARRIED_OUT: Root.EQUITY,
}
WITHOUT_FLOOR = (Stage.INCOME, Stage.CARRIED_IN)


class Account(models.Model):
    """One account. `balance` and `sequence` change only in the statement that posts (`funds_post`): the application's role
    has no other right to them. `floor` is the lowest balance allowed; none for where money comes from."""

    code = models.CharField(_("科目编码"), max_length=80, unique=True)
    root = models.CharField(_("科目大类"), max_length=12, choices=Root.choices)
    stage = models.CharField(_("资金阶段"), max_length=12, choices=Stage.choices)
    source: "models.ForeignKey[FundSource, FundSource]" = models.ForeignKey(
        "funds.FundSource", models.PROTECT, related_name="accounts", verbose_name=_("资金来源")
    )
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("资金单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    pool: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        "funds.Pool", models.PROTECT, null=True, related_name="accounts", verbose_name=_("资金池")
    )
    earmark: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        "funds.Earmark", models.PROTECT, null=True, related_name="accounts", verbose_name=_("专用")
    )
    project_key = models.BigIntegerField(_("一事一链"), null=True)
    purpose = models.CharField(_("用途（目录编号）"), max_length=20, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", verbose_name=_("使用区域"))
    floor = money.field(_("最低余额（元）"), null=True, default=0)
    balance = money.field(_("余额（元）"), default=0, editable=False)
    sequence = models.BigIntegerField(_("末笔序号"), default=0, editable=False)

    class Meta:
        verbose_name = _("科目")
        constraints = [
            models.CheckConstraint(
                name="account_not_below_its_floor",
                condition=Q(floor__isnull=True) | Q(balance__gte=F("floor")),
                violation_error_message=_("科目余额不能低于限额。"),
            ),
        ]
        indexes = [
            models.Index(fields=["source", "stage"], name="account_source_stage"),
            models.Index(fields=["project_key"], name="account_project", condition=Q(project_key__isnull=False)),
            models.Index(fields=["year", "stage"], name="account_year_stage"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="opens_empty",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("(NEW.balance <> 0 OR NEW.sequence <> 0)"),
                func="RAISE EXCEPTION 'an account opens empty' USING ERRCODE = 'insufficient_privilege';",
            ),
            pgtrigger.Protect(
                name="identity_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.code, OLD.root, OLD.stage, OLD.source_id, OLD.year, OLD.pool_id, OLD.earmark_id, OLD.project_key)"
                    " IS DISTINCT FROM"
                    " (NEW.code, NEW.root, NEW.stage, NEW.source_id, NEW.year, NEW.pool_id, NEW.earmark_id, NEW.project_key))"
                ),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("funds:account", args=[self.pk])

    @property
    def title(self) -> str:
        """The account in words: whose money, set aside for what, at which stage."""
        parts = [str(self.source), *(str(one) for one in (self.pool, self.earmark) if one is not None)]
        return " · ".join([*parts, str(self.get_stage_display())])
