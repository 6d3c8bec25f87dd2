"""Reviewing many answers at once, and looking at addresses."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s1_needs.campaigns.models import Answer, Area, Campaign, HouseholdAddress
from linli.flow.s1_needs.campaigns.states import CLOSED, RUNNING
from linli.foundations.forms import actions as forms
from linli.foundations.forms.models import Submission
from linli.foundations.forms.states import ReviewState
from linli.kernel import inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

MOST = 200
VERBS: dict[str, Callable[..., Any]] = {"approve": forms.approve, "doubt": forms.doubt, "reject": forms.reject}


@action(
    "needs.campaign:review",
    gettext_lazy("批量审核填报"),
    short=pgettext_lazy("待办", "审核"),
    subject=Campaign,
    moves=({RUNNING, CLOSED}, None),
    tells=gettext_lazy("审核 %(done)s 份，未能审核 %(left)s 份"),
)
def review(campaign: Campaign, *, actor: Actor, answers: Sequence[Answer], verdict: str, reason: str = "") -> Campaign:
    """Approve, doubt or reject each of these submissions by its own verb. What may not be (his own, already decided) is
    passed over; if nothing could be done the first refusal is told. Each verb reads its submission by itself, as the actor."""
    if not answers or len(answers) > MOST:
        raise Refusal(_("请选择 1 至 %d 份填报。") % MOST, field="answers")
    verb, refusals, done = VERBS[verdict], [], 0
    for answer in answers:
        try:
            verb(Submission(pk=answer.submission_id), actor=actor, reason=reason)
        except Refusal as refusal:
            refusals.append(refusal)
        else:
            done += 1
    if not done:
        raise refusals[0]
    campaign.left_over = len(refusals)  # type: ignore[attr-defined]
    record(done=done, left=len(refusals), verdict=verdict)
    ask_for_review(campaign)
    return campaign


def ask_for_review(campaign: Campaign) -> None:
    """Put what waits to be looked at into the inbox of the campaign's office, clerk and leader: who sent something himself
    leaves it to the other."""
    waiting = campaign.answers.filter(review=ReviewState.RECEIVED).count()
    if not waiting:
        return
    for role in ("clerk", "leader"):
        inbox.open_task(
            campaign,
            "needs.campaign:review",
            title=_("审核填报：%s") % campaign.title,
            context=_("%d 份填报待审核") % waiting,
            organisation_id=campaign.organisation_id,
            role=role,
            path=f"{reverse('needs:campaign_answers', args=[campaign.pk])}?tab={ReviewState.RECEIVED}",
        )


@action(
    "needs.campaign:reveal",
    gettext_lazy("查看入户名单"),
    subject=Campaign,
    moves=({RUNNING}, None),
    guarded=True,
    tells=gettext_lazy("%(count)s 户"),
)
def reveal(campaign: Campaign, *, actor: Actor) -> list[tuple[str, str, str]]:
    """The drawn households with their addresses (place, number, address): for the office all, for a surveyor those of his
    places. That he looked is in the journal (个人信息保护法 6)."""
    rows = campaign.household_set.filter(is_drawn=True).select_related("place")
    if campaign.organisation_id != actor.organisation_id:
        mine = Area.objects.filter(campaign=campaign, person_id=actor.person_id or 0).exclude(state="ended")
        rows = rows.filter(place__in=mine.values("place_id"))
    known = dict(HouseholdAddress.objects.filter(campaign_key=campaign.pk).values_list("household_id", "address"))
    found = [(str(one.place), one.number, known.get(one.pk, "")) for one in rows]
    record(count=len(found))
    return found
