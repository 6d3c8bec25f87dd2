"""Money set aside within a source: for a purpose, a town (quota) or by a donor's wish; and pools of several sources."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.funds.models.account import Account, Stage
from linli.foundations.funds.models.source import FundSource
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel.models import Subject


class EarmarkKind(models.TextChoices):
    PURPOSE = "purpose", _("专款专用")
    QUOTA = "quota", _("镇街额度")
    WISH = "wish", _("捐赠意愿")


class Earmark(Subject):
    """What some of a source's money is for. `purpose` is a code of the catalogue, or the beginning of one (A01 养老服务);
    empty for a quota, which binds only the place. The money itself is in accounts that carry the earmark."""

    source = models.ForeignKey(FundSource, models.PROTECT, related_name="earmarks", verbose_name=_("资金来源"))
    kind = models.CharField(_("类别"), max_length=10, choices=EarmarkKind.choices)
    title = models.CharField(_("专用事项"), max_length=80)
    purpose = models.CharField(_("用途（目录编号）"), max_length=20, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("使用区域")
    )

    class Meta:
        verbose_name = _("专用资金")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "purpose", "place"],
                nulls_distinct=False,
                name="earmark_once",
                violation_error_message=_("这笔资金已按同一用途和区域设置专用。"),
            ),
            models.CheckConstraint(
                name="earmark_binds_something",
                condition=~Q(purpose="") | Q(place__isnull=False),
                violation_error_message=_("专用资金必须指定用途或使用区域。"),
            ),
            models.CheckConstraint(
                name="earmark_quota_has_place",
                condition=~Q(kind="quota") | Q(place__isnull=False),
                violation_error_message=_("镇街额度必须指定镇街。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("funds:source", args=[self.source_id])

    @property
    def left(self) -> Decimal:
        """What of it is still available (yuan)."""
        rest: Decimal = self.accounts.filter(stage=Stage.AVAILABLE).aggregate(sum=Sum("balance", default=0))["sum"]
        return rest

    def allows(self, purpose: str, place_code: str) -> bool:
        """Whether money so earmarked may be used for a catalogue item in a place."""
        if self.purpose and not purpose.startswith(self.purpose):
            return False
        return self.place is None or place_code.startswith(self.place.code)


class PoolQuerySet(models.QuerySet["Pool"]):
    def usable(self, year: int, place_code: str) -> Self:
        """Pools of a year for a place: its own, those of the town around it, and the district's; with money left."""
        codes = [place_code[:length] for length in (6, 9, 12) if len(place_code) >= length]
        left = Account.objects.filter(pool=OuterRef("pk"), stage=Stage.AVAILABLE, balance__gt=0)
        return self.filter(Exists(left), year=year, place__code__in=codes)


class Pool(Subject):
    """Several sources used together (资金池); every yuan in it is still in an account of its source."""

    name = models.CharField(_("资金池"), max_length=80)
    year = models.PositiveSmallIntegerField(_("年度"))
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="fund_pools", verbose_name=_("统筹单位"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("使用区域"))

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("资金池")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "year", "owner"],
                name="fund_pool_name_once",
                violation_error_message=_("该单位本年度已有同名的资金池。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.year}）"

    def get_absolute_url(self) -> str:
        return reverse("funds:pools")
