"""The lists of step 4: projects under way, payments, service records."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery.models import Delivery, Payment, ServiceRecord
from linli.flow.s4_delivery.scope import insider
from linli.flow.s4_delivery.states import DELIVERY_FAMILY, DeliveryState, PaymentState
from linli.flow.s4_delivery.web import tables
from linli.foundations.places.models import Place
from linli.kernel.errors import Text
from linli.ui import formats
from linli.ui.lists import ListPage
from linli.ui.parts import Action
from linli.ui.status import Status


class ProjectFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The query form of every list of steps 4 to 6: the project's words and the town."""

    q = django_filters.CharFilter(label=gettext_lazy("项目"), method="by_words")
    town = django_filters.ChoiceFilter(
        label=gettext_lazy("镇街"), method="by_town", empty_label=gettext_lazy("全部镇街")
    )
    provider = django_filters.CharFilter(
        label=gettext_lazy("承接主体"), field_name="project__provider__name", lookup_expr="icontains"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["town"].extra["choices"] = list(Place.objects.towns().values_list("code", "name"))

    def by_words(self, found: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return found.filter(project__search__words=value)

    def by_town(self, found: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return found.filter(project__place_code__startswith=value)


class DeliveryList(ListPage):
    table_class, filter_class, title = tables.DeliveryTable, ProjectFilter, gettext_lazy("组织实施")
    tab_field, tab_labels, default_sort = "state", DeliveryState.choices, "service_to"
    empty_title = gettext_lazy("还没有实施中的项目")
    empty_text = gettext_lazy("合同签订后，项目会出现在这里。")

    def queryset(self) -> QuerySet[Delivery]:
        actor = self.request.actor  # type: ignore[attr-defined]
        return Delivery.objects.filter(insider(actor)).select_related("project__purchaser", "provider")

    def actions(self) -> list[Action]:
        return [
            Action(_("服务记录"), reverse("delivery:records"), "clipboard-list"),
            Action(_("资金支付"), reverse("delivery:payments"), "coin-yuan"),
        ]

    def table(self, rows: Any) -> tables.DeliveryTable:
        keys = [row.project_id for row in rows]
        records = ServiceRecord.objects.valid().filter(project__in=keys).order_by().values("project")
        served = {r["project"]: r for r in records.annotate(n=Count("id"), people=Sum("participants"))}
        dated = (
            Delivery.objects.filter(project__in=keys)
            .values("project")
            .annotate(
                all=Count("project__milestones"),
                accepted=Count("project__milestones", filter=Q(project__milestones__state="accepted")),
            )
        )
        done = {r["project"]: r for r in dated}
        for row in rows:
            mine = served.get(row.project_id, {"n": 0, "people": 0})
            row.status = Status(DELIVERY_FAMILY[row.state], row.get_state_display())
            row.records = _("%(n)s 条") % {"n": f"{mine['n']:,}"}
            row.people_note = _("%(n)s 人次") % {"n": f"{mine['people'] or 0:,}"}
            row.milestone_note = _("已验收 %(accepted)s / %(all)s") % done[row.project_id]
        found: tables.DeliveryTable = super().table(rows)
        return found


class PaymentList(ListPage):
    table_class, filter_class, title = tables.PaymentTable, ProjectFilter, gettext_lazy("资金支付")
    tab_field, tab_labels, default_sort = "state", PaymentState.choices, "due_at"
    empty_title = gettext_lazy("还没有支付申请")
    empty_text = gettext_lazy("节点验收后，承接主体可以申请支付。")

    def queryset(self) -> QuerySet[Payment]:
        actor = self.request.actor  # type: ignore[attr-defined]
        return Payment.objects.filter(insider(actor)).select_related("project", "milestone", "provider")

    def summary(self, count: int) -> list[Text]:
        paid = self.filtered.order_by().filter(state__in=["paid", "reversed"]).aggregate(sum=Sum("amount"))["sum"] or 0
        return [_("共 %(n)s 笔，已支付 %(sum)s") % {"n": count, "sum": formats.wan_unit(paid)}]

    def actions(self) -> list[Action]:
        if not self.request.actor.may("delivery.payment:pay_many"):  # type: ignore[attr-defined]
            return []
        return [Action(_("批量支付"), reverse("delivery:batch"), "coin-yuan", "primary")]

    def table(self, rows: Any) -> Any:
        return super().table(tables.dressed(rows))


class RecordList(ListPage):
    table_class, filter_class, title = tables.RecordTable, ProjectFilter, gettext_lazy("服务记录")
    default_sort = "-served_on"
    empty_title = gettext_lazy("还没有服务记录")
    empty_text = gettext_lazy("承接主体在项目的“实施记录”中登记。")

    def queryset(self) -> QuerySet[ServiceRecord]:
        actor = self.request.actor  # type: ignore[attr-defined]
        return ServiceRecord.objects.filter(insider(actor)).select_related("project")

    def table(self, rows: Any) -> Any:
        return super().table(tables.dressed(rows))
