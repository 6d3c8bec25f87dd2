"""The cockpit's charts, from what was computed."""

from decimal import Decimal

from django.utils.translation import gettext as _

from linli.openness.insight import rules
from linli.ui import charts, formats

MOST = 5
TEN_THOUSAND = Decimal(10_000)


def money(flow: list[tuple[str, str, Decimal]], at: str) -> charts.Chart | None:
    """From the sources through the pool to the uses, in ten thousands of yuan; None without money."""
    if not flow:
        return None
    pool = _("统筹资金池")
    sources = _sums([(source, amount) for source, _use, amount in flow])
    uses = _sums([(use or _("其他服务"), amount) for _source, use, amount in flow])
    links = [(_unlike(name, uses), pool, _wan(amount)) for name, amount in sources]
    links += [(pool, name, _wan(amount)) for name, amount in uses]
    whole = sum((amount for _s, _u, amount in flow), Decimal(0))
    first = uses[0]
    sentence = _("已安排 %(whole)s，用得最多的是%(name)s，%(amount)s。") % {
        "whole": formats.wan_unit(whole),
        "name": first[0],
        "amount": formats.wan_unit(first[1]),
    }
    return charts.flow("flow", _("资金流向"), links, unit=_("万元"), at=at, sentence=sentence, size="normal")


def satisfied(rows: list[tuple[str, rules.Interval]], at: str) -> charts.Chart | None:
    """Means with their 95 % intervals; None without enough answers anywhere."""
    if not rows:
        return None
    data = [(name, one.mean, one.low, one.high, one.n) for name, one in rows]
    sentence = _("%(best)s最高 %(mean)s 分；共 %(n)s 份。") % {
        "best": data[0][0],
        "mean": data[0][1],
        "n": sum(one.n for _name, one in rows),
    }
    return charts.intervals(
        "satisfied", _("居民满意度"), data, target=None, unit=_("分"), at=at, sentence=sentence, size="normal"
    )


def _sums(parts: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    """The largest first, at most five, the rest together."""
    made: dict[str, Decimal] = {}
    for name, amount in parts:
        made[name] = made.get(name, Decimal(0)) + amount
    rows = sorted(made.items(), key=lambda row: -row[1])
    if len(rows) > MOST:
        rest = sum((amount for _name, amount in rows[MOST - 1 :]), Decimal(0))
        rows = [*rows[: MOST - 1], (_("其他"), rest)]
    return rows


def _unlike(name: str, others: list[tuple[str, Decimal]]) -> str:
    """A source that is called like a use gets a mark of its own, or the flow would run in a circle."""
    return f"{name}（{_('来源')}）" if name in {other for other, _amount in others} else name


def _wan(amount: Decimal) -> float:
    return round(float(amount / TEN_THOUSAND), 2)
