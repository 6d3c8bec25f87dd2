"""The list of step 6."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery.scope import insider
from linli.flow.s4_delivery.web.lists import ProjectFilter
from linli.flow.s6_followup.models import FollowUp
from linli.flow.s6_followup.states import FollowUpState
from linli.flow.s6_followup.web import tables
from linli.ui.lists import ListPage


class FollowUpList(ListPage):
    table_class, filter_class, title = tables.FollowUpTable, ProjectFilter, gettext_lazy("服务跟踪")
    tab_field, tab_labels = "state", FollowUpState.choices
    empty_title = gettext_lazy("还没有跟踪中的项目")
    empty_text = gettext_lazy("评估结果公布后，系统按规定的月份安排回访。")

    def queryset(self) -> QuerySet[FollowUp]:
        actor = self.request.actor  # type: ignore[attr-defined]
        found = FollowUp.objects.filter(insider(actor)).select_related("project__purchaser", "project__provider")
        return found.prefetch_related("visits", "issues")

    def table(self, rows: Any) -> Any:
        return super().table(tables.dressed(rows))
