"""The review panel: how it was drawn, who sits on it, and how each member scored. Identities are hidden from bidders
until the result is announced (row-level security, migration 0002)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s3_tenders.models.bids import Bid
from linli.flow.s3_tenders.models.lawful import OfTender
from linli.flow.s3_tenders.models.tender import Criterion, Tender
from linli.flow.s3_tenders.states import SeatKind, SeatState
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import Role
from linli.kernel.models import Subject


class Tie(Subject):
    """A declared tie of an expert to an organisation: he is not drawn where it bids. `until` is when it ended."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ties", verbose_name=_("专家"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))
    nature = models.CharField(_("关系"), max_length=100)
    until = models.DateField(_("止于"), null=True, blank=True)

    class Meta:
        verbose_name = _("利害关系")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "nature"],
                name="tie_declared_once",
                violation_error_message=_("这一关系已经申报。"),
            )
        ]

    def __str__(self) -> str:
        return str(_("利害关系申报"))

    def get_absolute_url(self) -> str:
        return "/tenders/ties/"


class Panel(OfTender, Subject):
    """How the panel was drawn. `order` is the whole drawn order of the roster; a declined seat goes to the next in it.

    The same roster and seed give the same order anywhere (rules.drawn_order); `roster_hash` and the seed's hash were
    journaled at the draw, the seed itself is published with the result.
    """

    tender = models.OneToOneField(Tender, models.PROTECT, related_name="panel", verbose_name=_("招标"))
    size = models.PositiveSmallIntegerField(_("人数"))
    review_on = models.DateField(_("评审日期"))
    roster = models.JSONField(_("抽取名册"))
    roster_hash = models.CharField(_("名册指纹"), max_length=64)
    seed = models.CharField(_("随机种子"), max_length=64)
    order = models.JSONField(_("抽取次序"))
    refills = models.JSONField(_("补抽"), default=list)
    drawn_at = models.DateTimeField(_("抽取时间"))

    class Meta:
        verbose_name = _("评审委员会")
        constraints = [
            models.CheckConstraint(
                name="panel_size_odd",
                condition=Q(size__gte=3) & Q(size__in=range(3, 30, 2)),
                violation_error_message=_("评审委员会人数应为单数。"),
            )
        ]

    def __str__(self) -> str:
        return str(_("评审委员会"))

    def get_absolute_url(self) -> str:
        return f"/tenders/{self.tender_id}/"


class Seat(OfTender, Subject):
    """A member's place on the panel. A declined seat stays for the record; the redrawn one has the same number."""

    guarded: ClassVar[bool] = True

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats", verbose_name=_("评审委员会"))
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="seats", verbose_name=_("招标"))
    number = models.PositiveSmallIntegerField(_("席位"))
    kind = models.CharField(_("类别"), max_length=14, choices=SeatKind.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("评委"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("所在单位"))
    role = models.CharField(_("角色"), max_length=40, choices=Role.choices)
    state = models.CharField(_("状态"), max_length=10, choices=SeatState.choices, default=SeatState.DRAWN)
    declared_at = models.DateTimeField(_("回复时间"), null=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("评委席位")
        ordering = ["tender_id", "number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "person"], name="seat_person_once"),
            models.UniqueConstraint(
                fields=["panel", "number"], condition=~Q(state="declined"), name="seat_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('评审委员会')} {self.number}"

    def get_absolute_url(self) -> str:
        return f"/tenders/{self.tender_id}/review/"

    @property
    def thread_key(self) -> int | None:
        """None: who sits on the panel must not show on the project's time line."""
        return None


class Sheet(Subject):
    """One member's scores of one bid: once submitted, locked."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sheets", verbose_name=_("评委"))
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="sheets", verbose_name=_("投标"))
    remark = models.TextField(_("评审意见"), blank=True)
    submitted_at = models.DateTimeField(_("提交时间"))

    class Meta:
        verbose_name = _("评分表")
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "bid"],
                name="sheet_once",
                violation_error_message=_("这份投标您已评分，提交后不能修改。"),
            )
        ]

    def __str__(self) -> str:
        return str(_("评分表"))

    def get_absolute_url(self) -> str:
        return self.seat.get_absolute_url()

    @property
    def thread_key(self) -> int | None:
        return None


class Score(models.Model):
    """Points for one criterion, at most its weight."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="scores", verbose_name=_("评分表"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("评审因素"))
    points = models.DecimalField(_("得分"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("得分")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once"),
            models.CheckConstraint(
                name="score_not_negative",
                condition=Q(points__gte=0),
                violation_error_message=_("得分不能小于 0 分。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points}"
