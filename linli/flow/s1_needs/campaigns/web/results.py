"""The results of a campaign: per question, for all or one part of it, or by groups side by side; on the page, on paper, as a
table; and in public."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s1_needs.campaigns import actions, gathering, groups, results
from linli.flow.s1_needs.campaigns.models import Campaign, Stratum
from linli.flow.s1_needs.campaigns.states import CampaignState
from linli.flow.s1_needs.campaigns.web import compared
from linli.flow.s1_needs.campaigns.web.shared import seen, tabs, way
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.ui import excel, formats
from linli.ui.clauses import chip
from linli.ui.parts import Action, Crumb, Figure
from linli.ui.web.access import ActorRequest, needs, public_page, require
from linli.ui.web.verb_page import may_now

Choice = tuple[str, str]


@needs("needs.campaign:list")
def page(request: ActorRequest, pk: int) -> HttpResponse:
    """`?at=` a town's or community's code, or a stratum's key; `?by=` groups side by side, `?q=` of which question;
    `?export=xlsx` the same as a table, `?print=1` for paper."""
    campaign = seen(request, pk)
    require(request.actor, "needs.campaign:view", campaign)
    at, by = request.GET.get("at", ""), request.GET.get("by", "")
    if campaign.started_at is None:
        return render(request, "surveys/results.html", _frame(request, campaign))
    found = _report(campaign, at)
    if request.GET.get("export") == "xlsx":
        rows = compared.sheet(campaign, found, by)
        return excel.response(rows, f"{campaign.title} {_('结果')}")
    side = compared.shown(campaign, found, by, request.GET.get("q", ""))
    context = {**_frame(request, campaign), **shown(campaign, found, at), **side}
    template = "surveys/paper.html" if request.GET.get("print") else "surveys/results.html"
    return render(request, template, context)


def _frame(request: ActorRequest, campaign: Campaign) -> dict[str, Any]:
    actions_ = []
    if may_now(actions.publish, request.actor, campaign):
        url = reverse("needs:campaign_publish", args=[campaign.pk])
        actions_.append(Action(_("公布调查结果"), url, "speakerphone", "primary"))
    if campaign.state == CampaignState.PUBLISHED and request.actor.may("needs.run:prepare"):
        actions_.append(Action(_("归并需求"), reverse("needs:run_new"), "sitemap"))
    return {
        "crumbs": way(Crumb(campaign.title, campaign.get_absolute_url()), Crumb(_("结果"))),
        "head": {"title": campaign.title, "sub": [_("结果")], "actions": actions_},
        "campaign": campaign,
        "tabs": tabs(campaign, "results"),
        "public_url": reverse("needs:survey", args=[campaign.pk]) if campaign.state == CampaignState.PUBLISHED else "",
    }


def _report(campaign: Campaign, at: str) -> results.Report:
    strata = list(campaign.strata.select_related("place"))
    if campaign.by_column:
        chosen = [one for one in strata if str(one.pk) == at]
    else:
        chosen = [one for one in strata if at and one.place and one.place.code.startswith(at)]
    return results.report(campaign, chosen or strata, groups.beside(strata, chosen) if chosen else ())


def shown(campaign: Campaign, found: results.Report, at: str) -> dict[str, Any]:
    """What the three pages of results have in common."""
    return {
        "report": found,
        "at": at,
        "choices": choices(campaign),
        "figures": [
            Figure(_("总户数"), f"{found.households:,}", _("户")),
            Figure(_("应调查"), f"{found.drawn:,}", _("户")),
            Figure(_("计入"), f"{found.answered:,}", _("份"), _("应答率 %s") % f"{100 * found.rate:.0f}%"),
        ],
        "provisional": campaign.state in (CampaignState.RUNNING, CampaignState.CLOSED),
        "gathered": gathering.newest(campaign),
        "method": method(campaign, found),
        "clause": chip(book.citation("survey.least_answers")),
    }


def choices(campaign: Campaign) -> list[Choice]:
    """Towns and communities of the strata, or the values of the column."""
    strata: list[Stratum] = list(campaign.strata.select_related("place"))
    if campaign.by_column:
        return [(str(one.pk), one.label) for one in strata]
    codes = sorted({one.place.code[:9] for one in strata if one.place})
    towns = dict(Place.objects.filter(code__in=codes).values_list("code", "name"))
    made: list[Choice] = []
    for code in codes:
        made.append((code, towns.get(code, code)))
        made += [(one.place.code, f"　{one.place}") for one in strata if one.place and one.place.code.startswith(code)]
    return made


def method(campaign: Campaign, found: results.Report) -> list[str]:
    """How the numbers came about, for whoever has to judge them. The seed stands on the campaign's own page: with it and the
    register anybody could tell who was drawn."""
    words = {
        "from": formats.day_full(campaign.started_at),
        "until": formats.day_full(campaign.closed_at or campaign.due_at),
        "drawn": f"{found.drawn:,}",
        "households": f"{found.households:,}",
        "answered": f"{found.answered:,}",
        "rate": f"{100 * found.rate:.0f}%",
        "strata": len(found.strata),
        "least": found.limits.least,
        "cell": found.limits.least_cell,
    }
    if campaign.is_sample:
        how = _("从 %(households)s 户中分 %(strata)s 层随机抽取 %(drawn)s 户，抽样种子留存备查。") % words
    else:
        how = _("对 %(households)s 户全部调查。") % words
    return [
        _("%(from)s至%(until)s入户调查。") % words + how,
        _("收回并计入 %(answered)s 份，应答率 %(rate)s。同一层内没有应答的住户，按应答的住户推算，再加权到总户数。")
        % words,
        _("区间为 95%% 置信区间，已作有限总体校正；没有应答可能带来的偏差不在区间之内。") % {},
        _("答案不足 %(least)s 份的题目不给数字；选择不足 %(cell)s 份的选项不显示。") % words,
    ]


@public_page
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """A published campaign's results, for everybody."""
    campaign = get_object_or_404(Campaign.objects.public().select_related("organisation", "form"), pk=pk)
    at = request.GET.get("at", "")
    found = _report(campaign, at)
    side = compared.shown(campaign, found, request.GET.get("by", ""), request.GET.get("q", ""), kept=True)
    context = {"campaign": campaign, **shown(campaign, found, at), **side}
    return render(request, "surveys/public.html", context)


@public_page
def public_list(request: HttpRequest) -> HttpResponse:
    """Published campaigns, newest first."""
    rows = Campaign.objects.public().select_related("organisation").order_by("-published_at")[:100]
    return render(request, "surveys/public_list.html", {"rows": rows})
