"""Answers in words: labels for paths, labels for choices, stars for what is personal."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from linli.foundations.forms.models import Submission
from linli.foundations.forms.spoken import Spoken, label_of

HIDDEN = "＊＊＊"
SKIPPED = ("note", "group", "repeat")


@dataclass(slots=True)
class Value:
    """A question and its answer; groups and rows of repeats are headings without one."""

    label: str
    text: str = ""
    depth: int = 0
    heading: bool = False
    personal: bool = False
    files: list[Any] = field(default_factory=list)


class Reader:
    """Reads a submission with its version's labels; `shown` unmasks."""

    def __init__(self, submission: Submission, *, shown: bool) -> None:
        schema = submission.form_version.schema
        self.submission, self.shown, self.spoken = submission, shown, Spoken(schema)
        self.personal = set(schema["personal"])
        self.files = {one.name: one for one in submission.attachments.select_related("stored")}

    def values(self, answers: dict[str, Any] | None = None) -> list[Value]:
        found = self.submission.answers if answers is None else answers
        return list(self._values(self.spoken.schema["nodes"], found, 0))

    def _values(self, nodes: list[dict[str, Any]], answers: dict[str, Any], depth: int) -> Iterator[Value]:
        for node in nodes:
            path, children = node["path"], node.get("children", [])
            if node["kind"] == "repeat":
                rows = answers.get(path, [])
                for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
                    yield Value(_("%(label)s 第 %(n)s 行") % {"label": label_of(node), "n": number}, "", depth, True)
                    yield from self._values(children, row, depth + 1)
            elif node["kind"] == "group":
                within = list(self._values(children, answers, depth + 1))
                if within:
                    yield Value(label_of(node), "", depth, True)
                    yield from within
            elif node["kind"] not in SKIPPED and path in answers:
                yield self._value(node, str(answers[path]), depth)

    def _value(self, node: dict[str, Any], raw: str, depth: int) -> Value:
        personal = node["path"] in self.personal
        if personal and not self.shown:
            return Value(label_of(node), HIDDEN, depth, personal=True)
        files = [self.files[raw]] if raw in self.files else []
        return Value(label_of(node), self.text(node, raw), depth, personal=personal, files=files)

    def text(self, node: dict[str, Any], raw: str) -> str:
        """A choice by its label, several with commas, everything else as it is."""
        choices = self.spoken.choices.get(node.get("list", ""))
        if not choices:
            return raw
        names = [raw] if node["kind"] == "select_one" else raw.split()
        return "、".join(choices.get(name, name) for name in names)


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit changed."""

    label: str
    before: str
    after: str


def changes(old: Submission, new: Submission, *, shown: bool) -> list[Change]:
    """Answers that differ, row by row of the two readings; masked ones say only that they differ."""
    before, after = _by_place(old), _by_place(new)
    reader = Reader(new, shown=shown)
    labels = {node["path"]: node for node in reader.spoken.named.values()}
    made = []
    for place in dict.fromkeys([*before, *after]):
        first, second = before.get(place, ""), after.get(place, "")
        if first == second or place.startswith("meta/"):
            continue
        path = "/".join(part for part in place.split("/") if not part.isdigit())
        node = labels.get(path, {"name": path, "kind": "text", "path": path})
        hidden = path in reader.personal and not shown
        texts = [HIDDEN if hidden and raw else reader.text(node, raw) if raw else "—" for raw in (first, second)]
        made.append(Change(label_of(node), texts[0], texts[1]))
    return made


def _by_place(submission: Submission) -> dict[str, str]:
    found: dict[str, str] = {}

    def visit(answers: dict[str, Any], begin: str, stem: str) -> None:
        for path, value in answers.items():
            place = f"{stem}{path.removeprefix(begin)}"
            if isinstance(value, list):
                for number, row in enumerate(value, 1):
                    visit(row, f"{path}/", f"{place}/{number}/")
            else:
                found[place] = value

    visit(submission.answers, "", "")
    return found
