"""The lists of clerks: admissions and reports, as far as the actor may see them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.admission.models import Admission, Report
from linli.foundations.admission.states import AdmissionState, ReportState
from linli.foundations.admission.web import words
from linli.ui import tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action
from linli.ui.web.access import ActorRequest


class StateColumn(tables.StatusColumn):
    def render(self, value: Any, record: Any) -> SafeString:  # type: ignore[override]
        return super().render(words.status(record))

    def value(self, value: Any, record: Any) -> str:  # type: ignore[override]
        return str(record.get_state_display())


class AdmissionTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("事项名称"), note="reference", note_name=gettext_lazy("申请编号"))
    number = tables.TextColumn(gettext_lazy("准入编号"), card="half")
    organisation = tables.TextColumn(gettext_lazy("申请部门"), accessor="organisation__name", card="half")
    communities = tables.Column(gettext_lazy("社区（村）"), card="pair")
    money = tables.MoneyColumn(gettext_lazy("随事经费（万元）"), total=True)
    until = tables.DayColumn(gettext_lazy("准入至"))
    state = StateColumn(gettext_lazy("状态"))

    caption = gettext_lazy("准入事项")


class AdmissionFilter(django_filters.FilterSet):  # type: ignore[misc]
    title = django_filters.CharFilter(label=gettext_lazy("事项名称"), lookup_expr="icontains")
    organisation = django_filters.CharFilter(
        label=gettext_lazy("申请部门"), field_name="organisation__name", lookup_expr="icontains"
    )
    place = django_filters.CharFilter(label=gettext_lazy("社区（村）"), method="in_place")

    def in_place(self, found: QuerySet[Admission], _name: str, value: str) -> QuerySet[Admission]:
        return found.filter(pk__in=Admission.objects.filter(shares__place__name__icontains=value).values("pk"))


class AdmissionList(ListPage):
    table_class, filter_class = AdmissionTable, AdmissionFilter
    title = gettext_lazy("社区准入")
    tab_field, tab_labels = "state", AdmissionState.choices
    empty_title = gettext_lazy("还没有准入事项")
    empty_text = gettext_lazy("部门工作进入社区（村），由部门在这里申请准入。")
    request: ActorRequest

    def queryset(self) -> QuerySet[Admission]:
        found = Admission.objects.visible_to(self.request.actor).select_related("organisation")
        return found.with_totals().order_by("-pk")

    def actions(self) -> list[Action]:
        made = [Action(_("看公开清单"), reverse("admission:list"), "external-link")]
        if self.request.actor.may("admission.report:list"):
            made.append(Action(_("未准入事项反映"), reverse("admission:reports"), "message-report"))
        if self.request.actor.may("admission.admission:apply"):
            made.append(Action(_("申请准入"), reverse("admission:new"), "plus", "primary"))
        return made


class ReportTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("事项名称"), note="number", note_name=gettext_lazy("编号"))
    place = tables.TextColumn(gettext_lazy("社区（村）"), accessor="place__name", card="half")
    department = tables.TextColumn(gettext_lazy("下派部门"), accessor="department__name", card="half")
    occurred_on = tables.DayColumn(gettext_lazy("下派日期"), card="hide")
    due_at = tables.DayColumn(gettext_lazy("认定期限"))
    outcome = tables.TextColumn(gettext_lazy("认定结果"), accessor="get_outcome_display", order_by=("outcome",))
    state = StateColumn(gettext_lazy("状态"))

    caption = gettext_lazy("未准入事项反映")


class ReportFilter(django_filters.FilterSet):  # type: ignore[misc]
    title = django_filters.CharFilter(label=gettext_lazy("事项名称"), lookup_expr="icontains")
    place = django_filters.CharFilter(
        label=gettext_lazy("社区（村）"), field_name="place__name", lookup_expr="icontains"
    )
    department = django_filters.CharFilter(
        label=gettext_lazy("下派部门"), field_name="department__name", lookup_expr="icontains"
    )


class ReportList(ListPage):
    table_class, filter_class = ReportTable, ReportFilter
    title = gettext_lazy("未准入事项反映")
    tab_field, tab_labels = "state", ReportState.choices
    empty_title = gettext_lazy("没有反映")
    empty_text = gettext_lazy("社区（村）遇到未经准入下派的事项，在这里反映。")
    request: ActorRequest

    def queryset(self) -> QuerySet[Report]:
        found = Report.objects.visible_to(self.request.actor)
        return found.select_related("organisation", "department", "place").order_by("-pk")

    def actions(self) -> list[Action]:
        if not self.request.actor.may("admission.report:file"):
            return []
        return [Action(_("反映事项"), reverse("admission:report_new"), "plus", "primary")]
