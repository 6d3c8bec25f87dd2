"""ECharts options from data: a question in the title, unit and date beside it, a sentence, and the table behind it.

Everything is drawn as SVG by the script; options are plain data, so that the content policy needs no exception.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from linli.kernel.errors import Text

COLOURS = ("#13506F", "#3B8CB3", "#2B7F69", "#C78A2C", "#8A5A7C")
INK, INK_3, LINE = "#1B262D", "#5E6B74", "#DEDCD3"
FONT = '"PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif'
SYMBOLS = ("circle", "rect", "triangle", "diamond", "arrow")


@dataclass(frozen=True)
class Chart:
    """What the chart component shows. `size`: small 200, normal 280, large 380 px high. With `narrow` a phone shows the table
    first: a flow of many names has no room there."""

    id: str
    title: Text
    note: Text
    sentence: Text
    option: dict[str, Any]
    columns: Sequence[Text]
    rows: Sequence[Sequence[Any]]
    size: str = "normal"
    narrow: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def note_of(unit: Text, at: Text) -> str:
    """The line beside the title: unit and date."""
    return _("单位：%(unit)s，截至 %(at)s") % {"unit": unit, "at": at}


def base(**parts: Any) -> dict[str, Any]:
    return {
        "color": list(COLOURS),
        "textStyle": {"fontFamily": FONT, "color": INK, "fontSize": 13},
        "aria": {"enabled": False},
        "grid": {"left": 8, "right": 40, "top": 28, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item", "renderMode": "richText", "confine": True},
        **parts,
    }


def _axis(kind: str, data: Sequence[Any] | None = None, **extra: Any) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "type": kind,
        "axisLabel": {"color": INK_3, "fontSize": 12},
        "axisLine": {"lineStyle": {"color": LINE}},
        "axisTick": {"show": False},
        "splitLine": {"lineStyle": {"color": LINE}},
        **extra,
    }
    if data is not None:
        axis["data"] = list(data)
    return axis


def bars(
    id: str, title: Text, labels: Sequence[Text], series: dict[str, Sequence[float]], *, unit: Text, at: Text,
    sentence: Text, horizontal: bool = True, stacked: bool = False, size: str = "normal",
) -> Chart:  # fmt: skip
    """Bars from zero, labelled directly. At most five series; put the rest into 其他 before."""
    _at_most_five(series)
    names = [str(label) for label in labels]
    category = _axis("category", names, inverse=horizontal, splitLine={"show": False})
    value = _axis("value", min=0)
    if len(series) == 1:
        value |= {"splitLine": {"show": False}, "axisLabel": {"show": False}}
    drawn = [
        {
            "type": "bar",
            "name": name,
            "data": list(values),
            "barMaxWidth": 22,
            "stack": "all" if stacked else None,
            "label": {"show": not stacked, "position": "right" if horizontal else "top", "color": INK},
            "itemStyle": {"borderRadius": 3},
        }
        for name, values in series.items()
    ]
    option = base(series=drawn, xAxis=value if horizontal else category, yAxis=category if horizontal else value)
    if len(series) > 1:
        option["legend"] = {"top": 0, "left": 0, "textStyle": {"color": INK}}
    rows = [[name, *(values[i] for values in series.values())] for i, name in enumerate(names)]
    return Chart(id, title, note_of(unit, at), sentence, option, ["", *series], rows, size)


def lines(
    id: str, title: Text, labels: Sequence[Text], series: dict[str, Sequence[float | None]], *, unit: Text, at: Text,
    sentence: Text, target: float | None = None, size: str = "normal",
) -> Chart:  # fmt: skip
    """Lines, each named at its end; a second sign (circle, square, …) doubles each colour. A target is a dashed line."""
    _at_most_five(series)
    drawn: list[dict[str, Any]] = [
        {
            "type": "line",
            "name": name,
            "data": list(values),
            "symbol": SYMBOLS[i],
            "symbolSize": 8,
            "endLabel": {"show": True, "formatter": "{a}", "color": INK},
        }
        for i, (name, values) in enumerate(series.items())
    ]
    if target is not None and drawn:
        drawn[0]["markLine"] = target_line(target, "yAxis")
    option = base(series=drawn, xAxis=_axis("category", [str(label) for label in labels], splitLine={"show": False}))
    option["yAxis"] = _axis("value", min=0)
    option["grid"]["right"] = 88
    rows = [[str(label), *(values[i] for values in series.values())] for i, label in enumerate(labels)]
    return Chart(id, title, note_of(unit, at), sentence, option, ["", *series], rows, size)


def intervals(
    id: str, title: Text, rows: Sequence[tuple[Text, float, float, float, int]], *, target: float | None, unit: Text,
    at: Text, sentence: Text, size: str = "normal",
) -> Chart:  # fmt: skip
    """Means with their 95 % intervals: (name, mean, low, high, n). A square marks an interval wholly below the target."""
    data = [[mean, low, high, int(target is not None and high < target), n] for _n, mean, low, high, n in rows]
    low, high = min(r[2] for r in rows), max(r[3] for r in rows)
    option = base(
        series=[{"type": "custom", "renderItem": "interval", "data": data, "encode": {"x": [0, 1, 2]}}],
        xAxis=_axis("value", min=int(low) - 1, max=int(high) + 2),
        yAxis=_axis("category", [f"{name}" for name, *_rest in rows], inverse=True, splitLine={"show": False}),
    )
    option["grid"]["right"] = 110
    if target is not None:
        option["series"][0]["markLine"] = target_line(target, "xAxis")
    table = [[name, mean, f"{lo}—{hi}", n] for name, mean, lo, hi, n in rows]
    heads = ["", _("均分"), _("95% 区间"), _("样本")]
    return Chart(id, title, note_of(unit, at), sentence, option, heads, table, size)


def target_line(value: float, axis: str) -> dict[str, Any]:
    return {
        "symbol": "none",
        "silent": True,
        "lineStyle": {"color": "#9E2F1B", "type": "dashed"},
        "label": {
            "formatter": _("目标 %(value)s") % {"value": f"{value:g}"},
            "color": "#9E2F1B",
            "position": "start" if axis == "xAxis" else "end",
        },
        "data": [{axis: value}],
    }


def flow(
    id: str,
    title: Text,
    links: Sequence[tuple[str, str, float]],
    *,
    unit: Text,
    at: Text,
    sentence: Text,
    size: str = "large",
    narrow: bool = False,
) -> Chart:
    """Money from its sources through the pool to its uses: (from, to, amount)."""
    names = list(dict.fromkeys(name for a, b, _v in links for name in (a, b)))
    option = base(
        series=[
            {
                "type": "sankey",
                "data": [_node(name, i, links) for i, name in enumerate(names)],
                "links": [{"source": a, "target": b, "value": v} for a, b, v in links],
                "left": "24%",
                "right": "26%",
                "nodeWidth": 10,
                "nodeGap": 12,
                "layoutIterations": 0,
                "draggable": False,
                "label": {"color": INK, "fontSize": 13},
                "lineStyle": {"color": "source", "opacity": 0.28},
            }
        ]
    )
    heads = [_("从"), _("到"), _("金额")]
    return Chart(id, title, note_of(unit, at), sentence, option, heads, [list(link) for link in links], size, narrow)


def _node(name: str, place: int, links: Sequence[tuple[str, str, float]]) -> dict[str, Any]:
    """A node with its label outside: sources to the left, the rest to the right."""
    source = all(name != target for _source, target, _value in links)
    total = max(sum(v for a, _b, v in links if a == name), sum(v for _a, b, v in links if b == name))
    return {
        "name": name,
        "itemStyle": {"color": COLOURS[place % 5]},
        "label": {
            "position": "left" if source else "right",
            "formatter": f"{name} {total:,.2f}",
            "width": 128,
            "overflow": "break",
        },
    }


def _at_most_five(series: dict[str, Any]) -> None:
    if len(series) > len(COLOURS):
        raise ValueError("at most five series: put the rest together as 其他")
