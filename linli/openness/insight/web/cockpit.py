"""The cockpit (驾驶舱): where the district's purchases stand, and what is late."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.openness.insight import layouts, overview, rules
from linli.openness.insight.scope import PERIODS, Scope, scope_of
from linli.openness.insight.web import charts, late
from linli.ui import excel, formats, parts
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, needs

LATE_ROWS = 8


@needs("insight.cockpit:view")
def cockpit(request: ActorRequest) -> HttpResponse:
    """Figures of a period, in the actor's scope; `?export=xlsx` gives the numbers behind them."""
    period = request.GET.get("period", "year")
    scope = scope_of(request.actor, period if period in PERIODS else "year")
    if request.GET.get("export") == "xlsx":
        return excel.response(sheet(scope), _("驾驶舱数据"))
    at = formats.day_full(clock.today())
    whole, by_town = overview.satisfaction(scope)
    towns = overview.towns(scope)
    show = request.GET.get("map", "running")
    rows = overview.late(scope)
    context = {
        "head": _head(request, scope),
        "periods": _periods(request, scope),
        "figures": figures(overview.totals(scope), whole),
        "funnel": funnel(overview.funnel(scope)),
        "map": tiles(towns, show),
        "map_tabs": _map_tabs(request, show),
        "towns": towns,
        "flow": charts.money(overview.money_flow(scope), at),
        "satisfied": charts.satisfied(by_town, at),
        "least": rules.LEAST_ANSWERS,
        "late": late.rows_of(request.actor, rows if request.GET.get("late") == "all" else rows[:LATE_ROWS]),
        "late_count": rows.count(),
        "late_rows": LATE_ROWS,
    }
    return render(request, "insight/cockpit.html", context)


def figures(totals: overview.Totals, satisfied: rules.Interval | None) -> list[parts.Figure]:
    """Five figures, each with what it is compared with."""
    signed = rules.percent(totals.contracted, totals.budget)
    paid = rules.percent(totals.paid, totals.contracted)
    in_time = rules.percent(totals.in_time, totals.closed)
    return [
        parts.Figure(_("在办项目"), str(totals.running), _("个"), _("未办结、未终止的")),
        parts.Figure(
            _("已签约金额"),
            formats.wan(totals.contracted),
            _("万元"),
            _("占预算 %(whole)s 的 %(share)s%%") % {"whole": formats.wan_unit(totals.budget), "share": signed}
            if signed is not None
            else _("还没有预算"),
        ),
        parts.Figure(
            _("已支付"),
            formats.wan(totals.paid),
            _("万元"),
            _("占已签约的 %(share)s%%") % {"share": paid} if paid is not None else _("还没有合同"),
        ),
        parts.Figure(
            _("居民满意度"),
            str(satisfied.mean) if satisfied else "—",
            _("分") if satisfied else "",
            _("95%% 区间 %(low)s—%(high)s，样本 %(n)s") % vars_of(satisfied) if satisfied else _("样本不足，不显示"),
        ),
        parts.Figure(
            _("按期办结率"),
            str(in_time) if in_time is not None else "—",
            "%" if in_time is not None else "",
            _("逾期 %(n)s 件，其中法定 %(legal)s 件") % {"n": totals.overdue, "legal": totals.overdue_legal},
            tone="overdue" if totals.overdue and in_time is not None else "",
        ),
    ]


def vars_of(interval: rules.Interval) -> dict[str, Any]:
    return {"low": interval.low, "high": interval.high, "n": f"{interval.n:,}"}


def funnel(rows: list[tuple[int, str, int]]) -> list[tuple[int, str, str, str, float, float]]:
    """Rows for the funnel component: widths against the largest, centred, and the share of the step before."""
    most = max((n for _step, _name, n in rows), default=0) or 1
    made = []
    before: int | None = None
    for step, name, n in rows:
        width = 100 * n / most
        share = rules.percent(n, before) if before else None
        told = f"{share:.0f}%" if share is not None and share <= 100 else "—"
        counted = _("%(n)s 项") if step == 1 else _("%(n)s 个")
        made.append((step, name, counted % {"n": f"{n:,}"}, told, (100 - width) / 2, width))
        before = n
    return made


MAPS = ("running", "contracted", "overdue")


def tiles(towns: list[overview.Town], show: str) -> list[parts.Place] | None:
    """The tile map, or None where a district has more than nine towns."""
    places = layouts.cells(settings.DISTRICT, [(town.code, town.name) for town in towns])
    if places is None:
        return None
    show = show if show in MAPS else "running"
    values = [float(getattr(town, show)) for town in towns]
    least, most = min(values, default=0.0), max(values, default=0.0)
    return [
        parts.Place(
            town.name,
            formats.wan(town.contracted) if show == "contracted" else str(getattr(town, show)),
            *places[town.code],
            rules.level(float(getattr(town, show)), least, most),
            light(town),
            f"{reverse('thread:list')}?town={town.code}",
        )
        for town in towns
    ]


def light(town: overview.Town) -> Status:
    """Red with something overdue, yellow with something due within three days, else green."""
    if town.overdue:
        return Status("danger", _("逾期"))
    return Status("attention", _("关注")) if town.soon else Status("done", _("正常"))


def sheet(scope: Scope) -> Iterator[list[Any]]:
    """The numbers behind the page, one block after the other."""
    totals = overview.totals(scope)
    whole, by_town = overview.satisfaction(scope)
    yield [_("指标"), _("数值"), _("单位"), _("说明")]
    for figure in figures(totals, whole):
        yield [figure.label, figure.value, figure.unit, figure.note]
    yield [_("六步漏斗")]
    for step, name, n in overview.funnel(scope):
        yield [f"{step} {name}", n]
    yield [_("镇街"), _("在办项目"), _("已签约（元）"), _("逾期"), _("将到期")]
    for town in overview.towns(scope):
        yield [town.name, town.running, town.contracted, town.overdue, town.soon]
    yield [_("资金来源"), _("用途"), _("金额（元）")]
    for source, use, amount in overview.money_flow(scope):
        yield [source, use, amount]
    yield [_("满意度"), _("均分"), _("区间下限"), _("区间上限"), _("样本")]
    for name, one in by_town:
        yield [name, one.mean, one.low, one.high, one.n]


def _head(request: ActorRequest, scope: Scope) -> dict[str, Any]:
    now = timezone.localtime(clock.now())
    since = _("%(year)s年起") % {"year": scope.first_year} if scope.first_year else _("全部年度")
    sub = [request.actor.organisation_name, since, _("数据更新于今天 %(time)s") % {"time": f"{now:%H:%M}"}]
    return {"title": _("驾驶舱"), "sub": sub}


def _periods(request: ActorRequest, scope: Scope) -> list[parts.Tab]:
    labels = {"year": _("本年"), "two": _("两年周期"), "all": _("全部")}
    current = {clock.today().year: "year", None: "all"}.get(scope.first_year, "two")
    return [parts.Tab(labels[key], f"?period={key}", key == current) for key in PERIODS]


def _map_tabs(request: ActorRequest, show: str) -> list[parts.Tab]:
    labels = {"running": _("项目"), "contracted": _("资金"), "overdue": _("逾期")}
    period = request.GET.get("period", "year")
    period = period if period in PERIODS else "year"
    current = show if show in MAPS else "running"
    return [parts.Tab(labels[key], f"?period={period}&map={key}", key == current) for key in MAPS]
