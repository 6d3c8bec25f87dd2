"""Pure rules of the results chain: what serves what, and what is missing in it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from linli.flow.s2_goals.results.states import DEPTH, Level
from linli.flow.s2_goals.results.values import Node
from linli.flow.s2_goals.rules import Finding


def parents(levels: Sequence[str]) -> list[int | None]:
    """For each row the place of the row that it serves: the nearest one above it of a higher level. None for what serves
    the goal itself, as every outcome does."""
    found: list[int | None] = []
    above: list[int] = []
    for place, level in enumerate(levels):
        while above and DEPTH[levels[above[-1]]] >= DEPTH[level]:
            above.pop()
        found.append(above[-1] if above else None)
        above.append(place)
    return found


def children(nodes: Sequence[Node]) -> dict[int | None, list[int]]:
    """The places of the rows that serve each row, in order; under None those that serve the goal itself."""
    found: dict[int | None, list[int]] = {}
    for place, above in enumerate(parents([node.level for node in nodes])):
        found.setdefault(above, []).append(place)
    return found


def check(nodes: Sequence[Node], measured: Iterable[int], months: int, level: str) -> list[Finding]:
    """What the chain lacks. `measured` are the keys that have an indicator, `months` those of the service period (0: not
    known), `level` what follows from a gap."""
    if not nodes:
        title, remedy = _("还没有结果链"), _("请在“结果链”逐行写明成效、产出和活动，或套用模板")
        return [Finding("chain", level, title, remedy, "nodes-0-text")]
    above, below, known = parents([node.level for node in nodes]), children(nodes), set(measured)
    found = []
    for place, node in enumerate(nodes):
        over = nodes[above[place]].level if above[place] is not None else ""  # type: ignore[index]
        own = [nodes[child].level for child in below.get(place, [])]
        for title, remedy in _gaps(node, over, own, node.key in known):
            words = {"row": place + 1, "text": node.text}
            found.append(Finding("chain", level, title % words, remedy, f"nodes-{place}-text"))
        if months and node.to_month is not None and node.to_month > months:
            found.append(_beyond(place, node, months))
    return found


def _gaps(node: Node, over: str, own: Sequence[str], measured: bool) -> list[tuple[str, str]]:
    """(what is missing, remedy) of one row; `over` is the level it serves, `own` the levels of what serves it."""
    if node.level == Level.OUTCOME:
        remedy = _("请在它下面增加产出，或删去这一行")
        return [] if Level.OUTPUT in own else [(_("第 %(row)d 行成效“%(text)s”没有产出"), remedy)]
    if node.level == Level.ACTIVITY:
        remedy = _("请移到它服务的产出下面，或删去这一行")
        return [] if over == Level.OUTPUT else [(_("第 %(row)d 行活动“%(text)s”不服务于任何产出"), remedy)]
    found = []
    if over != Level.OUTCOME:
        found.append((_("第 %(row)d 行产出“%(text)s”不对应任何成效"), _("请移到它促成的成效下面")))
    if Level.ACTIVITY not in own:
        found.append((_("第 %(row)d 行产出“%(text)s”没有活动"), _("请写明靠哪些活动做到")))
    if not measured:
        found.append((_("第 %(row)d 行产出“%(text)s”没有指标"), _("请在“指标”为它定一项指标")))
    return found


def _beyond(place: int, node: Node, months: int) -> Finding:
    words = {"row": place + 1, "text": node.text, "month": node.to_month, "months": months}
    title = _("第 %(row)d 行活动“%(text)s”到第 %(month)d 月，服务期只有 %(months)d 个月") % words
    return Finding("months", "stop", title, _("请改在服务期内"), f"nodes-{place}-to_month")
