"""The lists of clerks: admissions and reports, as far as the actor may see them."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from linli.foundations.admission.models import Admission, Report
from linli.foundations.admission.states import AdmissionState, ReportState
from linli.foundations.admission.web import words
from linli.ui import tables
from linli.ui.filters import containing
from linli.ui.lists import ListPage, Offer
from linli.ui.web.access import ActorRequest


class AdmissionTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("事项名称"), note="reference", note_name=gettext_lazy("申请编号"))
    number = tables.TextColumn(gettext_lazy("准入编号"), card="half")
    organisation = tables.TextColumn(gettext_lazy("申请部门"), accessor="organisation__name", card="half")
    communities = tables.Column(gettext_lazy("社区（村）"), card="pair")
    money = tables.MoneyColumn(gettext_lazy("随事经费（万元）"), total=True)
    until = tables.DayColumn(gettext_lazy("准入至"))
    state = tables.StateColumn(gettext_lazy("状态"), words.status)

    caption = gettext_lazy("准入事项")


class AdmissionFilter(django_filters.FilterSet):  # type: ignore[misc]
    title = containing(gettext_lazy("事项名称"))
    organisation = containing(gettext_lazy("申请部门"), "organisation__name")
    place = django_filters.CharFilter(label=gettext_lazy("社区（村）"), method="in_place")

    def in_place(self, found: QuerySet[Admission], _name: str, value: str) -> QuerySet[Admission]:
        return found.filter(pk__in=Admission.objects.filter(shares__place__name__icontains=value).values("pk"))


class AdmissionList(ListPage):
    table_class, filter_class = AdmissionTable, AdmissionFilter
    title = gettext_lazy("社区准入")
    tab_field, tab_labels = "state", AdmissionState.choices
    empty_title = gettext_lazy("还没有准入事项")
    empty_text = gettext_lazy("部门工作进入社区（村），由部门在这里申请准入。")
    offers = (
        Offer(gettext_lazy("看公开清单"), "admission:list", "external-link"),
        Offer(gettext_lazy("未准入事项反映"), "admission:reports", "message-report", "admission.report:list"),
        Offer(gettext_lazy("申请准入"), "admission:new", "plus", "admission.admission:apply", "primary"),
    )
    request: ActorRequest

    def queryset(self) -> QuerySet[Admission]:
        return Admission.objects.visible_to(self.request.actor).select_related("organisation").with_totals()


class ReportTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("事项名称"), note="number", note_name=gettext_lazy("编号"))
    place = tables.TextColumn(gettext_lazy("社区（村）"), accessor="place__name", card="half")
    department = tables.TextColumn(gettext_lazy("下派部门"), accessor="department__name", card="half")
    occurred_on = tables.DayColumn(gettext_lazy("下派日期"), card="hide")
    due_at = tables.DayColumn(gettext_lazy("认定期限"))
    outcome = tables.TextColumn(gettext_lazy("认定结果"), accessor="get_outcome_display", order_by=("outcome",))
    state = tables.StateColumn(gettext_lazy("状态"), words.status)

    caption = gettext_lazy("未准入事项反映")


class ReportFilter(django_filters.FilterSet):  # type: ignore[misc]
    title = containing(gettext_lazy("事项名称"))
    place = containing(gettext_lazy("社区（村）"), "place__name")
    department = containing(gettext_lazy("下派部门"), "department__name")


class ReportList(ListPage):
    table_class, filter_class = ReportTable, ReportFilter
    title = gettext_lazy("未准入事项反映")
    tab_field, tab_labels = "state", ReportState.choices
    empty_title = gettext_lazy("没有反映")
    empty_text = gettext_lazy("社区（村）遇到未经准入下派的事项，在这里反映。")
    offers = (Offer(gettext_lazy("反映事项"), "admission:report_new", "plus", "admission.report:file", "primary"),)
    request: ActorRequest

    def queryset(self) -> QuerySet[Report]:
        found = Report.objects.visible_to(self.request.actor)
        return found.select_related("organisation", "department", "place")
