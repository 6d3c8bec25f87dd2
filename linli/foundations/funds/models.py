"""Where the money comes from, and what of it is reserved, committed and spent, by project. All amounts are yuan."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel import clock, money
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.kernel.models.journal import append_only

OVERSEERS = (OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR)


class SourceKind(models.TextChoices):
    DISTRICT = "district", _("区级财政")
    DEPARTMENT = "department", _("部门预算")
    TOWN = "town", _("镇街财政")
    COMMUNITY = "community", _("社区（村）集体")
    DONATION = "donation", _("社会捐赠")
    LOTTERY = "lottery", _("福利彩票公益金")


class SourceQuerySet(models.QuerySet["FundSource"]):
    def visible_to(self, actor: Actor) -> Self:
        """Overseers see every source, others their own, and towns and communities what is meant for their place."""
        if actor.organisation_kind in OVERSEERS:
            return self
        seen = Q(owner_id=actor.organisation_id)
        if actor.organisation_kind in (OrganisationKind.TOWN, OrganisationKind.COMMUNITY):
            seen |= Q(place__code__startswith=actor.place_code)
        return self.filter(seen) if actor.organisation_id else self.none()

    def usable(self, year: int, place_code: str) -> Self:
        """Sources of a year for a place: its own, those of the town around it, and the district's; with money left."""
        codes = [place_code[:length] for length in (6, 9, 12) if len(place_code) >= length]
        left = Q(amount__gt=F("reserved") + F("committed") + F("spent"))
        return self.filter(left, year=year, place__code__in=codes)


class FundSource(Subject):
    """A source of money for one year. `reserved` is promised to approved projects, `committed` to signed contracts."""

    name = models.CharField(_("资金来源"), max_length=80)
    kind = models.CharField(_("类别"), max_length=20, choices=SourceKind.choices)
    year = models.PositiveSmallIntegerField(_("年度"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="fund_sources", verbose_name=_("使用区域"))
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="fund_sources", verbose_name=_("资金单位"))
    amount = money.field(_("资金总额（元）"))
    reserved = money.field(_("已预留（元）"), default=0, editable=False)
    committed = money.field(_("已签约（元）"), default=0, editable=False)
    spent = money.field(_("已支付（元）"), default=0, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("资金来源")
        constraints = [
            models.CheckConstraint(
                name="fund_source_never_overspent",
                condition=Q(amount__gte=F("reserved") + F("committed") + F("spent")),
                violation_error_message=_("预留、签约和支付之和不能超过资金总额。"),
            ),
            models.CheckConstraint(
                name="fund_source_balances_not_negative",
                condition=Q(amount__gte=0, reserved__gte=0, committed__gte=0, spent__gte=0),
                violation_error_message=_("资金余额不能是负数。"),
            ),
            models.UniqueConstraint(
                fields=["name", "year", "owner"],
                name="fund_source_name_once",
                violation_error_message=_("该单位本年度已有同名的资金来源。"),
            ),
        ]
        indexes = [models.Index(fields=["year", "kind"], name="fund_source_year")]

    def __str__(self) -> str:
        return f"{self.name}（{self.year}）"

    def get_absolute_url(self) -> str:
        return reverse("funds:source", args=[self.pk])

    @property
    def available(self) -> Decimal:
        """What may still be reserved."""
        return self.amount - self.reserved - self.committed - self.spent

    @property
    def held_and_spent(self) -> Decimal:
        """What may not be reserved any more."""
        return self.amount - self.available


class Reservation(models.Model):
    """What one project holds of one source. `project_key` is the key of its thread; `title` and `path` lead there."""

    source = models.ForeignKey(FundSource, models.PROTECT, related_name="reservations", verbose_name=_("资金来源"))
    project_key = models.BigIntegerField(_("一事一链"))
    title = models.CharField(_("项目"), max_length=120, blank=True)
    path = models.CharField(_("地址"), max_length=300, blank=True)
    reserved = money.field(_("已预留（元）"), default=0)
    committed = money.field(_("已签约（元）"), default=0)
    spent = money.field(_("已支付（元）"), default=0)

    class Meta:
        verbose_name = _("项目资金")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "project_key"],
                name="reservation_project_once",
                violation_error_message=_("该项目已在这一资金来源中预留。"),
            ),
            models.CheckConstraint(
                name="reservation_balances_not_negative",
                condition=Q(reserved__gte=0, committed__gte=0, spent__gte=0),
                violation_error_message=_("项目的预留、签约和支付金额不能是负数。"),
            ),
        ]
        indexes = [models.Index(fields=["project_key"], name="reservation_project")]

    def __str__(self) -> str:
        return self.title or str(self.project_key)


class EntryKind(models.TextChoices):
    OPEN = "open", _("登记")
    ADJUST = "adjust", _("调整")
    RESERVE = "reserve", _("预留")
    COMMIT = "commit", _("签约")
    SPEND = "spend", _("支付")
    RELEASE = "release", _("释放")
    REVERSE = "reverse", _("冲销")


class Entry(models.Model):
    """One movement; entries are only added. `amount` is signed only for adjustments; `available` is what was left after it."""

    source = models.ForeignKey(FundSource, models.PROTECT, related_name="entries", verbose_name=_("资金来源"))
    reservation = models.ForeignKey(
        Reservation, models.PROTECT, null=True, related_name="entries", verbose_name=_("项目资金")
    )
    kind = models.CharField(_("类别"), max_length=10, choices=EntryKind.choices)
    amount = money.field(_("金额（元）"))
    available = money.field(_("可用余额（元）"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"), default=clock.now)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("办理单位")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )

    class Meta:
        verbose_name = _("资金流水")
        constraints = [
            models.CheckConstraint(
                name="entry_amount_has_its_sign",
                condition=Q(amount__gt=0) | (Q(kind="adjust") & ~Q(amount=0)) | Q(kind="open", amount=0),
                violation_error_message=_("流水金额必须大于 0 元。"),
            )
        ]
        indexes = [models.Index(fields=["source", "-id"], name="entry_source")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
