"""The lists of organisations: all for staff, the providers (承接主体) for everybody who works with them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import PROVIDERS, OrganisationKind
from linli.foundations.parties.states import OrganisationState
from linli.foundations.parties.web.pages import STATUS
from linli.kernel.errors import Text
from linli.ui.lists import ListPage
from linli.ui.parts import Action
from linli.ui.status import Status
from linli.ui.tables import StatusColumn, Table, TextColumn, TitleColumn
from linli.ui.web.access import ActorRequest


class OrganisationTable(Table):
    name = TitleColumn(_("单位名称"), note="credit_code", note_name=_("统一社会信用代码"), order_by=("pinyin",))
    kind = TextColumn(_("单位类别"), accessor="get_kind_display", order_by=("kind",), card="half")
    place = TextColumn(_("所在区划"), accessor="place__name", order_by=("place__code",), card="half")
    grade = TextColumn(_("评估等级"), accessor="get_grade_display", empty=_("未评估"), order_by=("grade",))
    status = StatusColumn(_("状态"), accessor="state", order_by=("state",))

    def render_status(self, record: Organisation) -> Any:
        return StatusColumn.render(self.base_columns["status"], status_of(record.state))

    def value_status(self, record: Organisation) -> str:
        return str(status_of(record.state).word)


def status_of(state: str) -> Status:
    return STATUS[OrganisationState(state)]


class OrganisationFilter(django_filters.FilterSet):  # type: ignore[misc]
    name = django_filters.CharFilter(label=_("名称或信用代码"), method="by_name")
    kind = django_filters.ChoiceFilter(label=_("单位类别"), choices=OrganisationKind.choices, empty_label=_("全部"))
    place = django_filters.CharFilter(label=_("所在区划"), field_name="place__name", lookup_expr="icontains")

    def by_name(self, queryset: QuerySet[Organisation], _name: str, value: str) -> QuerySet[Organisation]:
        wanted = value.strip()
        by_code = queryset.filter(credit_code__istartswith=wanted)
        return by_code | queryset.filter(name__icontains=wanted) | queryset.filter(pinyin__istartswith=wanted)


class OrganisationList(ListPage):
    table_class, filter_class = OrganisationTable, OrganisationFilter
    title: Text = _("单位")
    tab_field, tab_labels = "state", tuple((state.value, state.label) for state in OrganisationState)
    default_sort = "name"
    empty_text = _("登记单位后显示在这里。")
    request: ActorRequest

    def queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.visible_to(self.request.actor).select_related("place")

    def actions(self) -> list[Action]:
        if not self.request.actor.may("parties.organisation:create"):
            return []
        return [Action(_("登记单位"), reverse("parties:create"), "plus", "primary")]


class ProviderFilter(OrganisationFilter):
    kind = django_filters.ChoiceFilter(
        label=_("单位类别"), choices=[(kind.value, kind.label) for kind in PROVIDERS], empty_label=_("全部")
    )


class ProviderList(OrganisationList):
    title: Text = _("承接主体")
    filter_class = ProviderFilter

    def queryset(self) -> QuerySet[Organisation]:
        return super().queryset().providers()  # type: ignore[attr-defined,no-any-return]
