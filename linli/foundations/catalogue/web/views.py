"""The catalogue: open to everybody as a page to read, to clerks as a list to filter and export."""

from itertools import groupby
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import TextInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.kernel import clock
from linli.kernel.errors import Text
from linli.ui import formats, tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action, Crumb, Fact, Tab
from linli.ui.web.access import public_page


def price_words(item: CatalogueItem) -> str:
    """The reference range with its unit: 60.00—120.00 元／人次."""
    amount = f"{formats.yuan(item.price_from)}—{formats.yuan(item.price_to)}"
    return _("%(amount)s 元／%(unit)s") % {"amount": amount, "unit": item.unit}


@public_page
def items(request: HttpRequest) -> HttpResponse:
    """What may be bought today, by field; `?q=` searches, `?section=` narrows."""
    words, section = request.GET.get("q", "").strip()[:60], request.GET.get("section", "")[:20]
    found = CatalogueItem.objects.current()
    sections = list(found.order_by("section_code").values_list("section_code", "section").distinct())
    if words:
        found = found.filter(search__words=words)
    if section in dict(sections):
        found = found.filter(section_code=section)
    rows = [(item, price_words(item)) for item in found.order_by("code")]
    groups = [(label, list(group)) for label, group in groupby(rows, key=lambda r: (r[0].section, r[0].field))]
    context = {
        "groups": groups,
        "count": len(rows),
        "words": words,
        "section": section,
        "tabs": _tabs(request, sections, section),
        "batch": Batch.objects.filter(since__lte=clock.today()).order_by("-since").first(),
        "crumbs": [Crumb(_("首页"), "/"), Crumb(_("指导性目录"))],
    }
    response = render(request, "catalogue/items.html", context)
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


def _tabs(request: HttpRequest, sections: list[tuple[str, str]], section: str) -> list[Tab]:
    made = []
    for code, name in [("", _("全部")), *sections]:
        query = request.GET.copy()
        query["section"] = code
        made.append(Tab(name, f"?{query.urlencode()}", section == code))
    return made


@public_page
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item with its former versions. One that is no longer in force says so."""
    versions = list(CatalogueItem.objects.filter(code=code).select_related("batch").order_by("-since"))
    if not versions:
        raise Http404
    today = clock.today()
    now = next((v for v in versions if v.since <= today and (v.until is None or v.until >= today)), None)
    shown = now or versions[0]
    context = {
        "item": shown,
        "in_force": now is not None,
        "facts": [
            Fact(_("目录编号"), shown.code),
            Fact(_("一级目录"), shown.section),
            Fact(_("二级目录"), shown.field),
            Fact(_("参考价"), price_words(shown)),
            Fact(_("购买主体"), "、".join(shown.buyer_labels)),
            Fact(_("批次"), shown.batch.title),
        ],
        "versions": [(v, price_words(v)) for v in versions] if len(versions) > 1 else [],
        "crumbs": [Crumb(_("首页"), "/"), Crumb(_("指导性目录"), reverse("catalogue:list")), Crumb(shown.name)],
    }
    response = render(request, "catalogue/item.html", context)
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


class ItemFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(
        label=gettext_lazy("目录"), method="by_words", widget=TextInput(attrs={"placeholder": _("编号、名称或内容")})
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


class ItemTable(tables.Table):
    name = tables.TitleColumn(
        gettext_lazy("服务名称"), note="code", note_name=gettext_lazy("目录编号"), order_by="code"
    )
    field = tables.TextColumn(
        gettext_lazy("目录"), note="section", note_name=gettext_lazy("一级目录"), card="half", order_by="field_code"
    )
    price_from = PriceColumn(gettext_lazy("参考价（元）"), note="unit", note_name=gettext_lazy("计量单位"), card="pair")
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

    def queryset(self) -> QuerySet[CatalogueItem]:
        return CatalogueItem.objects.current()

    def summary(self, count: int) -> list[Text]:
        batch = Batch.objects.order_by("-since").first()
        return [_("共 %(n)s 项") % {"n": count}, *([batch.title] if batch else [])]

    def actions(self) -> list[Action]:
        return [Action(_("看公开页面"), reverse("catalogue:list"), "external-link")]
