"""Bids. Who bid is known to nobody else, what was bid to nobody at all but the bidder, until the tender is opened:
row-level security of both tables says so (migration 0002), whatever a query asks."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s3_tenders.models.lawful import OfTender
from linli.flow.s3_tenders.models.tender import Tender
from linli.flow.s3_tenders.states import BidState
from linli.foundations.parties.models import Organisation
from linli.kernel.models import Subject


class BidQuerySet(models.QuerySet["Bid"]):
    def valid(self) -> Self:
        return self.filter(state=BidState.VALID)

    def ranked(self) -> Self:
        return self.filter(rank__isnull=False).order_by("rank")


class Bid(OfTender, Subject):
    """One provider's bid for one tender: the envelope. A replacement takes the place of what was sent before.

    `sha256` commits to the content (with a secret nonce, so that an amount cannot be guessed from it). `amount` (yuan)
    and the scores stay empty until the opening and the ranking; both are public then.
    """

    guarded: ClassVar[bool] = True

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="bids", verbose_name=_("招标"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bids", verbose_name=_("投标人"))
    state = models.CharField(_("状态"), max_length=10, choices=BidState.choices, default=BidState.SUBMITTED)
    receipt = models.CharField(_("回执编号"), max_length=60, unique=True)
    round = models.PositiveSmallIntegerField(_("递交次数"), default=1)
    submitted_at = models.DateTimeField(_("递交时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    size_class = models.PositiveIntegerField(_("大小等级（字节上限）"))
    amount = models.DecimalField(_("报价（元）"), max_digits=16, decimal_places=2, null=True)
    invalid_reason = models.CharField(_("无效原因"), max_length=200, blank=True)
    expert_score = models.DecimalField(_("评审得分"), max_digits=6, decimal_places=2, null=True)
    price_score = models.DecimalField(_("价格得分"), max_digits=6, decimal_places=2, null=True)
    total_score = models.DecimalField(_("总得分"), max_digits=6, decimal_places=2, null=True)
    rank = models.PositiveSmallIntegerField(_("名次"), null=True)
    bond_returned_at = models.DateTimeField(_("保证金退还时间"), null=True)

    objects = BidQuerySet.as_manager()

    class Meta:
        verbose_name = _("投标")
        ordering = ["submitted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "organisation"],
                name="bid_one_per_provider",
                violation_error_message=_("贵单位已递交过投标文件，请用“重新递交”替换。"),
            ),
            models.UniqueConstraint(fields=["tender", "rank"], name="bid_rank_once"),
            models.CheckConstraint(
                name="bid_withdrawn_has_time",
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False),
                violation_error_message=_("撤回的投标必须记明撤回时间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return f"/tenders/{self.tender_id}/"

    @property
    def thread_key(self) -> int | None:
        """None: a bid shows on the project's time line only through the opening."""
        return None


class BidContent(models.Model):
    """What is sealed: price (yuan) and the sections of the bid. `nonce` makes the commitment unguessable."""

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="content", verbose_name=_("投标"))
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="+", verbose_name=_("招标"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("投标人"))
    amount = models.DecimalField(_("报价（元）"), max_digits=16, decimal_places=2)
    plan = models.TextField(_("服务方案"))
    team = models.TextField(_("人员配备"), blank=True)
    record = models.TextField(_("类似业绩"), blank=True)
    promises = models.TextField(_("服务承诺"), blank=True)
    nonce = models.CharField(_("随机数"), max_length=64)

    class Meta:
        verbose_name = _("投标内容")
        constraints = [
            models.CheckConstraint(
                name="bid_amount_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("报价应大于 0 元。"),
            )
        ]

    def __str__(self) -> str:
        return str(_("投标内容"))
