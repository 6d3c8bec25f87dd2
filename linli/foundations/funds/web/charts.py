"""The charts of the funds: where every yuan came from and went, and what is left month by month."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.foundations.funds.queries import Row
from linli.ui import charts, formats

MOST, LINES = 5, 3
WAN = Decimal(10_000)
Way = tuple[str, str, str, Decimal]


def flow(ways: list[Way], at: str) -> charts.Chart | None:
    """Kinds of source, pools, uses; the smaller uses are put together. None without money."""
    if not ways:
        return None
    uses: dict[str, Decimal] = {}
    for _kind, _pool, use, amount in ways:
        uses[use] = uses.get(use, Decimal(0)) + amount
    largest = sorted(uses, key=lambda use: -uses[use])[: MOST + 2]
    links: dict[tuple[str, str], Decimal] = {}
    for kind, pool, use, amount in ways:
        end = use if use in largest else _("其他用途")
        for pair in ((_apart(kind, {pool, *uses}), pool), (pool, _apart(end, {pool}))):
            links[pair] = links.get(pair, Decimal(0)) + amount
    whole = sum(uses.values(), Decimal(0))
    sentence = _("共 %(whole)s，最多的是%(name)s，%(amount)s。") % {
        "whole": formats.wan_unit(whole), "name": largest[0], "amount": formats.wan_unit(uses[largest[0]]),
    }  # fmt: skip
    drawn = [(a, b, wan(amount)) for (a, b), amount in sorted(links.items(), key=lambda link: -link[1])]
    return charts.flow(
        "funds-flow", _("每一笔钱从哪里来，到哪里去"), drawn, unit=_("万元"), at=at, sentence=sentence, narrow=True
    )


def _apart(name: str, others: set[str]) -> str:
    """A node that is called like one of another column gets a mark, or the flow would run in a circle."""
    return f"{name} " if name in others else name


def left(rows: list[Row], months: dict[str, list[Decimal]], until: int, at: str) -> charts.Chart | None:
    """What the largest groups, and the others together, had not paid yet at the end of each month, up to `until` (1 to 12);
    None without money."""
    known = [row for row in rows if row.key in months]
    shown, rest = known[:LINES], known[LINES:]
    if not shown:
        return None
    labels = [_("%(n)s月") % {"n": month} for month in range(1, until + 1)]
    series: dict[str, Sequence[float | None]] = {
        row.name: [wan(amount) for amount in months[row.key][:until]] for row in shown
    }
    if rest:
        series[_("其他")] = [wan(sum((months[row.key][n] for row in rest), Decimal(0))) for n in range(until)]
    first = shown[0]
    sentence = _("%(name)s还有 %(left)s 未支付，全年 %(whole)s。") % {
        "name": first.name,
        "left": formats.wan_unit(months[first.key][until - 1]),
        "whole": formats.wan_unit(first.budget),
    }
    return charts.lines(
        "funds-left", _("各月末还有多少没有支付"), labels, series, unit=_("万元"), at=at, sentence=sentence
    )


def wan(amount: Decimal) -> float:
    """Yuan in units of ten thousand, two decimals."""
    return round(float(amount / WAN), 2)
