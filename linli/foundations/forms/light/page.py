"""A plain form as fields of a page: what is asked, under which condition, and what is wrong with what was typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.foundations.forms.light.expression import Term, Unknown, compiled, truth
from linli.foundations.forms.models import FormVersion
from linli.foundations.forms.reading import text_in
from linli.foundations.forms.spoken import Spoken, kind_of, label_of

ASKED = {
    "text": "text",
    "integer": "number",
    "decimal": "number",
    "date": "date",
    "select_one": "radio",
    "select_multiple": "checkbox",
}
SILENT = {"note", "start", "end", "today", "calculate", "group"}
MOST = 1000
_YES = ("yes", "true", "true()", "1")


@dataclass(slots=True)
class Asked:
    """A question on the page. `when` are the conditions of itself and its groups; `condition` says them in words."""

    path: str
    name: str
    kind: str
    label: str
    hint: str = ""
    required: bool = False
    choices: list[tuple[str, str]] = field(default_factory=list)
    condition: str = ""
    when: list[Term] = field(default_factory=list)
    must: Term | None = None
    message: str = ""
    typed: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def value(self) -> str:
        return " ".join(self.typed).strip()

    @property
    def control(self) -> str:
        return ASKED.get(self.kind, "")


class Sheet:
    """A version's questions in order. Raises Unknown for a form that is more than plain."""

    def __init__(self, version: FormVersion) -> None:
        self.spoken = Spoken(version.schema)
        self.asked = list(self._asked(version.schema["nodes"], [], []))

    def _asked(self, nodes: list[dict[str, Any]], when: list[Term], words: list[str]) -> Iterator[Asked]:
        for node in nodes:
            here, said = list(when), list(words)
            if "relevant" in node:
                here.append(compiled(node["relevant"]))
                said.append(self.spoken.words(node["relevant"]))
            if node["kind"] == "group":
                yield from self._asked(node.get("children", []), here, said)
            elif node["kind"] in ASKED or node["kind"] == "note":
                yield self._one(node, here, said)
            elif node["kind"] not in SILENT:
                raise Unknown(str(kind_of(node)))

    def _one(self, node: dict[str, Any], when: list[Term], words: list[str]) -> Asked:
        language = get_language() or "zh"
        required = node.get("required", "")
        if (required and required.lower() not in _YES) or "choice_filter" in node or "default" in node:
            raise Unknown(label_of(node))
        return Asked(
            path=node["path"],
            name=node["name"],
            kind=node["kind"],
            label=self.spoken.words(label_of(node)),
            hint=text_in(node.get("hints", {}), language),
            required=bool(required),
            choices=list(self.spoken.choices.get(node.get("list", ""), {}).items()),
            condition=_("，且").join(words),
            when=when,
            must=compiled(node["constraint"]) if "constraint" in node else None,
            message=text_in(node.get("messages", {}), language),
        )

    def fill(self, data: QueryDict) -> dict[str, Any]:
        """Take what was typed; the answers by path. What its condition does not ask for is left out; faults are noted at
        their questions."""
        values: dict[str, str] = {}
        answers: dict[str, Any] = {}
        for one in self.asked:
            one.typed = [text[:MOST] for text in data.getlist(one.path)] if one.control else []
            if not one.control or not all(truth(term(values, "")) for term in one.when):
                continue
            one.error = self._fault(one, values)
            if one.value and not one.error:
                values[one.name] = answers[one.path] = one.value
        return answers

    @property
    def faults(self) -> list[Asked]:
        return [one for one in self.asked if one.error]

    def _fault(self, one: Asked, values: Mapping[str, str]) -> str:
        if not one.value:
            return _("请回答这一题。") if one.required else ""
        if one.choices and not {*one.value.split()} <= {name for name, _label in one.choices}:
            return _("请从选项里选择。")
        if one.kind in ("select_one", "date", "text") and len(one.typed) > 1:
            return _("只能有一个答案。")
        if not _fits(one.kind, one.value):
            return {"date": _("请填写日期，例如 2026-03-05。")}.get(one.kind, _("请填写数字。"))
        if one.must is not None and not truth(one.must(values, one.value)):
            return one.message or _("不符合填写要求，请核对。")
        return ""


def _fits(kind: str, value: str) -> bool:
    try:
        if kind == "integer":
            int(value)
        elif kind == "decimal":
            float(value)
        elif kind == "date":
            date.fromisoformat(value)
    except ValueError:
        return False
    return True
