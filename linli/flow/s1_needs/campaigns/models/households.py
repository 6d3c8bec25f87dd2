"""The places of a campaign, its strata, its households, and, apart and guarded, where they live."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.campaigns.models.campaign import Campaign
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place


class CampaignPlace(models.Model):
    """A community in which households are asked; `households` from the yearly figures of `year`, or counted in the list."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="places", verbose_name=_("调查"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("社区（村）"))
    households = models.PositiveIntegerField(_("户数"), default=0)
    year = models.PositiveSmallIntegerField(_("户数年度"), null=True)

    class Meta:
        verbose_name = _("调查区域")
        ordering = ["place__code"]
        constraints = [models.UniqueConstraint(fields=["campaign", "place"], name="campaign_place_once")]

    def __str__(self) -> str:
        return str(self.place)


class Stratum(models.Model):
    """A layer that is drawn from: a community, or the households with one value in the list's column."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="strata", verbose_name=_("调查"))
    label = models.CharField(_("层"), max_length=100)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", verbose_name=_("社区（村）"))
    households = models.PositiveIntegerField(_("户数"))
    drawn = models.PositiveIntegerField(_("应调查户数"))

    class Meta:
        verbose_name = _("层")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "label"], name="stratum_once"),
            models.CheckConstraint(name="stratum_draws_what_it_has", condition=Q(drawn__lte=F("households"))),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def probability(self) -> float:
        """The inclusion probability of each of its households."""
        return self.drawn / self.households if self.households else 0.0


class Household(models.Model):
    """A household by its number within the place. Of a list all are kept, so that the draw can be repeated; of figures the
    drawn ones, whose number is their place in the register. `stratum` is there from the draw on."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="household_set", verbose_name=_("调查"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("社区（村）"))
    number = models.CharField(_("户号"), max_length=40)
    column = models.CharField(_("分层"), max_length=60, blank=True)
    stratum = models.ForeignKey(Stratum, models.CASCADE, null=True, related_name="+", verbose_name=_("层"))
    is_drawn = models.BooleanField(_("抽中"), default=False)

    class Meta:
        verbose_name = _("住户")
        ordering = ["place_id", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "place", "number"], name="household_number_once")]
        indexes = [models.Index(fields=["campaign", "number"], name="household_number", condition=Q(is_drawn=True))]

    def __str__(self) -> str:
        return self.number


class HouseholdAddress(models.Model):
    """Where a household lives: personal data, under row-level security (migration `campaigns`). Those not drawn are erased
    at the draw, the others when the campaign is published or cancelled (个人信息保护法 19, 47)."""

    household = models.OneToOneField(
        Household, models.CASCADE, primary_key=True, related_name="address", verbose_name=_("住户")
    )
    campaign_key = models.BigIntegerField(_("调查"), db_index=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    place_code = models.CharField(_("区划代码"), max_length=12)
    address = models.CharField(_("地址"), max_length=200)

    class Meta:
        verbose_name = _("住户地址")

    def __str__(self) -> str:
        return str(_("住户地址"))
