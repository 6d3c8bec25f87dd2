"""How steady each rank of a published list is, as a small bar and in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s1_needs.analysis import sensitivity
from linli.flow.s1_needs.analysis.sensitivity import Steadiness
from linli.flow.s1_needs.models import NeedsList, NeedsListRow
from linli.flow.s1_needs.rules import CRITERIA, NEUTRAL

SHORT = 3
"""On a list of no more needs nobody asks for the first of them."""


@dataclass(frozen=True, slots=True)
class Range:
    """What the bar shows: from the best rank to the worst, the published one as a dot; places in percent of the list."""

    left: str
    width: str
    dot: str
    words: str
    sentence: str


def ranged(found: NeedsList) -> list[NeedsListRow]:
    """The rows of a list, each with its `range`."""
    told = of_list(found.pk)
    rows = list(found.rows.select_related("need"))
    for row in rows:
        row.range = range_of(told[row.need_id])  # type: ignore[attr-defined]
    return rows


@lru_cache(maxsize=64)
def of_list(pk: int) -> dict[int, Steadiness]:
    """By need. A published list never changes, so it is reckoned once a process."""
    found = NeedsList.objects.get(pk=pk)
    names = [name for name in CRITERIA if name in found.weights]
    rows = [
        sensitivity.Row(row.need_id, tuple(_score(row, name) for name in names)) for row in found.rows.order_by("rank")
    ]
    weights = {name: found.weights[name] for name in names}
    return sensitivity.steadiness(rows, weights, top=sensitivity.top_of(len(rows)))


def _score(row: NeedsListRow, name: str) -> int:
    value = getattr(row, name)
    return NEUTRAL if value is None else int(value)


def range_of(one: Steadiness) -> Range:
    share = 100 / max(one.count, 1)
    return Range(
        left=f"{(one.best - 1) * share:.2f}%",
        width=f"{(one.worst - one.best + 1) * share:.2f}%",
        dot=f"{(one.rank - 0.5) * share:.2f}%",
        words=words(one),
        sentence=_(
            "第 %(rank)d 名；权重变动时最好第 %(best)d 名，最差第 %(worst)d 名；%(stays)d%% 的权重下排在前 %(top)d 名。"
        )
        % {"rank": one.rank, "best": one.best, "worst": one.worst, "stays": round(100 * one.stays), "top": one.top},
    )


def words(one: Steadiness) -> str:
    """排名稳, or within which ranks it moves; and on lists long enough how surely it is among the first."""
    moves = _("随权重变化 %(best)d–%(worst)d 名") % {"best": one.best, "worst": one.worst}
    said = _("排名稳") if one.steady else moves
    if one.count <= SHORT or (one.steady and one.rank > one.top):
        return said
    return _("%(said)s，%(stays)d%% 在前 %(top)d 名") % {"said": said, "stays": round(100 * one.stays), "top": one.top}


def sentence(count: int) -> str:
    """What the bars rest on."""
    shown: dict[str, Any] = {"points": sensitivity.POINTS, "draws": sensitivity.DRAWS, "top": sensitivity.top_of(count)}
    return (
        _(
            "名次稳不稳：各项权重分别加减 %(points)d 分，再随机取 %(draws)d 组相近的权重，看名次变到哪里、是否仍在前 %(top)d 名"
        )
        % shown
    )


def weight_words(weights: Mapping[str, Any]) -> str:
    """涉及面 30，紧迫性 25, …; what was not weighed is not named."""
    return "，".join(f"{label} {weights[name]}" for name, label in CRITERIA.items() if name in weights)
