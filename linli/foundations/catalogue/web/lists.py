"""The lists of clerks: items in force, batches, supplements."""

from typing import Any

import django_filters
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import TextInput
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.foundations.catalogue import bought
from linli.foundations.catalogue.models import Batch, CatalogueItem, Supplement
from linli.foundations.catalogue.states import BatchState, SupplementState
from linli.foundations.catalogue.web import words
from linli.kernel.errors import Text
from linli.ui import formats, tables
from linli.ui.filters import containing
from linli.ui.lists import ListPage, Offer
from linli.ui.web.access import ActorRequest


class ItemFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(
        label=gettext_lazy("目录"),
        method="by_words",
        widget=TextInput(attrs={"placeholder": gettext_lazy("编号、名称或内容")}),
    )
    field = django_filters.ChoiceFilter(
        label=gettext_lazy("二级目录"), field_name="field_code", empty_label=gettext_lazy("全部")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = CatalogueItem.objects.current().order_by("field_code").values_list("field_code", "field").distinct()
        self.filters["field"].extra["choices"] = list(fields)

    def by_words(self, found: QuerySet[CatalogueItem], _name: str, value: str) -> QuerySet[CatalogueItem]:
        return found.filter(search__words=value)


class PriceColumn(tables.TextColumn):
    """The range on one line, the unit below; the export gives both ends as numbers."""

    def render(self, value: Any, record: CatalogueItem) -> SafeString:
        text = f"{formats.yuan(record.price_from)}—{formats.yuan(record.price_to)}"
        return format_html("{}{}", text, self.line_two(record))

    def extra_values(self, record: CatalogueItem) -> list[tuple[Text, Any]]:
        return [(_("参考价上限（元）"), record.price_to), *super().extra_values(record)]


class BoughtColumn(tables.MoneyColumn):
    """What was bought of it, all years; the number of contracts below."""

    def render(self, value: Any, record: Any) -> SafeString | str:  # type: ignore[override]
        if not record.bought_contracts:
            return "—"
        count = ngettext("%(n)s 份合同", "%(n)s 份合同", record.bought_contracts) % {"n": record.bought_contracts}
        return format_html('{}<span class="cell-note">{}</span>', self.write(value), count)

    def extra_values(self, record: Any) -> list[tuple[Text, Any]]:
        return [(_("合同数"), record.bought_contracts)]


class ItemTable(tables.Table):
    name = tables.TitleColumn(
        gettext_lazy("服务名称"), note="code", note_name=gettext_lazy("目录编号"), order_by="code"
    )
    field = tables.TextColumn(
        gettext_lazy("目录"), note="section", note_name=gettext_lazy("一级目录"), card="half", order_by="field_code"
    )
    price_from = PriceColumn(gettext_lazy("参考价（元）"), note="unit", note_name=gettext_lazy("计量单位"), card="pair")
    bought_amount = BoughtColumn(gettext_lazy("已购买（万元）"), card="hide")
    since = tables.DayColumn(gettext_lazy("适用自"), card="hide")

    caption = gettext_lazy("指导性目录")


class ItemList(ListPage):
    """The items in force, for clerks."""

    table_class = ItemTable
    filter_class = ItemFilter
    title = gettext_lazy("指导性目录")
    default_sort = "name"
    page_size = 20
    empty_title = gettext_lazy("还没有发布目录")
    empty_text = gettext_lazy("由区民政局发布第一批指导性目录后，这里列出可以购买的服务。")
    offers = (
        Offer(gettext_lazy("看公开页面"), "catalogue:list", "external-link"),
        Offer(gettext_lazy("目录批次"), "catalogue:batches", "folders", "catalogue.batch:list"),
        Offer(gettext_lazy("增补申请"), "catalogue:supplements", "puzzle", "catalogue.supplement:list"),
    )
    request: ActorRequest

    def queryset(self) -> QuerySet[CatalogueItem]:
        return bought.with_totals(CatalogueItem.objects.current())

    def summary(self, count: int) -> list[Text]:
        batch = Batch.objects.issued().order_by("-since").first()
        return [_("共 %(n)s 项") % {"n": count}, *([batch.title] if batch else [])]


class BatchTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("批次"), note="get_kind_display", note_name=gettext_lazy("类别"))
    number = tables.TextColumn(gettext_lazy("批次号"), card="pair")
    size = tables.Column(gettext_lazy("目录项"), card="pair")
    since = tables.DayColumn(gettext_lazy("施行日期"))
    until = tables.DayColumn(gettext_lazy("停用日期"), card="hide")
    state = tables.StateColumn(gettext_lazy("状态"), words.status)

    caption = gettext_lazy("目录批次")


class BatchList(ListPage):
    """Every batch, drafts too."""

    table_class = BatchTable
    title = gettext_lazy("目录批次")
    tab_field, tab_labels = "state", BatchState.choices
    empty_title = gettext_lazy("还没有目录批次")
    empty_text = gettext_lazy("起草一批，录入或导入目录项，提交审批后发布。")
    offers = (
        Offer(gettext_lazy("比较批次"), "catalogue:compare", "arrows-sort"),
        Offer(gettext_lazy("起草批次"), "catalogue:batch_new", "plus", "catalogue.batch:draft", "primary"),
    )
    request: ActorRequest

    def queryset(self) -> QuerySet[Batch]:
        mine = CatalogueItem.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
        size = Subquery(mine.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return Batch.objects.visible_to(self.request.actor).annotate(size=Coalesce(size, 0))


class SupplementTable(tables.Table):
    name = tables.TitleColumn(gettext_lazy("服务名称"), note="number", note_name=gettext_lazy("申请编号"))
    organisation = tables.TextColumn(gettext_lazy("申请单位"), accessor="organisation__name", card="wide")
    price_from = PriceColumn(gettext_lazy("参考价（元）"), note="unit", note_name=gettext_lazy("计量单位"), card="pair")
    submitted_at = tables.DayColumn(gettext_lazy("提交日期"), card="half")
    state = tables.StateColumn(gettext_lazy("状态"), words.status)

    caption = gettext_lazy("增补申请")


class SupplementFilter(django_filters.FilterSet):  # type: ignore[misc]
    name = containing(gettext_lazy("服务名称"))
    organisation = containing(gettext_lazy("申请单位"), "organisation__name")


class SupplementList(ListPage):
    """What was applied for, as far as the actor may see it."""

    table_class, filter_class = SupplementTable, SupplementFilter
    title = gettext_lazy("增补申请")
    tab_field, tab_labels = "state", SupplementState.choices
    empty_title = gettext_lazy("还没有增补申请")
    empty_text = gettext_lazy("目录没有的服务，由购买主体在这里申请增补。")
    offers = (
        Offer(gettext_lazy("申请增补"), "catalogue:supplement_new", "plus", "catalogue.supplement:apply", "primary"),
    )
    request: ActorRequest

    def queryset(self) -> QuerySet[Supplement]:
        return Supplement.objects.visible_to(self.request.actor).select_related("organisation")
