"""What one project holds of one purse: reserved, committed and spent, each an account of its own."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from linli.foundations.funds.models.account import Account
from linli.foundations.funds.models.source import FundSource


class HoldingManager(models.Manager["Reservation"]):
    """Every holding comes with its three balances (yuan)."""

    def get_queryset(self) -> "models.QuerySet[Reservation]":
        return (
            super()
            .get_queryset()
            .annotate(  # type: ignore[no-redef]
                reserved=F("reserved_account__balance"),
                committed=F("committed_account__balance"),
                spent=F("spent_account__balance"),
            )
        )


class Reservation(models.Model):
    """A project's holding. `origin` is the account of available money it was drawn from, and to which it goes back; its
    source, pool and earmark stay with the money. `project_key` is the key of its thread; `title` and `path` lead there."""

    source = models.ForeignKey(FundSource, models.PROTECT, related_name="reservations", verbose_name=_("资金来源"))
    origin = models.ForeignKey(Account, models.PROTECT, related_name="drawn", verbose_name=_("预留自"))
    project_key = models.BigIntegerField(_("一事一链"))
    title = models.CharField(_("项目"), max_length=120, blank=True)
    path = models.CharField(_("地址"), max_length=300, blank=True)
    reserved_account = models.OneToOneField(Account, models.PROTECT, related_name="+", verbose_name=_("预留科目"))
    committed_account = models.OneToOneField(Account, models.PROTECT, related_name="+", verbose_name=_("签约科目"))
    spent_account = models.OneToOneField(Account, models.PROTECT, related_name="+", verbose_name=_("支付科目"))

    if TYPE_CHECKING:
        reserved: Decimal
        committed: Decimal
        spent: Decimal

    objects = HoldingManager()

    class Meta:
        verbose_name = _("项目资金")
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "project_key"],
                name="reservation_origin_project_once",
                violation_error_message=_("该项目已在这笔资金中预留。"),
            ),
        ]
        indexes = [models.Index(fields=["project_key"], name="reservation_project")]

    def __str__(self) -> str:
        return self.title or str(self.project_key)
