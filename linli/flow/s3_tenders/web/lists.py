"""The list of tenders, and a provider's own bids."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s3_tenders.models import Bid, Tender
from linli.flow.s3_tenders.states import TenderState
from linli.flow.s3_tenders.web.badges import badge_of, of_bid
from linli.flow.thread.models import Method
from linli.foundations.parties.roles import PROVIDERS
from linli.kernel import clock, rls
from linli.ui import formats, tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action


class TenderFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=gettext_lazy("名称或编号"), method="by_words")
    purchaser = django_filters.CharFilter(
        label=gettext_lazy("采购人"), field_name="purchaser__name", lookup_expr="icontains"
    )
    method = django_filters.ChoiceFilter(
        label=gettext_lazy("采购方式"), choices=Method.choices, empty_label=gettext_lazy("全部方式")
    )

    def by_words(self, found: "QuerySet[Tender]", _name: str, value: str) -> "QuerySet[Tender]":
        return found.filter(project__search__words=value)


class TenderTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("项目名称"), note="number", note_name=gettext_lazy("编号"))
    purchaser = tables.TextColumn(gettext_lazy("采购人"), accessor="purchaser__name", order_by="purchaser__pinyin")
    method = tables.TextColumn(gettext_lazy("采购方式"), accessor="get_method_display", orderable=False)
    status = tables.StatusColumn(gettext_lazy("状态"), orderable=False)
    budget = tables.MoneyColumn(gettext_lazy("预算（万元）"), total=True)
    bids_due = tables.DayColumn(gettext_lazy("投标截止"), note="left", tone="tone")


class TenderList(ListPage):
    table_class = TenderTable
    filter_class = TenderFilter
    title = gettext_lazy("招标采购")
    tab_field = "state"
    tab_labels = [(state.value, state.label) for state in TenderState]
    default_sort = "-bids_due"
    empty_text = gettext_lazy("项目立项并公开采购意向后，由采购人编制招标文件。")

    def queryset(self) -> "QuerySet[Tender]":
        return Tender.objects.visible_to(self.request.actor).select_related("purchaser")  # type: ignore[attr-defined]

    def actions(self) -> list[Action]:
        if self.request.actor.organisation_kind in PROVIDERS:  # type: ignore[attr-defined]
            return [Action(_("我的投标"), reverse("tenders:mine"), "file-text")]
        return []

    def table(self, rows: Any) -> tables.Table:
        for tender in rows:
            tender.status = badge_of(tender)
            tender.left, tender.tone = _left(tender)
        return super().table(rows)


def _left(tender: Tender) -> tuple[str, str]:
    """What stands under the deadline: the time, and whether it is today's."""
    due = tender.bids_due
    if due is None:
        return "", ""
    waits = tender.state == TenderState.PUBLISHED
    today = waits and timezone.localdate(due) == clock.today()
    return f"{timezone.localtime(due):%H:%M}", "today" if today else ""


class BidTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("项目名称"), accessor="tender__title", note="receipt", orderable=False)
    state = tables.StatusColumn(gettext_lazy("状态"), accessor="badge", orderable=False)
    submitted = tables.TextColumn(gettext_lazy("递交时间"), accessor="shown_at", order_by="submitted_at")
    due = tables.DayColumn(gettext_lazy("投标截止"), accessor="tender__bids_due", order_by="tender__bids_due")
    rank = tables.TextColumn(gettext_lazy("结果"), accessor="result", orderable=False)


class BidList(ListPage):
    """The bids of the actor's own organisation; row-level security shows it no others before the opening."""

    table_class = BidTable
    title = gettext_lazy("我的投标")
    default_sort = "-submitted"
    empty_text = gettext_lazy("在招标采购里打开一个待开标的项目，即可递交投标文件。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with rls.acting(request.actor):  # type: ignore[attr-defined]
            return super().get(request, *args, **kwargs)

    def queryset(self) -> "QuerySet[Bid]":
        mine = self.request.actor.organisation_id  # type: ignore[attr-defined]
        return Bid.objects.filter(organisation_id=mine).select_related("tender")

    def table(self, rows: Any) -> tables.Table:
        for bid in rows:
            bid.shown_at = formats.moment(bid.submitted_at)
            bid.result = result_of(bid)
            bid.badge = of_bid(bid)
        return super().table(rows)


def result_of(bid: Bid) -> str:
    """What came of it, once that is public."""
    if bid.tender.announced_at is None:
        return ""
    if bid.pk == bid.tender.winner_id:
        return _("中标")
    return _("第 %(n)s 名") % {"n": bid.rank} if bid.rank else ""
