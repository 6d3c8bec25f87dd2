"""Expressions: references that lead nowhere, brackets that do not close, relevance and calculation that go in a circle."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from linli.foundations.forms.xlsform import words
from linli.foundations.forms.xlsform.outline import Node, references
from linli.foundations.forms.xlsform.problems import Problem

DECIDES = ("relevant", "calculation")
"""What a question's being asked, or its value, depends on."""
_CLOSES = {")": "(", "]": "["}


def problems(root: Node) -> Iterator[Problem]:
    """Every fault in the expressions of the tree."""
    named: dict[str, list[Node]] = {}
    for node in root.walk():
        named.setdefault(node.name, []).append(node)
    for node in root.walk():
        for column, text in node.cells.items():
            yield from _references(node, column, text, named)
            if column in words.EXPRESSIONS and column != "default" and not _balanced(text):
                remedy = _("请检查每个括号和引号是否成对，是否用了中文括号和引号。")
                yield Problem(_("表达式的括号或引号不成对。"), remedy, "survey", node.row, column)
    yield from _circles(root, named)


def _references(node: Node, column: str, text: str, named: dict[str, list[Node]]) -> Iterator[Problem]:
    for name in references(text):
        if name not in named:
            what = _("${%s} 没有对应的题。") % name
            yield Problem(what, _("请改正名称，或补上这道题。"), "survey", node.row, column)
        elif len(named[name]) > 1:
            rows = "、".join(str(one.row) for one in named[name])
            what = _("${%(name)s} 指向不止一题（第 %(rows)s 行）。") % {"name": name, "rows": rows}
            yield Problem(what, _("请让被引用的题名称唯一。"), "survey", node.row, column)


def _balanced(text: str) -> bool:
    waiting: list[str] = []
    quote = ""
    for sign in text:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in _CLOSES.values():
            waiting.append(sign)
        elif sign in _CLOSES and (not waiting or waiting.pop() != _CLOSES[sign]):
            return False
    return not waiting and not quote


def _circles(root: Node, named: dict[str, list[Node]]) -> Iterator[Problem]:
    """Follow what each question depends on; coming back to one under way is a circle, told once."""
    needs = _dependencies(root, named)
    state: dict[int, int] = {}
    for start in root.walk():
        if id(start) in state:
            continue
        way: list[tuple[Node, Iterator[Node]]] = [(start, iter(needs[id(start)]))]
        state[id(start)] = 1
        while way:
            node, rest = way[-1]
            following = next(rest, None)
            if following is None:
                state[id(node)] = 2
                way.pop()
            elif state.get(id(following)) == 1:
                yield _circle([one for one, _rest in way], following)
            elif id(following) not in state:
                state[id(following)] = 1
                way.append((following, iter(needs[id(following)])))


def _dependencies(root: Node, named: dict[str, list[Node]]) -> dict[int, list[Node]]:
    """What each node's value hangs on: what its own expressions name, and for whatever lies in a group, the group."""
    needs: dict[int, list[Node]] = {}

    def visit(node: Node, above: Node | None) -> None:
        texts = [node.cells[column] for column in DECIDES if column in node.cells]
        found = [one for text in texts for name in references(text) for one in named.get(name, [])[:1]]
        needs[id(node)] = found + ([above] if above is not None else [])
        for child in node.children:
            visit(child, node)

    for child in root.children:
        visit(child, None)
    return needs


def _circle(way: list[Node], back: Node) -> Problem:
    round_ = way[way.index(back) :]
    names = " → ".join([*(one.name for one in round_), back.name])
    last = round_[-1]
    column = next((c for c in DECIDES if c in last.cells), "relevant")
    what = _("显示条件或计算互相依赖：%s。") % names
    return Problem(what, _("请去掉其中一处引用，让依赖只朝一个方向。"), "survey", last.row, column)
