"""Who asks where: assigned, changed, reminded, finished."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s1_needs.campaigns.actions.reviewing import ask_for_review
from linli.flow.s1_needs.campaigns.models import Area, Campaign
from linli.flow.s1_needs.campaigns.states import DRAFT, RUNNING, AreaState
from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership
from linli.foundations.places.models import Place
from linli.kernel import inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

ACTIVE = str(AreaState.ACTIVE)


@action(
    "needs.campaign:assign",
    gettext_lazy("安排采集人"),
    subject=Campaign,
    moves=({DRAFT, RUNNING}, None),
    tells=gettext_lazy("%(place)s，%(quota)s 户"),
)
def assign(campaign: Campaign, *, actor: Actor, membership: Membership, place: Place, quota: int) -> Area:
    """Give a surveyor a community. Only whoever may fill the form in, so that his phone's list of forms shows it."""
    if not campaign.places.filter(place=place).exists():
        raise Refusal(
            _("“%s”不在这次调查的区域里。") % place, remedy=_("请选择调查区域里的社区（村）。"), field="place"
        )
    _may_fill_in(campaign, membership)
    record(place=str(place), quota=quota)
    area = Area.objects.create(campaign=campaign, membership=membership, place=place, quota=quota)
    if campaign.state == RUNNING:
        ask(area, campaign)
    return area


def _may_fill_in(campaign: Campaign, membership: Membership) -> None:
    version = campaign.form.published
    whole = (
        Membership.objects.current().select_related("person", "organisation__place").filter(pk=membership.pk).first()
    )
    if whole is None or version is None or not actor_for(whole).may("xforms.submission:receive", version):
        raise Refusal(
            _("%s 不能填写这份表单。") % membership.person.name,
            remedy=_("请选择单位所在区划在表单适用范围内的工作人员。"),
            field="membership",
        )


def ask(area: Area, campaign: Campaign, *, context: str = "") -> None:
    """Put the area into its surveyor's inbox, or bring what is there up to date."""
    words = {"campaign": campaign.title, "place": area.place.spoken_name}
    inbox.open_task(
        area,
        "needs.area:finish",
        title=_("入户调查：%(campaign)s（%(place)s）") % words,
        context=context or _("应完成 %d 户") % area.quota,
        organisation_id=area.organisation_id,
        person_id=area.person_id,
        due_at=campaign.due_at,
        path=campaign.get_absolute_url(),
    )


@action(
    "needs.area:reassign",
    gettext_lazy("调整分工"),
    subject=Area,
    moves=({ACTIVE}, None),
    tells=gettext_lazy("%(place)s，%(quota)s 户"),
)
def reassign(area: Area, *, actor: Actor, membership: Membership, quota: int) -> Area:
    """Give the area to somebody else, or change how many. What the one before sent in stays his."""
    campaign = area.campaign
    if campaign.state not in (DRAFT, RUNNING):
        raise Refusal(_("调查已经截止。"), remedy=_("截止后不再调整分工。"), status=409)
    _may_fill_in(campaign, membership)
    if membership.pk != area.membership_id:
        inbox.cancel(area)
        area.membership = membership
        area.person_id, area.organisation_id = membership.person_id, membership.organisation_id
    area.quota = quota
    if campaign.state == RUNNING:
        ask(area, campaign)
    record(place=str(area.place), quota=quota)
    return area


@action(
    "needs.area:finish",
    gettext_lazy("完成采集"),
    short=pgettext_lazy("待办", "完成"),
    subject=Area,
    moves=({ACTIVE}, AreaState.DONE),
    tells=gettext_lazy("%(place)s，完成 %(done)s 户，应完成 %(quota)s 户"),
)
def finish(area: Area, *, actor: Actor, reason: str = "") -> Area:
    """The surveyor says that he is through; with fewer than he was to ask he says why."""
    if area.campaign.state != RUNNING:
        raise Refusal(_("调查不在进行中。"), remedy=_("请刷新页面。"), status=409)
    done = done_by(area.campaign).get((area.place_id, area.person_id), 0)
    if done < area.quota and len(reason.strip()) < 5:
        raise Refusal(
            _("收到 %(done)d 户，应完成 %(quota)d 户。") % {"done": done, "quota": area.quota},
            remedy=_("请先传回手机里的填报，或写明少做的原因（至少 5 个字）。"),
            field="reason",
        )
    record(place=str(area.place), done=done, quota=area.quota, reason=reason.strip())
    ask_for_review(area.campaign)
    return area


@action(
    "needs.campaign:remind",
    gettext_lazy("提醒采集人"),
    subject=Campaign,
    moves=({RUNNING}, None),
    tells=gettext_lazy("提醒 %(count)s 人"),
)
def remind(campaign: Campaign, *, actor: Actor) -> Campaign:
    """Bring back the tasks of those who have not reached their number, with how far they are."""
    done, count = done_by(campaign), 0
    for area in campaign.areas.filter(state=AreaState.ACTIVE).select_related("place"):
        has = done.get((area.place_id, area.person_id), 0)
        if has < area.quota:
            words = {"done": has, "quota": area.quota}
            ask(area, campaign, context=_("催办：已完成 %(done)d 户，应完成 %(quota)d 户") % words)
            count += 1
    if not count:
        raise Refusal(_("所有采集人都已完成，不用提醒。"))
    record(count=count)
    return campaign


def done_by(campaign: Campaign) -> dict[tuple[int | None, int | None], int]:
    """Answers that count, by place and surveyor."""
    rows = campaign.answers.filter(counts=True).order_by().values_list("place_id", "person_id")
    return {(place, person): n for place, person, n in rows.annotate(n=Count("pk"))}
