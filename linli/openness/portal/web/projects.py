"""Published projects: list, Excel, one project."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.flow.thread.states import Step
from linli.openness.portal import projects, remembered, story, towns, words
from linli.openness.portal.remembered import position_of
from linli.openness.portal.web.frame import page
from linli.ui import excel
from linli.ui.nav import resolve
from linli.ui.parts import Crumb, Tab
from linli.ui.web.access import public_page

BATCH = 2000
SORTS = (("", gettext_lazy("最新公开")), ("amount", gettext_lazy("金额从高到低")), ("number", gettext_lazy("项目编号")))
MOST_ROWS = 50_000
"""Rows in one workbook; the page says so when there are more."""


@public_page
def project_list(request: HttpRequest) -> HttpResponse:
    """Searched, filtered, sorted, paged."""
    wanted = projects.Wanted.from_query(request.GET)
    position = position_of(request)
    shown = projects.page(wanted, position)
    kept = ("finder", wanted, bool(shown.total), get_language())
    finder = remembered.at(position, kept, lambda: _finder(wanted, shown.total, position))
    context = {"wanted": wanted, "shown": shown, "finder": finder, "most_rows": MOST_ROWS}
    return page(request, "portal/projects.html", context)


def _finder(wanted: projects.Wanted, total: int, position: int | None) -> str:
    """The query form with its lists, the order, the export: the same for all who ask the same."""
    context = {
        "wanted": wanted,
        "total": total,
        "steps": Step.choices,
        "fields": projects.fields(position),
        "years": projects.years(position),
        "towns": towns.towns(position),
        "sorts": [Tab(label, f"?{wanted.query(sort=key)}", key == wanted.sort) for key, label in SORTS],
        "query": wanted.query(),
    }
    return render_to_string("portal/parts/finder.html", context)


@public_page
def export(request: HttpRequest) -> HttpResponse:
    """The rows under the list's conditions as a workbook; reading only."""
    found = projects.find(projects.Wanted.from_query(request.GET))[:MOST_ROWS]
    rows = found.values_list(*projects.FIELDS).iterator(BATCH)
    return excel.response(_sheet(rows, position_of(request)), _("购买服务项目公开"))


@public_page
def project(request: HttpRequest, number: str) -> HttpResponse:
    """One project told to a resident; an unpublished one does not exist here."""
    rows = Project.objects.published().select_related("place__parent", "purchaser", "provider")
    found = get_object_or_404(rows, number=number)
    crumbs = [Crumb(_("首页"), "/"), Crumb(_("项目公开"), "../"), Crumb(_("项目详情"))]
    return page(
        request,
        "portal/project.html",
        {"crumbs": crumbs, "say_url": resolve("needs:say"), "follow_url": resolve("needs:follow"), **story.tell(found)},
    )


def _sheet(found: Iterator[tuple[Any, ...]], position: int | None) -> Iterator[list[Any]]:
    heads = (
        _("项目编号"), _("项目名称"), _("服务区域"), _("采购人"), _("承接主体"), _("目录名称"), _("年度"), _("步骤"),
        _("状态"), _("预算（元）"), _("合同金额（元）"), _("已支付（元）"), _("已退回（元）"), _("公开时间"),
    )  # fmt: skip
    yield list(heads)
    steps = dict(Step.choices)
    while batch := list(islice(found, BATCH)):
        for row in projects.named(batch, position):
            yield [
                row["number"], row["title"], row["place"], row["purchaser"], row["provider"], row["catalogue_name"],
                row["year"], str(steps[row["step"]]), str(words.state_word(row["state"])), row["budget"],
                row["contract_amount"], row["paid_amount"], row["refunded_amount"], row["public_since"],
            ]  # fmt: skip
