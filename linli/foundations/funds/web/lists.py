"""The list of sources: how much of each is free, promised, bound and paid."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet, Sum
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds import queries
from linli.foundations.funds.models import FundSource, SourceKind
from linli.foundations.funds.web import room
from linli.kernel import clock
from linli.kernel.errors import Text
from linli.ui import formats, tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action

# On a phone's card each amount stands beside its name: several of a row would not be told apart by place alone.
PAIR: dict[str, Any] = {"td": {"class": "card-pair num at-4"}, "th": {"class": "num"}}


class SourceFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=gettext_lazy("名称"), field_name="name", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("类别"), choices=SourceKind.choices, empty_label=gettext_lazy("全部类别")
    )
    year = django_filters.ChoiceFilter(label=gettext_lazy("年度"), empty_label=gettext_lazy("全部年度"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = FundSource.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]


class UseColumn(tables.Column):
    """A bar: paid, then what is reserved and committed, of the whole."""

    card = "wide"

    def render(self, record: FundSource) -> str:
        return render_to_string("funds/bar.html", {"source": record})

    def value(self, record: FundSource) -> str:
        return ""


class SourceTable(tables.Table):
    name = tables.TitleColumn(gettext_lazy("资金来源"), note="owner__name", note_name=gettext_lazy("资金单位"))
    kind = tables.TextColumn(
        gettext_lazy("类别"), accessor="get_kind_display", note="year", note_name=gettext_lazy("年度"), card="half",
        order_by=("kind", "year"),
    )  # fmt: skip
    amount = tables.MoneyColumn(gettext_lazy("总额（万元）"), total=True, order_by="total", attrs=PAIR)
    available = tables.MoneyColumn(gettext_lazy("可用（万元）"), total=True, attrs=PAIR)
    held = tables.MoneyColumn(gettext_lazy("占用（万元）"), total=True, attrs=PAIR)
    spent = tables.MoneyColumn(gettext_lazy("支付（万元）"), total=True, attrs=PAIR)
    use = UseColumn(gettext_lazy("使用情况"), empty_values=(), orderable=False, exclude_from_export=True)

    caption = gettext_lazy("资金来源")


class SourceList(ListPage):
    """The sources that the actor may see."""

    template_name = "funds/list.html"
    table_class = SourceTable
    filter_class = SourceFilter
    title = gettext_lazy("资金统筹")
    default_sort = "-kind"
    page_size = 20
    empty_title = gettext_lazy("还没有登记资金来源")
    empty_text = gettext_lazy("登记预算资金后，项目立项时才能预留。")

    def queryset(self) -> QuerySet[FundSource]:
        found = FundSource.objects.visible_to(self.request.actor).select_related("owner", "place")  # type: ignore[attr-defined]
        return found.with_figures().annotate(total=-F("received"), held=F("reserved") + F("committed") + F("transit"))

    def summary(self, count: int) -> list[Text]:
        sums = self.ordered.order_by().aggregate(Sum("total"), Sum("available"), Sum("carried_out"))
        whole = sums["total__sum"] or 0
        if not self.params.get("year"):
            # Over several years, what was carried over is in the total of both.
            whole -= sums["carried_out__sum"] or 0
        return [
            _("共 %(n)s 项") % {"n": count},
            _("总额 %(amount)s") % {"amount": formats.wan_unit(whole)},
            _("可用 %(amount)s") % {"amount": formats.wan_unit(sums["available__sum"] or 0)},
        ]

    def extra_context(self) -> dict[str, Any]:
        actor = self.request.actor  # type: ignore[attr-defined]
        return {"room": room.tabs("list", actor), "quotas": queries.quotas(actor, clock.today().year)}

    def actions(self) -> list[Action]:
        if not self.request.actor.may("funds.source:offer"):  # type: ignore[attr-defined]
            return []
        return [Action(_("登记资金"), reverse("funds:create"), "plus", "primary")]
