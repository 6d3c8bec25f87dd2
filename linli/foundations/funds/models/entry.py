"""What happened to the money: postings and their entries. Only added, never changed; a mistake is undone by a reversal."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.funds.models.account import Account
from linli.foundations.funds.models.source import FundSource
from linli.foundations.parties.models import Organisation
from linli.kernel import money
from linli.kernel.models import Event
from linli.kernel.models.journal import append_only


class PostingKind(models.TextChoices):
    OPEN = "open", _("登记")
    ADJUST = "adjust", _("调整")
    SET_ASIDE = "set_aside", _("划为专用")
    POOL = "pool", _("统筹")
    RESERVE = "reserve", _("预留")
    COMMIT = "commit", _("签约")
    SPEND = "spend", _("支付")
    RELEASE = "release", _("释放")
    REVERSE = "reverse", _("冲销")
    REFUND = "refund", _("退款")
    SEND = "send", _("划转（待审批）")
    ARRIVE = "arrive", _("划转到账")
    CALL_BACK = "call_back", _("划转撤回")
    CARRY = "carry", _("结转")
    RETURN = "return", _("收回")


class Posting(models.Model):
    """One balanced transaction. `effective_on` is the day it counts for, `posted_at` when it was written. `size` is the
    number of its entries: the deferred trigger `posting_is_whole` wants exactly these, at least two, each source's
    sum zero. `event` is the journal's event of the action that posted."""

    kind = models.CharField(_("类别"), max_length=10, choices=PostingKind.choices)
    effective_on = models.DateField(_("入账日期"))
    posted_at = models.DateTimeField(_("记账时间"))
    size = models.PositiveSmallIntegerField(_("分录数"))
    project_key = models.BigIntegerField(_("一事一链"), null=True)
    subject_type = models.CharField(_("对象类别"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(_("对象"), null=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+", verbose_name=_("留痕"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("办理单位")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("冲销的记账")
    )
    settles = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="settled_by", verbose_name=_("了结的在途记账")
    )

    class Meta:
        verbose_name = _("记账")
        constraints = [
            models.CheckConstraint(name="posting_has_two_sides", condition=Q(size__gte=2)),
            models.CheckConstraint(
                name="posting_settles_or_reverses", condition=Q(reverses__isnull=True) | Q(settles__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["project_key", "id"], name="posting_project", condition=Q(project_key__isnull=False)),
            models.Index(fields=["effective_on", "id"], name="posting_day"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("funds:posting", args=[self.pk])


class Entry(models.Model):
    """One side of a posting: above zero into the account, below zero out of it. `balance` is the account's after it;
    `sequence` counts the account's entries without a gap, so that statements page by key."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries", verbose_name=_("记账"))
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries", verbose_name=_("科目"))
    source = models.ForeignKey(FundSource, models.PROTECT, related_name="entries", verbose_name=_("资金来源"))
    amount = money.field(_("金额（元）"))
    balance = money.field(_("余额（元）"))
    sequence = models.BigIntegerField(_("序号"))

    class Meta:
        verbose_name = _("分录")
        constraints = [
            models.UniqueConstraint(fields=["account", "sequence"], name="ledger_entry_sequence"),
            models.CheckConstraint(name="ledger_entry_not_zero", condition=~Q(amount=0)),
        ]
        indexes = [models.Index(fields=["source", "-id"], name="ledger_entry_source")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"

    @property
    def debit(self) -> Decimal | None:
        """What went in (yuan), None on the other side."""
        return self.amount if self.amount > 0 else None

    @property
    def credit(self) -> Decimal | None:
        """What went out (yuan, without its sign), None on the other side."""
        return -self.amount if self.amount < 0 else None
