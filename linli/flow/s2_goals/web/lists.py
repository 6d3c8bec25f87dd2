"""The list of designs: step 2 in the side menu."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import TextInput
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.states import FAMILY, DesignState
from linli.flow.thread.models import Method
from linli.foundations.places.models import Place
from linli.ui import tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action
from linli.ui.status import Status


class DesignFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(
        label=gettext_lazy("项目"),
        method="by_words",
        widget=TextInput(attrs={"placeholder": gettext_lazy("名称或编号")}),
    )
    town = django_filters.ChoiceFilter(
        label=gettext_lazy("镇街"), method="by_town", empty_label=gettext_lazy("全部镇街")
    )
    method = django_filters.ChoiceFilter(
        label=gettext_lazy("采购方式"), choices=Method.choices, empty_label=gettext_lazy("全部方式")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["town"].extra["choices"] = list(Place.objects.towns().values_list("code", "name"))

    def by_words(self, found: QuerySet[Design], _name: str, value: str) -> QuerySet[Design]:
        return found.filter(project__search__words=value)

    def by_town(self, found: QuerySet[Design], _name: str, value: str) -> QuerySet[Design]:
        return found.filter(project__place_code__startswith=value)


class DesignTable(tables.Table):
    title = tables.TitleColumn(
        gettext_lazy("项目"), accessor="project__title", note="project__number", note_name=gettext_lazy("编号")
    )
    purchaser = tables.TextColumn(
        gettext_lazy("采购人"), accessor="project__purchaser__name", note="project__place__name", orderable=False
    )
    budget = tables.MoneyColumn(gettext_lazy("预算（元）"), exact=True, total=True)
    method = tables.TextColumn(
        gettext_lazy("采购方式"), accessor="get_method_display", order_by="method", empty=gettext_lazy("未确定")
    )
    status = tables.StatusColumn(gettext_lazy("状态"), accessor="shown_status", orderable=False)
    submitted = tables.DayColumn(gettext_lazy("提交"), accessor="submitted_at")
    until = tables.DayColumn(gettext_lazy("意向公开至"), accessor="intention_until")

    caption = gettext_lazy("项目方案")


class DesignListPage(ListPage):
    table_class = DesignTable
    filter_class = DesignFilter
    title = gettext_lazy("项目方案")
    tab_field = "state"
    tab_labels = DesignState.choices
    default_sort = "-submitted"
    empty_text = gettext_lazy("需求确认立项后，由采购人编制方案，经审批后公开采购意向。")

    def queryset(self) -> QuerySet[Design]:
        seen = Design.objects.visible_to(self.request.actor)  # type: ignore[attr-defined]
        return seen.select_related("project__purchaser", "project__place")

    def table(self, rows: Any) -> tables.Table:
        for design in rows:
            design.shown_status = Status(FAMILY[design.state], design.get_state_display())
        return super().table(rows)

    def actions(self) -> list[Action]:
        return [
            Action(_("年度购买计划"), reverse("goals:plans"), "calendar"),
            Action(_("从需求立项"), reverse("needs:need_list") + "?tab=listed", "plus"),
        ]
