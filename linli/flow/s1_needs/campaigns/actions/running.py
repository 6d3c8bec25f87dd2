"""Starting a campaign, its end, and what is made of it."""

from datetime import datetime
from secrets import token_hex

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s1_needs.campaigns import drawing, gathering
from linli.flow.s1_needs.campaigns.actions.areas import ask
from linli.flow.s1_needs.campaigns.actions.planning import MOST_HOUSEHOLDS, erase_addresses
from linli.flow.s1_needs.campaigns.actions.reviewing import ask_for_review
from linli.flow.s1_needs.campaigns.models import Area, Campaign
from linli.flow.s1_needs.campaigns.states import (
    CANCELLED,
    CLOSED,
    DRAFT,
    PUBLISHED,
    RUNNING,
    AreaState,
    Frame,
    Scope,
)
from linli.foundations.rulebook import book
from linli.kernel import clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

SHORTEST = 5


@action(
    "needs.campaign:start",
    gettext_lazy("开始调查"),
    subject=Campaign,
    moves=({DRAFT}, RUNNING),
    guarded=True,
    tells=gettext_lazy("总户数 %(households)s，应调查 %(drawn)s 户，抽样种子 %(seed)s"),
)
def start(campaign: Campaign, *, actor: Actor) -> Campaign:
    """Draw the households and send the surveyors out. The seed is made now, once, and stands in the journal: whoever doubts
    the draw repeats it."""
    _ready(campaign)
    sample = campaign.scope == Scope.SAMPLE
    seed = token_hex(16) if sample else ""
    drawing.settle(campaign, seed)
    erase_addresses(campaign, drawn=False)
    campaign.seed, campaign.started_at = seed, clock.now()
    for area in campaign.areas.filter(state=AreaState.ACTIVE).select_related("campaign", "place"):
        ask(area, campaign)
    if sample:
        book.value("survey.sampling")
    record(households=campaign.households, drawn=campaign.drawn, seed=seed or "—")
    return campaign


def _ready(campaign: Campaign) -> None:
    if campaign.due_at <= clock.now():
        raise Refusal(_("截止时间已经过了。"), remedy=_("请先修改截止时间。"))
    if campaign.form.published is None:
        raise Refusal(_("表单没有现行的版本。"), remedy=_("请先发布表单。"))
    empty = campaign.places.select_related("place").filter(households=0).first()
    if empty is not None:
        remedy = (
            _("请在区划里登记年度户数后，打开“修改调查”保存一次。")
            if campaign.frame == Frame.FIGURES
            else _("请导入包含它的住户名册，或把它移出调查区域。")
        )
        raise Refusal(_("“%s”没有户数。") % empty.place, remedy=remedy)
    if sum(campaign.places.values_list("households", flat=True)) > MOST_HOUSEHOLDS:
        raise Refusal(_("总户数超过 %s 户。") % f"{MOST_HOUSEHOLDS:,}", remedy=_("请分成几次调查。"))
    if campaign.by_column and campaign.household_set.filter(column="").exists():
        raise Refusal(_("名册里有没填分层的住户。"), remedy=_("请补全“分层”列后重新导入。"))
    if not campaign.areas.filter(state=AreaState.ACTIVE).exists():
        raise Refusal(_("还没有安排采集人。"), remedy=_("请先安排采集人和社区（村）。"))


@action(
    "needs.campaign:extend",
    gettext_lazy("延长调查"),
    subject=Campaign,
    moves=({RUNNING}, None),
    tells=gettext_lazy("截止时间改为 %(due)s，理由：%(reason)s"),
)
def extend(campaign: Campaign, *, actor: Actor, due_at: datetime, reason: str) -> Campaign:
    """Give more time, for a reason; the tasks follow."""
    if due_at <= campaign.due_at or due_at <= clock.now():
        raise Refusal(_("新的截止时间没有更晚。"), remedy=_("请填写比原来晚、还没有到的时间。"), field="due_at")
    if len(reason.strip()) < SHORTEST:
        raise Refusal(_("没有写明延长的理由。"), remedy=_("请写明理由，至少 5 个字。"), field="reason")
    campaign.due_at = due_at
    for area in campaign.areas.filter(state=AreaState.ACTIVE).select_related("place"):
        ask(area, campaign)
    record(due=f"{due_at:%Y-%m-%d %H:%M}", reason=reason.strip())
    return campaign


@action(
    "needs.campaign:close",
    gettext_lazy("截止调查"),
    short=pgettext_lazy("待办", "截止"),
    subject=Campaign,
    moves=({RUNNING}, CLOSED),
    tells=gettext_lazy("收到 %(received)s 份，计入 %(counted)s 份"),
)
def close(campaign: Campaign, *, actor: Actor) -> Campaign:
    """End the field work; what phones filled in before is still taken for the days that the rule book gives."""
    campaign.closed_at = clock.now()
    gathering.all_of(campaign, wait=True)
    _dismiss(campaign)
    _note_answers(campaign)
    ask_for_review(campaign)
    inbox.open_task(
        campaign,
        "needs.campaign:publish",
        title=_("公布调查结果：%s") % campaign.title,
        context=_("复核填报后公布"),
        organisation_id=campaign.organisation_id,
        role="clerk",
        path=reverse("needs:campaign_results", args=[campaign.pk]),
    )
    return campaign


@action(
    "needs.campaign:publish",
    gettext_lazy("公布调查结果"),
    short=pgettext_lazy("待办", "公布"),
    subject=Campaign,
    moves=({CLOSED}, PUBLISHED),
    guarded=True,
    public=True,
    tells=gettext_lazy("“%(title)s”，收到 %(received)s 份，计入 %(counted)s 份"),
)
def publish(campaign: Campaign, *, actor: Actor, note: str = "") -> Campaign:
    """The results are public from now on and change no more; addresses are erased."""
    book.value("survey.least_answers")
    book.value("survey.least_cell")
    gathering.all_of(campaign, wait=True)
    erase_addresses(campaign)
    inbox.cancel(campaign, "needs.campaign:review")
    campaign.note, campaign.published_at = note.strip(), clock.now()
    record(title=campaign.title)
    _note_answers(campaign)
    return campaign


@action(
    "needs.campaign:cancel",
    gettext_lazy("取消调查"),
    subject=Campaign,
    moves=({DRAFT, RUNNING, CLOSED}, CANCELLED),
    guarded=True,
    tells=gettext_lazy("理由：%(reason)s"),
)
def cancel(campaign: Campaign, *, actor: Actor, reason: str) -> Campaign:
    """Give a campaign up, with a reason. What came in stays with its form; addresses are erased."""
    if len(reason.strip()) < SHORTEST:
        raise Refusal(_("没有写明取消理由。"), remedy=_("请写明理由，至少 5 个字。"), field="reason")
    campaign.reason = reason.strip()
    erase_addresses(campaign)
    inbox.cancel(campaign)
    _dismiss(campaign)
    record(reason=campaign.reason)
    return campaign


def _dismiss(campaign: Campaign) -> None:
    """Nobody asks any more."""
    for area in campaign.areas.filter(state=AreaState.ACTIVE):
        inbox.cancel(area)
    Area.objects.filter(campaign=campaign, state=AreaState.ACTIVE).update(state=AreaState.ENDED)


def _note_answers(campaign: Campaign) -> None:
    found = campaign.answers.all()
    record(received=found.count(), counted=found.filter(counts=True).count())
