"""All money of a year: where it came from and went, by kind, source, pool, town and purpose, down to the accounts."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.funds import queries
from linli.foundations.funds.queries import Row
from linli.foundations.funds.web import charts, room
from linli.kernel import clock
from linli.kernel.money import share
from linli.ui import excel, formats
from linli.ui.parts import Figure, Tab
from linli.ui.web.access import ActorRequest, needs


@needs("funds.source:list")
def overview(request: ActorRequest) -> HttpResponse:
    """The year's money as a whole; `by` chooses by what it is added up, `?export=xlsx` gives the groups."""
    years = queries.years(request.actor)
    year = _year(request, years)
    by = request.GET.get("by", "")
    by = by if by in queries.GROUPS else "kind"
    found = queries.accounts(request.actor, year)
    rows = queries.grouped(found, by)
    if request.GET.get("export") == "xlsx":
        return excel.response(_sheet(rows), f"{_('资金总览')} {year} {queries.GROUPS[by]}")
    today = clock.today()
    at = formats.day_full(today)
    months = queries.left_by_month(found, by, year)
    context = {
        "head": {"title": _("资金总览"), "sub": [_("%(year)s 年度") % {"year": year}, _("截至 %(day)s") % {"day": at}]},
        "room": room.tabs("overview", request.actor),
        "years": [Tab(str(one), f"?{urlencode({'year': one, 'by': by})}", one == year) for one in years],
        "groups": [
            Tab(label, f"?{urlencode({'year': year, 'by': name})}", name == by)
            for name, label in queries.GROUPS.items()
        ],
        "figures": _figures(queries.total(rows)),
        "flow": charts.flow(queries.ways(found), at),
        "left": charts.left(rows, months, today.month if year >= today.year else 12, at),
        "rows": [(row, _down(year, by, row)) for row in rows],
        "total": queries.total(rows),
        "by": queries.GROUPS[by],
    }
    return render(request, "funds/overview.html", context)


def _year(request: ActorRequest, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    if asked in {str(year) for year in years}:
        return int(asked)
    this = clock.today().year
    return this if this in years or not years else years[0]


def _down(year: int, by: str, row: Row) -> str:
    """From a total to the accounts that it adds up."""
    return f"{reverse('funds:accounts')}?{urlencode({'year': year, 'by': by, 'key': row.key})}"


def _figures(whole: Row) -> list[Figure]:
    def figure(label: str, amount: Any, note: str = "") -> Figure:
        part = _("占总额 %(share)s%%") % {"share": share(amount, whole.budget)} if whole.budget else ""
        return Figure(label, formats.wan(amount), _("万元"), note or part)

    return [
        figure(_("资金总额"), whole.budget, _("拨入和上年结转")),
        figure(_("可用"), whole.available),
        figure(_("已预留和在途"), whole.held - whole.committed),
        figure(_("已签约未付"), whole.committed),
        figure(_("已支付"), whole.spent),
    ]


def _sheet(rows: list[Row]) -> list[list[Any]]:
    heads = [_("名称"), _("总额（元）"), _("可用（元）"), _("已预留和在途（元）"), _("已签约未付（元）"), _("已支付（元）"), _("收回和结转（元）")]  # fmt: skip
    return [heads] + [
        [row.name, row.budget, row.available, row.held - row.committed, row.committed, row.spent, row.gone]
        for row in [*rows, queries.total(rows)]
    ]
