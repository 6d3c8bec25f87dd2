"""Parameters as pages show them: in groups, with their value, clause and standing in words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.rulebook import book
from linli.foundations.rulebook.law import Clause
from linli.foundations.rulebook.layers import Entry, Parameter
from linli.foundations.rulebook.words import english, in_words
from linli.kernel.errors import Text
from linli.ui import parts
from linli.ui.status import Status

GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (gettext_lazy("需求与目录"), ("needs", "voice", "survey", "catalogue", "admission")),
    (gettext_lazy("预算与资金"), ("budget", "sources", "earmark", "carry_over", "wage", "payment", "zone")),
    (
        gettext_lazy("审批与采购方式"),
        ("approvals", "design", "feasibility", "method", "split", "consultation", "venture", "direct"),
    ),
    (gettext_lazy("意向与招标"), ("plan", "intention", "tender", "bond", "notice")),
    (gettext_lazy("评审"), ("panel", "score", "collusion")),
    (gettext_lazy("中标与合同"), ("award", "contract", "acceptance")),
    (gettext_lazy("质疑与投诉"), ("challenge", "complaint")),
    (gettext_lazy("评估与跟踪"), ("grade", "evaluation", "rectification", "followup", "social")),
    (gettext_lazy("设施"), ("facilities",)),
    (gettext_lazy("文件制定"), ("document",)),
)
OTHERS = gettext_lazy("平台与安全")
LEVELS: dict[str, Text] = {
    "national": gettext_lazy("国家"),
    "provincial": gettext_lazy("省级"),
    "city": gettext_lazy("市级"),
    "district": gettext_lazy("本区"),
    "street": gettext_lazy("镇街"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter with what applies on a day."""

    parameter: Parameter
    entry: Entry

    @property
    def title(self) -> str:
        return title_of(self.parameter)

    @property
    def value(self) -> str:
        return in_words(self.parameter, self.entry.value)

    @property
    def level(self) -> Text:
        return LEVELS[self.entry.level]

    @property
    def status(self) -> Status:
        return standing(self.entry)

    @property
    def chip(self) -> parts.Clause:
        return chip(self.entry, self.parameter)

    @property
    def url(self) -> str:
        return reverse("rulebook:parameter", args=[self.parameter.name])


def title_of(parameter: Parameter) -> str:
    return parameter.title_en if english() else parameter.title


def standing(entry: Entry) -> Status:
    """How firm a value is: checked against the text, not yet, or only assumed until the district fixes it."""
    if entry.assumed:
        return Status("attention", _("暂定，待区确定"))
    return Status("done", _("已核对原文")) if entry.verified else Status("none", _("待核对"))


def clause_label(clause: Clause) -> str:
    """政府采购法 第三十五条, or in English Government Procurement Law Art. 35."""
    document = clause.document
    return f"{document.short_en} {clause.label_en}" if english() else f"{document.short} {clause.label}"


def chip(entry: Entry, parameter: Parameter | None = None) -> parts.Clause:
    """The chip of a value's clause, with its gist and its public address."""
    return parts.Clause(
        label=clause_label(entry.clause),
        verified=entry.verified,
        text=entry.clause.gist,
        value=in_words(parameter, entry.value) if parameter is not None else "",
        applies=_("%(day)s起") % {"day": entry.since},
        url=reverse("rulebook:clause", args=[entry.clause.document.key, entry.clause.key]),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of parameters is narrowed to: words of name, title or clause; standing; level; group; changed since."""

    words: str = ""
    state: str = ""
    level: str = ""
    group: str = ""
    since: date | None = None


def rows(on: date, wanted: Wanted | None = None) -> list[tuple[Text, list[Row]]]:
    """The parameters that apply on a day, in groups."""
    grouped: dict[str, list[Row]] = {}
    for parameter in book.law().parameters.values():
        if parameter.first_day > on:
            continue
        row = Row(parameter, parameter.entry(on))
        if wanted is None or _matches(row, wanted):
            grouped.setdefault(parameter.name.split(".")[0], []).append(row)
    made = [(label, [row for name in names for row in grouped.pop(name, [])]) for label, names in GROUPS]
    made.append((OTHERS, [row for rest in grouped.values() for row in rest]))
    return [(label, found) for label, found in made if found]


def groups() -> list[tuple[str, Text]]:
    """The groups to choose from; a group is named by the first of its beginnings."""
    return [*((names[0], label) for label, names in GROUPS), ("others", OTHERS)]


def _in_group(name: str, group: str) -> bool:
    beginning = name.split(".")[0]
    if group == "others":
        return not any(beginning in names for _label, names in GROUPS)
    return any(beginning in names for _label, names in GROUPS if names[0] == group)


def _matches(row: Row, wanted: Wanted) -> bool:
    parameter, entry = row.parameter, row.entry
    state = "assumed" if entry.assumed else "verified" if entry.verified else "unverified"
    changed = wanted.since is None or any(one.since >= wanted.since for one in parameter.entries)
    return (
        changed
        and wanted.state in ("", state)
        and wanted.level in ("", *(one.level for one in parameter.entries))
        and (not wanted.group or _in_group(parameter.name, wanted.group))
        and _has_words(row, wanted.words)
    )


def _has_words(row: Row, words: str) -> bool:
    clause = row.entry.clause
    parameter = row.parameter
    text = f"{parameter.name} {parameter.title} {parameter.title_en} {clause} {clause.document.title} {clause.gist}"
    return all(word in text.lower() for word in words.lower().split())


def unit_words(unit: str) -> str:
    """What a parameter counts, in words."""
    words = {
        "days": _("日"), "working_days": _("工作日"), "months": _("月"), "years": _("年"), "minutes": _("分钟"),
        "percent": _("百分比"), "yuan": _("元"), "count": _("数量"), "ratio": _("比例"),
        "square_metres": _("平方米"), "megabytes": _("兆字节"), "table": _("表"), "choice": _("选项"),
    }  # fmt: skip
    return words[unit]
