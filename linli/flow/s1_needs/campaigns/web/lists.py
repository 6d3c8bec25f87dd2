"""The list of campaigns."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import TextInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.campaigns.states import CampaignState
from linli.flow.s1_needs.campaigns.web.shared import status
from linli.ui import tables
from linli.ui.lists import ListPage, Offer


class CampaignFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(
        label=gettext_lazy("调查名称"), field_name="title", lookup_expr="contains", widget=TextInput()
    )


class CampaignTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("调查"), note="organisation__name", note_name=gettext_lazy("组织单位"))
    form = tables.TextColumn(gettext_lazy("表单"), accessor="form__title", orderable=False, card="hide")
    scope = tables.TextColumn(gettext_lazy("调查范围"), accessor="get_scope_display", order_by="scope", card="half")
    drawn = tables.TextColumn(gettext_lazy("应调查（户）"), accessor="shown_drawn", order_by="drawn", card="half")
    status = tables.StatusColumn(gettext_lazy("状态"), accessor="shown_status", orderable=False)
    due = tables.DayColumn(gettext_lazy("截止"), accessor="due_at")

    caption = gettext_lazy("调查")


class CampaignListPage(ListPage):
    table_class = CampaignTable
    filter_class = CampaignFilter
    title = gettext_lazy("调查")
    tab_field = "state"
    tab_labels = CampaignState.choices
    default_sort = "-due"
    empty_text = gettext_lazy("用发布的表单，在选定的社区（村）逐户或抽样调查，结果按户数加权推算。")
    offers = (
        Offer(gettext_lazy("居民诉求"), "needs:voice_list", "messages", "needs.voice:list"),
        Offer(gettext_lazy("表单"), "xforms:forms", "clipboard-list", "xforms.form:list"),
        Offer(gettext_lazy("建立调查"), "needs:campaign_new", "plus", "needs.campaign:plan", "primary"),
    )

    def queryset(self) -> QuerySet[Campaign]:
        return Campaign.objects.visible_to(self.request.actor).select_related("organisation", "form")  # type: ignore[attr-defined]

    def table(self, rows: Any) -> tables.Table:
        for one in rows:
            one.shown_status = status(one)
            one.shown_drawn = f"{one.drawn:,}" if one.started_at else _("未抽取")
        return super().table(rows)
