"""The tender (one row for each attempt), its criteria, and the questions asked about its document."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.s3_tenders.models.lawful import OfTender
from linli.flow.s3_tenders.states import AFTER_OPENING, QuestionState, TenderState
from linli.flow.thread.models import LOCALS, OVERSEERS, Method, Project
from linli.foundations.parties.models import Organisation
from linli.kernel.actor import Actor
from linli.kernel.models import Subject


class TenderQuerySet(models.QuerySet["Tender"]):
    def published(self) -> Self:
        """What everybody may see."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, actor: Actor) -> Self:
        """Published ones for all; drafts for their purchaser, overseers, and the town or community they lie in."""
        if actor.organisation_kind in OVERSEERS:
            return self
        seen = Q(published_at__isnull=False)
        if actor.organisation_id is not None:
            seen |= Q(purchaser_id=actor.organisation_id)
        if actor.organisation_kind in LOCALS:
            seen |= Q(project__place_code__startswith=actor.place_code)
        return self.filter(seen)


class Tender(Subject):
    """One attempt to find a provider. Amounts are yuan, weights are points of 100, `bond_percent` is of the budget."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="tenders", verbose_name=_("项目"))
    attempt = models.PositiveSmallIntegerField(_("次数"), default=1)
    number = models.CharField(_("招标编号"), max_length=50, unique=True)
    title = models.CharField(_("项目名称"), max_length=80)
    purchaser = models.ForeignKey(Organisation, models.PROTECT, related_name="tenders", verbose_name=_("采购人"))
    method = models.CharField(_("采购方式"), max_length=20, choices=Method.choices)
    state = models.CharField(_("状态"), max_length=12, choices=TenderState.choices, default=TenderState.DRAFT)
    budget = models.DecimalField(_("预算金额（元）"), max_digits=16, decimal_places=2)
    bond_percent = models.DecimalField(_("投标保证金（%）"), max_digits=4, decimal_places=2, default=0)
    price_weight = models.PositiveSmallIntegerField(_("价格分值"))
    requirements = models.TextField(_("采购需求"))
    qualification = models.TextField(_("供应商资格条件"))
    document = models.TextField(_("采购文件获取方式"))
    contact = models.CharField(_("联系方式"), max_length=200)
    reasons = models.TextField(_("采用该方式的理由"), blank=True)
    invited = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("拟委托单位")
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    published_at = models.DateTimeField(_("公告时间"), null=True)
    notice_until = models.DateTimeField(_("公告期至"), null=True)
    supply_until = models.DateTimeField(_("文件获取至"), null=True)
    bids_due = models.DateTimeField(_("投标截止"), null=True)
    bid_count = models.PositiveSmallIntegerField(_("已递交投标数"), default=0)
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("见证人")
    )
    witnessed_at = models.DateTimeField(_("见证时间"), null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("开标人")
    )
    opened_at = models.DateTimeField(_("开标时间"), null=True)
    ranked_at = models.DateTimeField(_("评审完成时间"), null=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    announced_at = models.DateTimeField(_("结果公告时间"), null=True)
    publicity_until = models.DateTimeField(_("公示期至"), null=True)
    letter_number = models.CharField(_("中标通知书编号"), max_length=60, blank=True)
    winner = models.ForeignKey("tenders.Bid", models.PROTECT, null=True, related_name="+", verbose_name=_("中标投标"))
    end_reason = models.TextField(_("废标或终止理由"), blank=True)

    objects = TenderQuerySet.as_manager()

    class Meta:
        verbose_name = _("招标")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "attempt"], name="tender_attempt_once"),
            models.UniqueConstraint(
                fields=["project"],
                condition=~Q(state__in=["failed", "cancelled"]),
                name="tender_one_running",
                violation_error_message=_("该项目已有一次采购在进行，先办结或终止后才能重新编制。"),
            ),
            models.CheckConstraint(
                name="tender_budget_positive",
                condition=Q(budget__gt=0),
                violation_error_message=_("预算金额应大于 0 元。"),
            ),
            models.CheckConstraint(
                name="tender_not_opened_early",
                condition=Q(opened_at__isnull=True) | Q(opened_at__gte=models.F("bids_due")),
                violation_error_message=_("投标截止时间之前不能开标。"),
            ),
            models.CheckConstraint(
                name="tender_opened_by_two",
                condition=Q(opened_at__isnull=True) | (Q(witness__isnull=False) & ~Q(witness=models.F("opened_by"))),
                violation_error_message=_("开标人与见证人应为两个不同的人。"),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "bids_due"], name="tender_state_due"),
            models.Index(fields=["-published_at"], name="tender_public", condition=Q(published_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/tenders/{self.pk}/"

    @property
    def law_day(self) -> date | None:
        """The day whose law the tender follows: its notice's; none before."""
        return timezone.localdate(self.published_at) if self.published_at else None

    @property
    def bond_amount(self) -> Decimal:
        """What a bidder pays in, yuan."""
        return (self.budget * self.bond_percent / 100).quantize(Decimal("0.01"))

    @property
    def is_opened(self) -> bool:
        return self.state in AFTER_OPENING or self.opened_at is not None

    def takes_bids(self, now: datetime) -> bool:
        """Published and strictly before the deadline; at the deadline's own second it is late."""
        return self.state == TenderState.PUBLISHED and self.bids_due is not None and now < self.bids_due


class Criterion(models.Model):
    """What experts judge: with the price weight the weights make 100 points."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="criteria", verbose_name=_("招标"))
    order = models.PositiveSmallIntegerField(_("次序"))
    name = models.CharField(_("评审因素"), max_length=60)
    standard = models.TextField(_("评分标准"), blank=True)
    weight = models.PositiveSmallIntegerField(_("分值"))

    class Meta:
        verbose_name = _("评审因素")
        ordering = ["tender_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "order"], name="criterion_order_once"),
            models.CheckConstraint(
                name="criterion_weight_in_range",
                condition=Q(weight__gt=0, weight__lte=100),
                violation_error_message=_("每项评审因素的分值应在 1—100 分之间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Question(OfTender, Subject):
    """A question about the document. It is published with its answer and without the name of who asked."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("项目"))
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="questions", verbose_name=_("招标"))
    purchaser = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("采购人"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("提问单位"))
    state = models.CharField(_("状态"), max_length=10, choices=QuestionState.choices, default=QuestionState.ASKED)
    text = models.TextField(_("疑问"))
    answer = models.TextField(_("答复"), blank=True)
    affects_bids = models.BooleanField(_("可能影响投标文件编制"), default=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        verbose_name = _("澄清")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.tender.title} {_('澄清')}"

    def get_absolute_url(self) -> str:
        return f"{self.tender.get_absolute_url()}#questions"

    @property
    def thread_key(self) -> int | None:
        """None: who asks must not show on the project's time line before the opening."""
        return None
