"""Bank statements: accounts, imported statements with their lines, and what each line was matched to."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.kernel import clock, money
from linli.kernel.actor import Actor
from linli.kernel.models import Subject

READERS = (OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR)


class BankAccountQuerySet(models.QuerySet["BankAccount"]):
    def visible_to(self, actor: Actor) -> Self:
        """Finance and supervisors see every account, others their own: the lines name who was paid."""
        if actor.organisation_kind in READERS:
            return self
        return self.filter(owner_id=actor.organisation_id) if actor.organisation_id else self.none()


class BankAccount(Subject):
    """An account whose statements are compared with what was paid. `columns` remembers which heading means what."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="bank_accounts", verbose_name=_("开户单位"))
    name = models.CharField(_("账户名称"), max_length=80)
    bank = models.CharField(_("开户银行"), max_length=80)
    number = models.CharField(_("账号"), max_length=40, unique=True)
    columns = models.JSONField(_("列对应"), default=dict)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("银行账户")

    def __str__(self) -> str:
        return f"{self.name}（{self.number[-4:]}）"

    def get_absolute_url(self) -> str:
        return reverse("funds:bank_account", args=[self.pk])


class BankStatement(Subject):
    """One imported file. `sha256` is the fingerprint of its bytes; `known` counts lines that were there already."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="statements", verbose_name=_("银行账户"))
    sha256 = models.CharField(_("指纹"), max_length=64)
    file_name = models.CharField(_("文件名"), max_length=255)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"))
    known = models.PositiveIntegerField(_("已有笔数"), default=0)

    class Meta:
        verbose_name = _("对账单")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "sha256"],
                name="bank_statement_file_once",
                violation_error_message=_("这份对账单已经导入过。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.since}—{self.until}"

    def get_absolute_url(self) -> str:
        return self.account.get_absolute_url()


class BankLine(Subject):
    """One line: money in is above zero, out below. `fingerprint` is what the line says, and which of several equal ones."""

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines", verbose_name=_("对账单"))
    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="lines", verbose_name=_("银行账户"))
    on = models.DateField(_("交易日期"))
    amount = money.field(_("金额（元）"))
    balance = money.field(_("余额（元）"), null=True)
    counterparty = models.CharField(_("对方户名"), max_length=120, blank=True)
    summary = models.CharField(_("摘要"), max_length=300, blank=True)
    reference = models.CharField(_("流水号"), max_length=80, blank=True)
    fingerprint = models.CharField(_("行指纹"), max_length=64)

    class Meta:
        verbose_name = _("对账单明细")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "fingerprint"],
                name="bank_line_once",
                violation_error_message=_("对账单中有已经导入的明细。"),
            ),
            models.CheckConstraint(name="bank_line_not_zero", condition=~Q(amount=0)),
        ]
        indexes = [models.Index(fields=["account", "on"], name="bank_line_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.amount:,.2f} {self.counterparty}"

    @property
    def journal_text(self) -> str:
        """Without the counterparty, who may be a person."""
        return f"{self.on} {self.amount:,.2f}"

    def get_absolute_url(self) -> str:
        return self.statement.get_absolute_url()


class BankMatch(Subject):
    """A line confirmed to be a payment or refund, and why it was thought so. Undone, it stays and says who and why."""

    line = models.ForeignKey(BankLine, models.PROTECT, related_name="matches", verbose_name=_("对账单明细"))
    subject_type = models.CharField(_("对象类别"), max_length=60)
    subject_id = models.BigIntegerField(_("对象"))
    label = models.CharField(_("事项"), max_length=200)
    path = models.CharField(_("地址"), max_length=300, blank=True)
    score = models.PositiveSmallIntegerField(_("匹配度"))
    reasons = models.JSONField(_("匹配依据"), default=list)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("确认人")
    )
    matched_at = models.DateTimeField(_("确认时间"), default=clock.now)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("撤销人")
    )
    undone_reason = models.CharField(_("撤销理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("对账匹配")
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(undone_at__isnull=True),
                name="bank_match_line_once",
                violation_error_message=_("这笔银行明细已经匹配。"),
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(undone_at__isnull=True),
                name="bank_match_subject_once",
                violation_error_message=_("这笔支付或退款已与另一笔银行明细匹配。"),
            ),
            models.CheckConstraint(
                name="bank_match_undone_with_reason",
                condition=Q(undone_at__isnull=True) | ~Q(undone_reason=""),
                violation_error_message=_("撤销匹配必须写明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return self.line.get_absolute_url()
