"""A source of money for one year; what became of it is read from its accounts. Yuan."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.funds.models.account import Account, Stage
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor
from linli.kernel.models import Subject

OVERSEERS = (OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.FINANCE, OrganisationKind.SUPERVISOR)
ZERO = Decimal(0)

FIGURES: dict[str, tuple[str, ...]] = {
    "received": (Stage.INCOME, Stage.CARRIED_IN),
    "available": (Stage.AVAILABLE,),
    "transit": (Stage.TRANSIT,),
    "reserved": (Stage.RESERVED,),
    "committed": (Stage.COMMITTED,),
    "spent": (Stage.SPENT,),
    "returned": (Stage.RETURNED,),
    "carried_out": (Stage.CARRIED_OUT,),
}
"""What a source's figures add up, by the stages of its accounts. `received` counts below zero, as income does."""


class SourceKind(models.TextChoices):
    DISTRICT = "district", _("区级财政")
    DEPARTMENT = "department", _("部门预算")
    TOWN = "town", _("镇街财政")
    COMMUNITY = "community", _("社区（村）集体")
    DONATION = "donation", _("社会捐赠")
    LOTTERY = "lottery", _("福利彩票公益金")


class Figure:
    """One figure of a source: what the query brought, else read for all figures at once."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, source: Any, owner: type | None = None) -> Any:
        if source is None:
            return self
        known = source.__dict__.setdefault("_figures", {})
        if self.name not in known:
            known.update(FundSource.objects.with_figures().values(*FIGURES).get(pk=source.pk))
        return known[self.name]

    def __set__(self, source: Any, value: Decimal) -> None:
        source.__dict__.setdefault("_figures", {})[self.name] = value


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
        left = Account.objects.filter(source=OuterRef("pk"), stage=Stage.AVAILABLE, balance__gt=0)
        return self.filter(Exists(left), year=year, place__code__in=codes)

    def with_figures(self) -> Self:
        """With every figure, in the same statement: for lists."""
        return self.annotate(
            **{
                name: Sum("accounts__balance", filter=Q(accounts__stage__in=stages), default=ZERO)
                for name, stages in FIGURES.items()
            }
        )


class FundSource(Subject):
    """Money of one owner for one year and place, with the paper that gives it. A donor who wishes it is not named."""

    name = models.CharField(_("资金来源"), max_length=80)
    kind = models.CharField(_("类别"), max_length=20, choices=SourceKind.choices)
    year = models.PositiveSmallIntegerField(_("年度"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="fund_sources", verbose_name=_("使用区域"))
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="fund_sources", verbose_name=_("资金单位"))
    document_number = models.CharField(_("拨款文号"), max_length=60, blank=True)
    donor = models.CharField(_("捐赠人"), max_length=60, blank=True)
    donor_withheld = models.BooleanField(_("捐赠人不公开姓名"), default=False)
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name=_("结转自")
    )

    received = Figure()
    available = Figure()
    transit = Figure()
    reserved = Figure()
    committed = Figure()
    spent = Figure()
    returned = Figure()
    carried_out = Figure()

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("资金来源")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "year", "owner"],
                name="fund_source_name_once",
                violation_error_message=_("该单位本年度已有同名的资金来源。"),
            ),
            models.CheckConstraint(
                name="fund_source_donor_of_donations",
                condition=Q(kind="donation") | Q(donor="", donor_withheld=False),
                violation_error_message=_("只有社会捐赠才登记捐赠人。"),
            ),
        ]
        indexes = [models.Index(fields=["year", "kind"], name="fund_source_year")]

    def __str__(self) -> str:
        return f"{self.name}（{self.year}）"

    def get_absolute_url(self) -> str:
        return reverse("funds:source", args=[self.pk])

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: "models.QuerySet[FundSource] | None" = None,
    ) -> None:
        self.forget()
        super().refresh_from_db(using, fields, from_queryset)

    def forget(self) -> None:
        """Read the figures anew when they are next asked for."""
        self.__dict__.pop("_figures", None)

    @property
    def amount(self) -> Decimal:
        """All that the source ever received, what was carried in included."""
        total: Decimal = -self.received
        return total

    @property
    def bound(self) -> Decimal:
        """Reserved for projects, bound by contracts, or in transit."""
        held: Decimal = self.transit + self.reserved + self.committed
        return held

    @property
    def used(self) -> Decimal:
        """Bound to something, or paid: without what was carried over or returned."""
        total: Decimal = self.bound + self.spent
        return total

    @property
    def left(self) -> Decimal:
        """What has still to be spent, carried over or returned."""
        rest: Decimal = self.available + self.bound
        return rest

    @property
    def donor_shown(self) -> str:
        """The donor's name, or that it is withheld."""
        return str(_("不公开姓名的捐赠人")) if self.donor_withheld else self.donor
