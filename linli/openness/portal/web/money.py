"""Checking where the money went (查资金)."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.openness.portal import money
from linli.openness.portal.remembered import position_of
from linli.openness.portal.web.frame import page
from linli.ui import charts, formats
from linli.ui.parts import Tab
from linli.ui.web.access import public_page

MOST_BARS, FEW = 10, 6


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    """How much in a year, by town and by purpose, as charts with their tables."""
    position = position_of(request)
    years = money.years(position)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(one) for one in years} else 0
    found = money.of_year(year, position)
    tabs = [Tab(_("全部年度"), "?", not year)]
    tabs += [Tab(_("%(year)s年") % {"year": one}, f"?year={one}", one == year) for one in years]
    at = formats.day_full(clock.today())
    town_lines = money.by_town(found, position)
    purpose_lines = money.by_purpose(found, _("其他服务"))
    context = {
        "tabs": tabs,
        "year": year,
        "total": money.total(found),
        "sources": money.by_source(year, position),
        "towns": town_lines,
        "purposes": purpose_lines,
        "town_chart": chart("money-town", _("哪些镇街花得多"), town_lines, at),
        "purpose_chart": chart("money-purpose", _("钱花在什么服务上"), purpose_lines, at),
        "at": at,
    }
    return page(request, "portal/money.html", context)


def chart(key: str, title: str, lines: list[money.Line], at: str) -> charts.Chart:
    """Contracted and paid in bars, at most ten lines of them; the tables of the page have all."""
    shown = lines[:MOST_BARS]
    series: dict[str, Sequence[float]] = {
        _("已签合同"): [round(float(line.sums.contract) / 10000, 2) for line in shown],
        _("已支付"): [round(float(line.sums.paid) / 10000, 2) for line in shown],
    }
    first = shown[0] if shown else None
    sentence = (
        _("%(title)s：%(name)s最多，已签合同 %(amount)s。")
        % {"title": title, "name": first.name, "amount": formats.wan_unit(first.sums.contract)}
        if first
        else _("还没有公开的项目。")
    )
    labels = [line.name for line in shown]
    return charts.bars(
        key,
        title,
        labels,
        series,
        unit=_("万元"),
        at=at,
        sentence=sentence,
        size="large" if len(shown) > FEW else "normal",
    )
