"""The survey sheet as a tree of questions, groups and repeats, with what does not fit together on the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from linli.foundations.forms.xlsform import words
from linli.foundations.forms.xlsform.book import Sheet
from linli.foundations.forms.xlsform.problems import Problem

XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
REFERENCE = re.compile(r"\$\{([^}]*)\}")


def references(text: str) -> list[str]:
    """The names that an expression or a label refers to."""
    return [name.strip().removeprefix("last-saved#") for name in REFERENCE.findall(text)]


@dataclass(slots=True)
class Node:
    """A row of the survey sheet. `cells` by usual heading; `path` below the form's root: group/question; `listed` is the
    list of its choices."""

    kind: str
    name: str
    row: int
    cells: dict[str, str]
    path: str
    listed: str = ""
    children: "list[Node]" = field(default_factory=list)

    def walk(self) -> "Iterator[Node]":
        for child in self.children:
            yield child
            yield from child.walk()

    def in_languages(self, head: str) -> dict[str, str]:
        """A translatable column by language; the one without a language under an empty name."""
        found = {"": self.cells[head]} if head in self.cells else {}
        begin = f"{head}::"
        return found | {key[len(begin) :]: text for key, text in self.cells.items() if key.startswith(begin)}


class Outline:
    """Reads the sheet row by row; `problems` grows on the way."""

    def __init__(self, sheet: Sheet, lists: set[str]) -> None:
        self.root, self.lists = Node("survey", "", 0, {}, ""), lists
        self.problems: list[Problem] = []
        self.open = [self.root]
        for row in sheet.rows:
            self._row(row.number, {words.head(head): text for head, text in row.cells.items()})
        for node in self.open[1:]:
            self._bad(
                node.row,
                "type",
                _("“%s”没有结束行。") % node.name,
                _("请在它的最后一题之后加一行 end %s。") % node.kind,
            )

    def _bad(self, row: int, column: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(what, remedy, "survey", row, column))

    def _row(self, number: int, cells: dict[str, str]) -> None:
        cell = cells.get("type", "")
        if not cell:
            if "name" in cells or any(head.startswith("label") for head in cells):
                self._bad(number, "type", _("没有写题型。"), _("请填写 text、integer、select_one 列表名 等题型。"))
            return
        if words.closes(cell):
            self._close(number, words.closes(cell))
            return
        container = words.opens(cell)
        kind, argument = (container, "") if container else words.split(cell)
        node = Node(kind, cells.get("name", ""), number, cells, self._path(cells.get("name", "")), argument)
        self._check_name(node)
        self.open[-1].children.append(node)
        if container:
            self.open.append(node)
            if container == "loop":
                self._bad(number, "type", _("不支持 loop。"), _("请改用 begin repeat。"))
            return
        self._check_type(node, cell)
        if cell.endswith(" or_other"):
            other = Node("text", f"{node.name}_other", number, {"label": _("其他，请说明")}, f"{node.path}_other")
            self.open[-1].children.append(other)

    def _path(self, name: str) -> str:
        return f"{self.open[-1].path}/{name}".lstrip("/")

    def _close(self, number: int, kind: str) -> None:
        if len(self.open) == 1:
            self._bad(
                number, "type", _("end %s 前面没有对应的开始行。") % kind, _("请删去这一行，或补上 begin %s。") % kind
            )
        elif self.open[-1].kind != kind:
            begun = self.open.pop()
            what = _("第 %(row)s 行开始的是 %(begun)s，这里结束的却是 %(kind)s。")
            self._bad(
                number,
                "type",
                what % {"row": begun.row, "begun": begun.kind, "kind": kind},
                _("请写成 end %s。") % begun.kind,
            )
        else:
            self.open.pop()

    def _check_name(self, node: Node) -> None:
        if not node.name:
            self._bad(node.row, "name", _("没有写名称。"), _("请填写英文字母开头的名称，例如 family_size。"))
        elif not XML_NAME.fullmatch(node.name):
            what = _("“%s”不能作名称。") % node.name
            self._bad(
                node.row,
                "name",
                what,
                _("名称以英文字母或下划线开头，只用字母、数字、下划线、横线和点，不能有空格和汉字。"),
            )
        else:
            twin = next((one for one in self.open[-1].children if one.name == node.name), None)
            if twin is not None:
                what = _("名称“%(name)s”与第 %(row)s 行重复。") % {"name": node.name, "row": twin.row}
                self._bad(node.row, "name", what, _("同一组内名称不能重复，请改用别的名称。"))

    def _check_type(self, node: Node, cell: str) -> None:
        if node.kind in words.SELECTS:
            if not node.listed:
                self._bad(node.row, "type", _("“%s”后面没有写选项列表。") % cell, _("请写成 select_one 列表名。"))
            elif node.listed not in self.lists and not node.listed.startswith("${"):
                what = _("choices 表里没有选项列表“%s”。") % node.listed
                self._bad(node.row, "type", what, _("请在 choices 表补上这个列表，或改正列表名。"))
        elif not node.kind.endswith("_from_file") and not words.is_known(node.kind):
            what = _("没有“%s”这种题型。") % cell
            self._bad(
                node.row,
                "type",
                what,
                _(
                    "常用题型：text、integer、decimal、date、select_one、select_multiple、image、geopoint、note、calculate。"
                ),
            )
