"""The list of purchase projects: query form, tabs by step, sorting, paging, export."""

from typing import Any

import django_filters
from django.db.models import Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.forms import TextInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.thread.badges import badge_of, tone_of
from linli.flow.thread.models import Method, Project
from linli.flow.thread.states import ENDED, Step
from linli.flow.thread.web import beginnings
from linli.foundations.places.models import Place
from linli.kernel.errors import Text
from linli.ui import formats, tables
from linli.ui.due import due_of
from linli.ui.filters import WanBetween
from linli.ui.lists import ListPage
from linli.ui.parts import Action

STATES = [("open", gettext_lazy("在办（不含办结）")), ("ended", gettext_lazy("已办结、已终止"))]


class ProjectFilter(django_filters.FilterSet):  # type: ignore[misc]
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
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("状态"), choices=STATES, method="by_state", empty_label=gettext_lazy("全部状态")
    )
    provider = django_filters.CharFilter(
        label=gettext_lazy("承接主体"),
        method="by_provider",
        widget=TextInput(attrs={"placeholder": gettext_lazy("名称或信用代码")}),
    )
    year = django_filters.ChoiceFilter(label=gettext_lazy("年度"), empty_label=gettext_lazy("全部年度"))
    amount = WanBetween(label=gettext_lazy("金额"), field_name="shown_sum")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = Place.objects.towns().values_list("code", "name")
        self.filters["town"].extra["choices"] = list(towns)
        ends = Project.objects.aggregate(first=Min("year"), last=Max("year"))
        years = range(ends["last"] or 0, (ends["first"] or 1) - 1, -1)
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]

    def by_words(self, found: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        return found.filter(search__words=value)

    def by_town(self, found: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        return found.filter(place_code__startswith=value)

    def by_state(self, found: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        return found.filter(state__in=ENDED) if value == "ended" else found.exclude(state__in=ENDED)

    def by_provider(self, found: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        return found.filter(Q(provider__name__icontains=value) | Q(provider__credit_code__istartswith=value))


class ProjectTable(tables.Table):
    title = tables.TitleColumn(
        gettext_lazy("项目名称"), note="number", note_name=gettext_lazy("项目编号"), order_by="number"
    )
    purchaser = tables.TextColumn(
        gettext_lazy("采购人"),
        note="place",
        note_name=gettext_lazy("服务区域"),
        order_by="purchaser__pinyin",
        card="half",
    )
    provider = tables.TextColumn(
        gettext_lazy("承接主体"), empty=gettext_lazy("未确定"), order_by="provider__pinyin", card="hide"
    )
    step = tables.StepColumn(gettext_lazy("步骤"), tone="tone")
    state = tables.StatusColumn(gettext_lazy("状态"), accessor="status", order_by="state")
    amount = tables.MoneyColumn(gettext_lazy("金额（万元）"), accessor="shown_amount", total=True, order_by="shown_sum")
    next_due_at = tables.DayColumn(gettext_lazy("下一期限"), note="due_what", tone="due_tone")

    method = tables.TextColumn(
        gettext_lazy("采购方式"), accessor="get_method_display", order_by="method", optional=True
    )
    catalogue = tables.TextColumn(
        gettext_lazy("目录项目"),
        accessor="catalogue_name",
        note="catalogue_code",
        order_by="catalogue_code",
        optional=True,
    )
    paid = tables.MoneyColumn(gettext_lazy("已支付（万元）"), accessor="paid_amount", card="pair", optional=True)
    back = tables.MoneyColumn(gettext_lazy("已退回（万元）"), accessor="refunded_amount", card="pair", optional=True)
    ends = tables.DayColumn(gettext_lazy("服务期至"), accessor="service_to", card="pair", optional=True)
    beneficiaries = tables.TextColumn(gettext_lazy("服务对象（人）"), optional=True)

    caption = gettext_lazy("购买服务项目")


class ProjectList(ListPage):
    """Projects that the actor may see; `?mine=1` narrows to those his organisation buys or provides."""

    table_class = ProjectTable
    filter_class = ProjectFilter
    title = gettext_lazy("购买服务项目")
    tab_field = "step"
    tab_sum = "budget"
    tab_labels = [(step.value, f"{step.value} {step.label}") for step in Step]
    empty_title = gettext_lazy("还没有项目")
    empty_text = gettext_lazy("在需求清单中确认一项需求，就会从这里开始一个项目。")

    def queryset(self) -> QuerySet[Project]:
        actor = self.request.actor  # type: ignore[attr-defined]
        found = Project.objects.visible_to(actor).select_related("purchaser", "provider", "place")
        found = found.annotate(shown_sum=Coalesce("contract_amount", "budget"))
        if self.params.get("mine"):
            found = found.filter(Q(purchaser_id=actor.organisation_id) | Q(provider_id=actor.organisation_id))
        return found

    def summary(self, count: int) -> list[Text]:
        total = sum(group["sum"] or 0 for group in self.tab_groups)
        return [_("共 %(n)s 个项目，预算合计 %(total)s") % {"n": count, "total": formats.wan_unit(total)}]

    def actions(self) -> list[Action]:
        return beginnings.project(self.request.actor)  # type: ignore[attr-defined]

    def table(self, rows: Any) -> ProjectTable:
        for project in rows:
            dress(project)
        return super().table(rows)


def dress(project: Project) -> Project:
    """Give a project what its row shows."""
    project.status = badge_of(project)  # type: ignore[attr-defined]
    project.tone = tone_of(project)  # type: ignore[attr-defined]
    project.due_what = project.next_due_title.split("：")[0]  # type: ignore[attr-defined]
    project.due_tone = due_of(project.next_due_at).tone  # type: ignore[attr-defined]
    project.shown_amount = project.contract_amount if project.contract_amount is not None else project.budget  # type: ignore[attr-defined]
    return project
