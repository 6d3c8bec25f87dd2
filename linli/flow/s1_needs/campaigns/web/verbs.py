"""Pages of one form for one verb on a campaign or an area, and buttons without a form."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.flow.s1_needs.campaigns import actions
from linli.flow.s1_needs.campaigns.models import Area, Campaign
from linli.flow.s1_needs.campaigns.web import forms
from linli.flow.s1_needs.campaigns.web.shared import seen, way
from linli.ui import formats
from linli.ui.parts import Crumb, Fact
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import press
from linli.ui.web.verb_page import VerbPage


class _CampaignPage(VerbPage):
    def queryset(self) -> QuerySet[Campaign]:
        return Campaign.objects.visible_to(self.request.actor).select_related("organisation__place", "form")

    def crumbs(self, record: Campaign) -> list[Crumb]:
        return way(Crumb(record.title, record.get_absolute_url()))

    def facts(self, record: Any) -> list[Fact]:
        return [Fact(gettext_lazy("截止时间"), formats.moment_full(record.due_at))]

    def then(self, answer: Any) -> str:
        return self.back(answer)


class Assign(_CampaignPage):
    verb, form_class = actions.assign, forms.AssignForm
    done = gettext_lazy("采集人已安排")
    hint = gettext_lazy("只列出能填写这份表单的人；开始调查后，任务进入他们的待办，表单出现在采集程序的列表里。")

    def arguments(self, record: Campaign) -> dict[str, Any]:
        return {"campaign": record}


class Extend(_CampaignPage):
    verb, form_class = actions.extend, forms.ExtendForm
    done = gettext_lazy("截止时间已延长")


class Cancel(_CampaignPage):
    verb, form_class = actions.cancel, forms.CancelForm
    done = gettext_lazy("调查已取消")
    hint = gettext_lazy("取消后不能恢复；已收到的填报留在表单里，住户地址随即删除。")


class Publish(_CampaignPage):
    verb, form_class = actions.publish, forms.PublishForm
    done = gettext_lazy("调查结果已公布")
    hint = gettext_lazy("公布后结果不再变动，人人可见；住户地址随即删除。")


class _AreaPage(VerbPage):
    def queryset(self) -> QuerySet[Area]:
        campaigns = Campaign.objects.visible_to(self.request.actor)
        return Area.objects.filter(campaign__in=campaigns).select_related(
            "campaign__form", "campaign__organisation__place", "place", "membership__person"
        )

    def crumbs(self, record: Area) -> list[Crumb]:
        return way(Crumb(record.campaign.title, record.campaign.get_absolute_url()))

    def facts(self, record: Area) -> list[Fact]:
        return [
            Fact(gettext_lazy("社区（村）"), str(record.place)),
            Fact(gettext_lazy("采集人"), record.membership.person.name),
            Fact(gettext_lazy("应完成"), str(record.quota), gettext_lazy("户")),
        ]


class Reassign(_AreaPage):
    verb, form_class = actions.reassign, forms.ReassignForm
    done = gettext_lazy("分工已调整")

    def arguments(self, record: Area) -> dict[str, Any]:
        return {"campaign": record.campaign}

    def initial(self, record: Area) -> dict[str, Any]:
        return {"membership": record.membership_id, "quota": record.quota}


class Finish(_AreaPage):
    verb, form_class = actions.finish, forms.FinishForm
    done = gettext_lazy("已报告完成")


PRESSED: Mapping[str, tuple[Any, Any]] = {
    "start": (actions.start, gettext_lazy("调查已开始，任务已送到采集人的待办")),
    "remind": (actions.remind, gettext_lazy("已提醒没有完成的采集人")),
    "close": (actions.close, gettext_lazy("调查已截止，请复核填报后公布结果")),
}


@needs("needs.campaign:list")
@require_POST
def pressed(request: ActorRequest, pk: int, verb: str) -> HttpResponse:
    """A button of the campaign's page."""
    if verb not in PRESSED:
        raise Http404
    campaign = seen(request, pk)
    action, done = PRESSED[verb]
    return press(request, action, campaign, done=str(done), then=campaign.get_absolute_url())
