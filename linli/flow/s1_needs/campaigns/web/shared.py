"""What the pages of campaigns share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.campaigns.states import FAMILY, ICONS, CampaignState
from linli.flow.s1_needs.web.pages import crumbs
from linli.ui.parts import Crumb, Tab
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest


def way(*more: Crumb) -> list[Crumb]:
    return crumbs(Crumb(_("调查"), reverse("needs:campaigns")), *more)


def seen(request: ActorRequest, pk: int) -> Campaign:
    """The campaign, if the actor may see it."""
    found = Campaign.objects.visible_to(request.actor).select_related("organisation__place", "form")
    return get_object_or_404(found, pk=pk)


def status(campaign: Campaign) -> Status:
    return Status(FAMILY[campaign.state], campaign.get_state_display(), ICONS.get(campaign.state, ""))


def tabs(campaign: Campaign, at: str, flagged: int | None = None) -> list[Tab]:
    """The pages of one campaign; before it starts there is only the first."""
    if campaign.state == CampaignState.DRAFT:
        return []
    return [
        Tab(_("进度"), reverse("needs:campaign", args=[campaign.pk]), at == "progress"),
        Tab(_("填报与质量"), reverse("needs:campaign_answers", args=[campaign.pk]), at == "answers", flagged),
        Tab(_("结果"), reverse("needs:campaign_results", args=[campaign.pk]), at == "results"),
    ]
