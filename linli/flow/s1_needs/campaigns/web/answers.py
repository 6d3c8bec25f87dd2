"""The answers of a campaign: those with a flag first, reviewed many at a time."""

from functools import cached_property
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.flow.s1_needs.campaigns import actions, quality
from linli.flow.s1_needs.campaigns.models import Answer, Campaign
from linli.flow.s1_needs.campaigns.web.shared import seen, tabs, way
from linli.foundations.forms.states import FAMILY, ReviewState
from linli.foundations.places.models import Place
from linli.kernel.errors import Refusal
from linli.ui import tables
from linli.ui.lists import ListPage
from linli.ui.parts import Crumb
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence
from linli.ui.web.verb_page import may_now

CODES = [
    ("household", gettext_lazy("同一户")),
    ("alike", gettext_lazy("答案雷同")),
    ("fast", gettext_lazy("填写过快")),
    ("straight", gettext_lazy("连选同一选项")),
    ("outside", gettext_lazy("地点不符")),
    ("night", gettext_lazy("夜间填写")),
    ("late", gettext_lazy("逾期收到")),
    ("past_due", gettext_lazy("截止后填写")),
    ("not_drawn", gettext_lazy("不是抽中的户")),
    ("no_place", gettext_lazy("没有归属")),
]


class AnswerFilter(django_filters.FilterSet):  # type: ignore[misc]
    code = django_filters.ChoiceFilter(
        label=gettext_lazy("质量提示"), choices=CODES, method="by_code", empty_label=gettext_lazy("全部填报")
    )
    place = django_filters.ModelChoiceFilter(
        label=gettext_lazy("社区（村）"), queryset=Place.objects.none(), empty_label=gettext_lazy("全部")
    )
    counts = django_filters.ChoiceFilter(
        label=gettext_lazy("是否计入"),
        choices=[("True", gettext_lazy("计入")), ("False", gettext_lazy("不计入"))],
        empty_label=gettext_lazy("全部"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = self.queryset.values("campaign_id")[:1]
        there = Place.objects.filter(pk__in=_places(campaigns)).order_by("code")
        self.filters["place"].queryset = there
        self.filters["place"].extra["queryset"] = there

    def by_code(self, found: QuerySet[Answer], _name: str, value: str) -> QuerySet[Answer]:
        return found.filter(flags__contains=[{"code": value}])


def _places(campaigns: Any) -> Any:
    from linli.flow.s1_needs.campaigns.models import CampaignPlace

    return CampaignPlace.objects.filter(campaign__in=campaigns).values("place_id")


class AnswerTable(tables.Table):
    chosen = tables.SelectColumn()
    title = tables.TitleColumn(gettext_lazy("填报"), accessor="shown_title", orderable=False, note="shown_flags")
    place = tables.TextColumn(gettext_lazy("社区（村）"), accessor="place__name", orderable=False, card="half")
    household = tables.TextColumn(gettext_lazy("户号"), accessor="shown_household", orderable=False, card="half")
    person = tables.TextColumn(gettext_lazy("采集人"), accessor="person__name", orderable=False, card="half")
    counted = tables.TextColumn(gettext_lazy("计入"), accessor="shown_counts", orderable=False, card="half")
    status = tables.StatusColumn(gettext_lazy("审核"), accessor="shown_status", orderable=False)
    day = tables.DayColumn(gettext_lazy("填写"), accessor="day", order_by="id")

    caption = gettext_lazy("调查填报")


class AnswerListPage(ListPage):
    template_name = "surveys/answers.html"
    table_class = AnswerTable
    filter_class = AnswerFilter
    title = gettext_lazy("填报与质量")
    tab_field = "review"
    tab_labels = ReviewState.choices
    default_sort = "-day"
    can_export = False
    empty_text = gettext_lazy("收到的填报每分钟归集一次；有质量提示的，请核对后审核。")

    @cached_property
    def campaign(self) -> Campaign:
        return seen(self.request, self.kwargs["pk"])  # type: ignore[arg-type]

    def queryset(self) -> QuerySet[Answer]:
        rows: QuerySet[Answer] = self.campaign.answers.select_related("place", "household", "person")
        return rows

    def table(self, rows: Any) -> tables.Table:
        """Numbers of households, by which a register tells who it is, only for those who review."""
        numbers = self.request.actor.may("needs.campaign:review", self.campaign)  # type: ignore[attr-defined]
        for one in rows:
            one.shown_household = one.household and (one.household.number if numbers else _("已对应住户"))
            one.shown_title = _("填报 %s") % one.submission_id
            one.shown_flags = "；".join(quality.in_words(flag) for flag in one.flags)
            one.shown_counts = _("计入") if one.counts else _("不计入")
            one.shown_status = Status(FAMILY[one.review], ReviewState(one.review).label)
        return super().table(rows)

    def extra_context(self) -> dict[str, Any]:
        campaign = self.campaign
        flagged = campaign.answers.filter(~Q(flags=[]), review=ReviewState.RECEIVED).count()
        return {
            "crumbs": way(Crumb(campaign.title, campaign.get_absolute_url()), Crumb(_("填报与质量"))),
            "head": {"title": campaign.title, "sub": [_("填报与质量")]},
            "campaign": campaign,
            "pages": tabs(campaign, "answers", flagged),
            "may_review": may_now(actions.review, self.request.actor, campaign),  # type: ignore[attr-defined]
            "review_url": _asked(self.request, "campaign_review", campaign.pk),
        }


def _asked(request: HttpRequest, name: str, pk: int) -> str:
    """An address with what the list was asked for: whoever has judged a page of rows goes on where he was."""
    query = request.GET.urlencode()
    return reverse(f"needs:{name}", args=[pk]) + (f"?{query}" if query else "")


@needs("needs.campaign:list")
@require_POST
def review(request: ActorRequest, pk: int) -> HttpResponse:
    """The chosen rows, one verdict."""
    campaign = seen(request, pk)
    keys = [int(key) for key in request.POST.getlist("chosen") if key.isascii() and key.isdigit()]
    answers = list(Answer.objects.filter(campaign=campaign, pk__in=keys).order_by("pk"))
    verdict = request.POST.get("verdict", "")
    back = _asked(request, "campaign_answers", pk)
    if verdict not in actions.VERDICTS:
        messages.error(request, _("请选择审核结果。"))
        return redirect(back)
    try:
        done = act(
            request, actions.review, campaign, answers=answers, verdict=verdict, reason=request.POST.get("reason", "")
        )
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(back)
    left = getattr(done, "left_over", 0)
    text = _("审核结果已保存，另有 %d 份不能由您审核或状态已变。") % left if left else _("审核结果已保存")
    messages.success(request, text)
    return redirect(back)
