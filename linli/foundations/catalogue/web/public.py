"""The catalogue as everybody reads it: a tree with search, each item with standard, price and what was bought of it."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.catalogue import bought, negative
from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.catalogue.web import words
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.ui import excel, formats
from linli.ui.clauses import chip
from linli.ui.parts import Crumb, Figure, Tab
from linli.ui.web.access import public_page


def _shown(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context)
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


@public_page
def items(request: HttpRequest) -> HttpResponse:
    """What may be bought today, by field; `?q=` searches, `?section=` narrows, `?export=xlsx` gives the same as a table."""
    asked, section = request.GET.get("q", "").strip()[:60], request.GET.get("section", "")[:20]
    found = bought.with_totals(CatalogueItem.objects.current())
    sections = list(
        CatalogueItem.objects.current().order_by("section_code").values_list("section_code", "section").distinct()
    )
    if asked:
        found = found.filter(search__words=asked)
    if section in dict(sections):
        found = found.filter(section_code=section)
    if request.GET.get("export") == "xlsx":
        return excel.response(_sheet(list(found.order_by("code"))), _("指导性目录"))
    rows = [(item, words.price_words(item)) for item in found.order_by("code")]
    groups = [(label, list(group)) for label, group in groupby(rows, key=lambda r: (r[0].section, r[0].field))]
    context = {
        "groups": groups,
        "count": len(rows),
        "words": asked,
        "section": section,
        "tabs": _tabs(request, sections, section),
        "batch": Batch.objects.issued().filter(since__lte=clock.today()).order_by("-since").first(),
        "crumbs": [Crumb(_("首页"), "/"), Crumb(_("指导性目录"))],
    }
    return _shown(request, "catalogue/items.html", context)


def _sheet(found: list[CatalogueItem]) -> list[list[object]]:
    heads: list[object] = [
        _("目录编号"), _("一级目录"), _("二级目录"), _("服务名称"), _("服务内容"), _("计量单位"), _("参考价下限（元）"),
        _("参考价上限（元）"), _("服务标准"), _("服务对象"), _("合同数"), _("合同金额（元）"),
    ]  # fmt: skip
    rows: list[list[object]] = [
        [i.code, i.section, i.field, i.name, i.content, i.unit, i.price_from, i.price_to, i.standard,
         words.joined(i.served_labels), i.bought_contracts, i.bought_amount]  # type: ignore[attr-defined]
        for i in found
    ]  # fmt: skip
    return [heads, *rows]


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
    found = CatalogueItem.objects.issued().filter(code=code).select_related("batch").order_by("-since")
    versions = list(bought.with_totals(found))
    if not versions:
        raise Http404
    today = clock.today()
    now = next((v for v in versions if v.since and v.since <= today and (v.until is None or v.until >= today)), None)
    shown = now or versions[0]
    context = {
        "item": shown,
        "in_force": now is not None,
        "to_come": shown.since is not None and shown.since > today,
        "facts": words.item_facts(shown),
        "clause": shown.clause,
        "bought": bought.lines(code),
        "figures": _figures(shown),
        "versions": [(v, words.price_words(v)) for v in versions] if len(versions) > 1 else [],
        "crumbs": [Crumb(_("首页"), "/"), Crumb(_("指导性目录"), reverse("catalogue:list")), Crumb(shown.name)],
    }
    return _shown(request, "catalogue/item.html", context)


def _figures(shown: CatalogueItem) -> list[Figure]:
    contracts = shown.bought_contracts  # type: ignore[attr-defined]
    if not contracts:
        return []
    amount = shown.bought_amount  # type: ignore[attr-defined]
    note = _("历年合计，截至 %(day)s") % {"day": formats.day_full(clock.today())}
    return [
        Figure(_("已签合同"), str(contracts), _("份"), note),
        Figure(_("合同金额"), formats.wan(amount), _("万元"), note),
    ]


@public_page
def negative_list(request: HttpRequest) -> HttpResponse:
    """What may not be bought, under which clause, and which words lead to a closer look."""
    context: dict[str, object] = {
        "entries": negative.entries(),
        "clause": chip(book.citation(negative.LIST)),
        "words_clause": chip(book.citation(negative.WORDS)),
        "crumbs": [Crumb(_("首页"), "/"), Crumb(_("指导性目录"), reverse("catalogue:list")), Crumb(_("负面清单"))],
    }
    return _shown(request, "catalogue/negative.html", context)
