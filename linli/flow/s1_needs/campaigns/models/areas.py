"""Who asks households where, and how many."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.campaigns.models.campaign import Campaign
from linli.flow.s1_needs.campaigns.states import AreaState
from linli.foundations.parties.models import Membership, Organisation
from linli.foundations.places.models import Place
from linli.kernel.models import Subject


class Area(Subject):
    """A surveyor's part of a campaign: one community and how many households he is to ask there."""

    set_aside = frozenset({str(AreaState.ENDED)})

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="areas", verbose_name=_("调查"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("社区（村）"))
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("采集人"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("采集人"), editable=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("采集单位"), editable=False
    )
    quota = models.PositiveIntegerField(_("应完成（户）"))
    state = models.CharField(_("状态"), max_length=10, choices=AreaState.choices, default=AreaState.ACTIVE)

    class Meta:
        verbose_name = _("采集分工")
        ordering = ["place__code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "place", "person"],
                name="area_person_once",
                condition=~Q(state="ended"),
                violation_error_message=_("这位采集人已负责这个社区（村）。"),
            ),
            models.CheckConstraint(
                name="area_quota_positive",
                condition=Q(quota__gt=0),
                violation_error_message=_("应完成的户数应大于 0。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.place}"

    def get_absolute_url(self) -> str:
        return self.campaign.get_absolute_url()

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.stands_as_locked("membership_id"):
            self.person_id, self.organisation_id = self.membership.person_id, self.membership.organisation_id
        super().save(*args, **kwargs)
