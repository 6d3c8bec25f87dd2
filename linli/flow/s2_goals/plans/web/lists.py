"""The list of plans."""

from typing import Any

import django_filters
from django.db.models import Count, QuerySet, Sum
from django.forms import TextInput
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.plans.models import PurchasePlan
from linli.flow.s2_goals.plans.states import FAMILY, PlanState
from linli.ui import tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action
from linli.ui.status import Status


class PlanFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(
        label=gettext_lazy("购买主体"), field_name="organisation__name", lookup_expr="contains", widget=TextInput()
    )
    year = django_filters.ChoiceFilter(label=gettext_lazy("年度"), empty_label=gettext_lazy("全部年度"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = PurchasePlan.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]


class PlanTable(tables.Table):
    title = tables.TitleColumn(
        gettext_lazy("购买主体"), accessor="organisation__name", note="shown_edition", note_name=gettext_lazy("版次"),
        order_by="organisation__pinyin",
    )  # fmt: skip
    year = tables.TextColumn(gettext_lazy("年度"), card="half")
    count = tables.TextColumn(gettext_lazy("项目（个）"), accessor="row_count", card="half")
    total = tables.MoneyColumn(gettext_lazy("计划金额（元）"), accessor="row_total", exact=True)
    status = tables.StatusColumn(gettext_lazy("状态"), accessor="shown_status", orderable=False)
    published = tables.DayColumn(gettext_lazy("公开"), accessor="published_at")

    caption = gettext_lazy("年度购买计划")


class PlanListPage(ListPage):
    table_class = PlanTable
    filter_class = PlanFilter
    title = gettext_lazy("年度购买计划")
    tab_field = "state"
    tab_labels = PlanState.choices
    default_sort = "-year"
    empty_text = gettext_lazy("购买主体每年按预算和需求清单编制计划，经审批后公开。")

    def queryset(self) -> QuerySet[PurchasePlan]:
        found = PurchasePlan.objects.visible_to(self.request.actor)  # type: ignore[attr-defined]
        return found.select_related("organisation").annotate(row_count=Count("rows"), row_total=Sum("rows__amount"))

    def table(self, rows: Any) -> tables.Table:
        for plan in rows:
            plan.shown_status = Status(FAMILY[plan.state], plan.get_state_display())
            plan.shown_edition = _("第 %(edition)d 版") % {"edition": plan.edition}
        return super().table(rows)

    def actions(self) -> list[Action]:
        if not self.request.actor.may("goals.plan:draft", None):  # type: ignore[attr-defined]
            return []
        return [Action(_("编制年度购买计划"), reverse("goals:plan_new"), "plus", "primary")]
