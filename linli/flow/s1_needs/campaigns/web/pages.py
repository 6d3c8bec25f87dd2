"""The page of one campaign: how far it is, who asks where, what the draw was."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.flow.s1_needs.campaigns import actions, drawing, gathering, progress
from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.campaigns.states import AreaState, CampaignState, Frame
from linli.flow.s1_needs.campaigns.web.planning import reckoning
from linli.flow.s1_needs.campaigns.web.shared import seen, status, tabs, way
from linli.kernel.actions import Action as Verb
from linli.kernel.errors import Refusal
from linli.ui import formats
from linli.ui.parts import Action, Crumb, Fact, Figure
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.verb_page import may_now


@needs("needs.campaign:list")
def page(request: ActorRequest, pk: int) -> HttpResponse:
    campaign = seen(request, pk)
    context = {
        "crumbs": way(Crumb(campaign.title)),
        "head": {
            "title": campaign.title,
            "sub": [str(campaign.organisation), campaign.form.title],
            "actions": buttons(request, campaign),
        },
        "campaign": campaign,
        "tabs": tabs(campaign, "progress"),
        "facts": facts(campaign),
        "presses": presses(request, campaign),
        "strata": campaign.strata.all()[:200],
        "reckoned": _planned(campaign),
        "may_reveal": may_now(actions.reveal, request.actor, campaign),
        **_moving(request, campaign),
    }
    return render(request, "surveys/campaign.html", context)


@needs("needs.campaign:list")
def moving(request: ActorRequest, pk: int) -> HttpResponse:
    """The part of the page that is asked for again while the campaign runs."""
    return render(request, "surveys/progress.html", _moving(request, seen(request, pk)))


def _moving(request: ActorRequest, campaign: Campaign) -> dict[str, Any]:
    found = progress.of(campaign)
    actor = request.actor
    running = campaign.state == CampaignState.RUNNING
    return {
        "campaign": campaign,
        "progress": found,
        "figures": _figures(found),
        "most": max((n for _day, n in found.days), default=0),
        "at": gathering.newest(campaign),
        "src": reverse("needs:campaign_progress", args=[campaign.pk]) if running else "",
        "may_assign": may_now(actions.assign, actor, campaign),
        "mine": [
            one.area.pk
            for part in found.parts
            for one in part.workers
            if running and may_now(actions.finish, actor, one.area)
        ],
    }


def _figures(found: progress.Progress) -> list[Figure]:
    share = f"{100 * found.done / found.wanted:.0f}%" if found.wanted else "—"
    return [
        Figure(_("应调查"), f"{found.wanted:,}", _("户")),
        Figure(_("收到"), f"{found.received:,}", _("份")),
        Figure(_("计入"), f"{found.done:,}", _("份"), _("完成 %s") % share),
        Figure(_("没有归属"), f"{found.elsewhere:,}", _("份"), _("不能确定社区（村）的")),
    ]


def facts(campaign: Campaign) -> list[Fact]:
    made = [
        Fact(_("状态"), status=status(campaign)),
        Fact(_("调查目的"), campaign.purpose or "—"),
        Fact(_("调查范围"), campaign.get_scope_display()),
        Fact(_("住户来源"), campaign.get_frame_display()),
        Fact(_("截止时间"), formats.moment_full(campaign.due_at)),
    ]
    if campaign.is_sample:
        made += [
            Fact(_("允许误差"), f"±{campaign.margin}", _("个百分点")),
            Fact(_("置信水平"), f"{campaign.confidence}%"),
            Fact(_("样本分配"), campaign.get_allocation_display()),
        ]
    if campaign.seed:
        made.append(Fact(_("抽样种子"), campaign.seed))
    if campaign.reason:
        made.append(Fact(_("取消理由"), campaign.reason))
    return made


def _planned(campaign: Campaign) -> dict[str, Any] | None:
    """What would be drawn, while it is a draft."""
    if campaign.state != CampaignState.DRAFT:
        return None
    sizes = {one.label: one.households for one in drawing.layers_of(campaign) if one.households}
    missing = campaign.places.filter(households=0).count()
    return reckoning(sizes, drawing.demands_of(campaign), campaign.scope, missing=missing) if sizes else None


def buttons(request: ActorRequest, campaign: Campaign) -> list[Action]:
    offered: list[tuple[Verb[Any, Any], str, str, str]] = [
        (actions.revise, _("修改调查"), "campaign_revise", "pencil"),
        (actions.import_list, _("导入住户名册"), "campaign_import", "upload"),
        (actions.assign, _("安排采集人"), "campaign_assign", "user-plus"),
        (actions.extend, _("延长"), "campaign_extend", "clock"),
        (actions.cancel, _("取消调查"), "campaign_cancel", "ban"),
        (actions.publish, _("公布调查结果"), "campaign_publish", "speakerphone"),
    ]
    return surveying(request, campaign) + [
        Action(label, reverse(f"needs:{name}", args=[campaign.pk]), icon, VARIANTS.get(name, "default"))
        for verb, label, name, icon in offered
        if may_now(verb, request.actor, campaign) and (verb is not actions.import_list or campaign.frame == Frame.LIST)
    ]


VARIANTS = {"campaign_cancel": "danger", "campaign_publish": "primary"}


def surveying(request: ActorRequest, campaign: Campaign) -> list[Action]:
    """For whoever has households to ask: the form in the browser, and the key for a phone."""
    mine = campaign.areas.filter(person_id=request.actor.person_id or 0, state=AreaState.ACTIVE)
    version = campaign.form.published
    if campaign.state != CampaignState.RUNNING or version is None or not mine.exists():
        return []
    if not request.actor.may("xforms.submission:receive", version):
        return []
    return [
        Action(_("手机采集密钥"), reverse("xforms:keys"), "qrcode"),
        Action(_("在浏览器中填写"), reverse("xforms:fill_in", args=[version.pk]), "pencil", "primary"),
    ]


def presses(request: ActorRequest, campaign: Campaign) -> list[tuple[str, str, str]]:
    """Buttons that need no form: (address, label, variant)."""
    offered: tuple[tuple[Verb[Any, Any], str, str, str], ...] = (
        (actions.start, _("开始调查"), "campaign_start", "primary"),
        (actions.remind, _("提醒采集人"), "campaign_remind", "default"),
        (actions.close, _("截止调查"), "campaign_close", "default"),
    )
    return [
        (reverse(f"needs:{name}", args=[campaign.pk]), label, variant)
        for verb, label, name, variant in offered
        if may_now(verb, request.actor, campaign)
    ]


@needs("needs.campaign:list")
@require_POST
def reveal(request: ActorRequest, pk: int) -> HttpResponse:
    """The households to ask with their addresses, in the answer to this request only: made for paper."""
    campaign = seen(request, pk)
    context: dict[str, Any] = {"campaign": campaign}
    try:
        context["rows"] = actions.reveal(campaign, actor=request.actor)
    except Refusal as refusal:
        context["refusal"] = refusal
        return render(request, "surveys/households.html", context, status=refusal.status)
    return render(request, "surveys/households.html", context)
