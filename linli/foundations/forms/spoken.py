"""Questions and their logic in words, for the preview of a form and the pages of submissions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.foundations.forms.reading import text_in
from linli.kernel.errors import Text

KINDS: dict[str, Text] = {
    "text": gettext_lazy("文字"), "integer": gettext_lazy("整数"), "decimal": gettext_lazy("小数"), "date": gettext_lazy("日期"),
    "time": gettext_lazy("时间"), "datetime": gettext_lazy("日期和时间"), "select_one": gettext_lazy("单选"),
    "select_multiple": gettext_lazy("多选"), "rank": gettext_lazy("排序"), "note": gettext_lazy("说明"), "image": gettext_lazy("照片"),
    "photo": gettext_lazy("照片"), "audio": gettext_lazy("录音"), "video": gettext_lazy("录像"), "file": gettext_lazy("文件"),
    "geopoint": gettext_lazy("位置"), "geotrace": gettext_lazy("路线"), "geoshape": gettext_lazy("范围"), "barcode": gettext_lazy("条码"),
    "calculate": gettext_lazy("计算"), "range": gettext_lazy("数值范围"), "acknowledge": gettext_lazy("确认"), "hidden": gettext_lazy("隐藏"),
    "group": gettext_lazy("分组"), "repeat": gettext_lazy("可重复填写"), "start": gettext_lazy("开始时间"), "end": gettext_lazy("结束时间"),
    "today": gettext_lazy("填报日期"), "deviceid": gettext_lazy("设备编号"), "phonenumber": gettext_lazy("本机号码"),
    "username": gettext_lazy("用户名"), "email": gettext_lazy("电子邮箱"), "audit": gettext_lazy("操作记录"),
    "start-geopoint": gettext_lazy("开始时的位置"), "background-geopoint": gettext_lazy("后台位置"),
}  # fmt: skip
_SELECTED = re.compile(r"selected\(\s*\$\{([^}]*)\}\s*,\s*['\"]([^'\"]*)['\"]\s*\)")
_EQUAL = re.compile(r"\$\{([^}]*)\}\s*(!?=)\s*['\"]([^'\"]*)['\"]")
_NAME = re.compile(r"\$\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """A question of the preview: how deep it lies, what it asks, how it is answered, and when."""

    depth: int
    node: dict[str, Any]
    label: str
    kind: Text
    notes: list[str]
    choices: list[str]
    more: int = 0


def label_of(node: dict[str, Any]) -> str:
    """What a question asks, in the reader's language; its name where it asks nothing (calculations, metadata)."""
    return text_in(node.get("labels", {}), get_language() or "zh") or str(node["name"])


def kind_of(node: dict[str, Any]) -> Text:
    kind: str = node["kind"]
    return KINDS.get(kind, kind)


def choice_label(choice: dict[str, Any]) -> str:
    return text_in(choice["labels"], get_language() or "zh") or str(choice["name"])


SHOWN_CHOICES = 12


class Spoken:
    """A version's schema in words."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.named = {node["name"]: node for node in walk(schema["nodes"])}
        self.choices = {
            name: {one["name"]: choice_label(one) for one in many} for name, many in schema["choices"].items()
        }

    def lines(self) -> list[Line]:
        return list(self._lines(self.schema["nodes"], 0))

    def _lines(self, nodes: list[dict[str, Any]], depth: int) -> Iterator[Line]:
        for node in nodes:
            found = list(self.choices.get(node.get("list", ""), {}).values())
            more = max(len(found) - SHOWN_CHOICES, 0)
            yield Line(depth, node, label_of(node), kind_of(node), list(self._notes(node)), found[:SHOWN_CHOICES], more)
            yield from self._lines(node.get("children", []), depth + 1)

    def _notes(self, node: dict[str, Any]) -> Iterator[str]:
        if hint := text_in(node.get("hints", {}), get_language() or "zh"):
            yield hint
        if node.get("required"):
            yield _("必填")
        if node.get("personal"):
            yield _("个人信息，默认遮盖")
        for key, words in (
            ("relevant", _("显示条件：%s")),
            ("constraint", _("填写要求：%s")),
            ("calculation", _("计算：%s")),
            ("choice_filter", _("选项筛选：%s")),
            ("repeat_count", _("重复次数：%s")),
        ):
            if text := node.get(key):
                said = text_in(node.get("messages", {}), get_language() or "zh") if key == "constraint" else ""
                yield words % (said or self.words(text))

    def words(self, text: str) -> str:
        """An expression as a clerk reads it: “有老人”选了“是”, 且 …"""
        text = _SELECTED.sub(lambda m: self._chosen(m[1], _("选了"), m[2]), text)
        text = _EQUAL.sub(lambda m: self._chosen(m[1], _("是") if m[2] == "=" else _("不是"), m[3]), text)
        text = _NAME.sub(lambda m: f"“{self._asked(m[1])}”", text)
        for sign, word in (
            (" and ", _("，且")),
            (" or ", _("，或")),
            (">=", "≥"),
            ("<=", "≤"),
            ("!=", "≠"),
            ("not(", _("并非(")),
        ):
            text = text.replace(sign, word)
        return text

    def _asked(self, name: str) -> str:
        node = self.named.get(name.strip())
        return label_of(node) if node else name

    def _chosen(self, name: str, verb: str, value: str) -> str:
        node = self.named.get(name.strip(), {})
        label = self.choices.get(node.get("list", ""), {}).get(value, value)
        return f"“{self._asked(name)}”{verb}“{label}”"


def walk(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every node of the tree, in order."""
    for node in nodes:
        yield node
        yield from walk(node.get("children", []))
