"""The tables of a form's data: one for the form, one for each repeat, over all its versions."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundations.forms.models import Form
from linli.foundations.forms.spoken import walk

NUMBERS = {"integer", "decimal", "calculate", "range"}
SIGNS = "=+-@\t\r\n"
RUNS = tuple(SIGNS)
RISKS = tuple(f'": "{sign}' for sign in ("=", "+", "-", "@", "\\t", "\\r", "\\n"))
"""How an answer that a spreadsheet might run begins in the text of the answers, as PostgreSQL writes jsonb."""
Record = tuple[Any, ...]
"""The fixed columns of a submission, and its answers as text."""
FIXED = (
    "id",
    "form_version__label",
    "instance_id",
    "received_at",
    "state",
    "place_code",
    "organisation__name",
    "complete",
)


@dataclass(frozen=True, slots=True)
class Column:
    """An answer's column; `choice` makes it one option of a question with several, 1 or 0."""

    path: str
    kind: str
    choice: str = ""

    @property
    def head(self) -> str:
        return f"{self.path}/{self.choice}" if self.choice else self.path


@dataclass(slots=True)
class Table:
    """A table by name; `repeat` is the path of its rows, empty for the form's own. Its columns are prepared once: a file
    of a hundred thousand rows asks each for nothing but a look into a dictionary."""

    name: str
    repeat: str
    columns: list[Column]
    paths: list[str] = field(init=False)
    choices: list[tuple[int, str]] = field(init=False)
    numbers: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.paths = [one.path for one in self.columns]
        self.choices = [(n, one.choice) for n, one in enumerate(self.columns) if one.choice]
        self.numbers = frozenset(n for n, one in enumerate(self.columns) if one.kind in NUMBERS)

    def heads(self) -> list[str]:
        return [*(_form_heads() if not self.repeat else _row_heads()), *(one.head for one in self.columns)]

    @property
    def numeric(self) -> list[int]:
        """Where among `heads` numbers stand."""
        first = len(_row_heads() if self.repeat else _form_heads())
        return [first + n for n in sorted(self.numbers | {n for n, _choice in self.choices})]

    def rows(self, record: Record) -> Iterator[list[str]]:
        """The table's rows of one submission."""
        fixed, text = record[:-1], record[-1]
        answers, risky = json.loads(text), any(sign in text for sign in RISKS)
        if not self.repeat:
            yield [*_fixed(fixed), *self._cells(answers, risky)]
            return
        for number, (place, row) in enumerate(rows_at(answers, self.repeat, ""), 1):
            yield [str(fixed[0]), _harmless(fixed[2]), str(number), place, *self._cells(row, risky)]

    def _cells(self, answers: dict[str, Any], risky: bool) -> list[str]:
        get = answers.get
        cells: list[str] = [get(path, "") for path in self.paths]
        for n, choice in self.choices:
            if cells[n]:
                cells[n] = "1" if choice in cells[n].split() else "0"
        return self._neutralised(cells) if risky else cells

    def _neutralised(self, cells: list[str]) -> list[str]:
        """No spreadsheet computes anything of what somebody typed; numbers stay numbers."""
        return [
            f"'{text}" if text and text[0] in SIGNS and not (n in self.numbers and is_number(text)) else text
            for n, text in enumerate(cells)
        ]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(RUNS) else text


def is_number(text: str) -> bool:
    """Whether a text is nothing but a number, so that no spreadsheet computes anything of it."""
    bare = text[1:] if text[0] in "+-" else text
    return bare.replace(".", "", 1).isdigit()


def rows_at(answers: dict[str, Any], repeat: str, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a repeat with where they lie in the repeats around them (2/1: the first of the second)."""
    for key, found in answers.items():
        if not isinstance(found, list):
            continue
        for number, row in enumerate(found, 1):
            here = f"{place}/{number}".lstrip("/")
            if key == repeat:
                yield here, row
            elif repeat.startswith(f"{key}/"):
                yield from rows_at(row, repeat, here)


def tables_of(form: Form, *, personal: bool) -> list[Table]:
    """The form's table first. Columns of older versions follow those of the newest; personal ones only if asked for."""
    found: dict[str, dict[Column, None]] = {"": {}}
    for schema in form.versions.order_by("-pk").values_list("schema", flat=True):
        hidden = set() if personal else set(schema["personal"])
        nodes = {node["path"]: node for node in walk(schema["nodes"])}
        repeats = schema["repeats"]
        for repeat in repeats:
            found.setdefault(repeat, {})
        for path in schema["leaves"]:
            if path in hidden or path.startswith("meta/"):
                continue
            home = max((one for one in repeats if path.startswith(f"{one}/")), key=len, default="")
            for column in _columns(path, nodes.get(path, {}), schema["choices"]):
                found[home][column] = None
    return [Table(repeat.replace("/", "-") or form.form_id, repeat, list(columns)) for repeat, columns in found.items()]


def _columns(path: str, node: dict[str, Any], choices: dict[str, Any]) -> Iterator[Column]:
    kind = node.get("kind", "text")
    if kind == "note":
        return
    yield Column(path, kind)
    if kind == "select_multiple":
        for one in choices.get(node.get("list", ""), []):
            yield Column(path, kind, one["name"])


def _form_heads() -> list[str]:
    return [
        _("序号"),
        _("版本"),
        _("填报编号"),
        _("收到时间"),
        _("审核状态"),
        _("区划代码"),
        _("采集单位"),
        _("附件已齐"),
    ]


def _row_heads() -> list[str]:
    return [_("序号"), _("填报编号"), _("行号"), _("位置")]


def _fixed(fixed: tuple[Any, ...]) -> list[str]:
    pk, label, instance, received, state, place, organisation, complete = fixed
    name = organisation or ""
    texts = [str(pk), label, instance, timezone.localtime(received).isoformat(" ", "seconds")[:19], state, place, name]
    return [*map(_harmless, texts), "1" if complete else "0"]
