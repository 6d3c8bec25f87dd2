"""Parameters as pages show them: in groups, with their value, clause and standing in words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.rulebook import book
from linli.foundations.rulebook.law import Clause, Entry, Parameter
from linli.foundations.rulebook.words import english, in_words
from linli.kernel.errors import Text
from linli.ui import parts
from linli.ui.status import Status

GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (gettext_lazy("需求与目录"), ("needs", "voice", "catalogue", "admission")),
    (gettext_lazy("预算与资金"), ("budget", "wage", "payment", "zone")),
    (gettext_lazy("审批与采购方式"), ("approvals", "method", "consultation", "venture", "direct")),
    (gettext_lazy("意向与招标"), ("intention", "tender", "bond", "notice")),
    (gettext_lazy("评审"), ("panel", "score", "collusion")),
    (gettext_lazy("中标与合同"), ("award", "contract", "acceptance")),
    (gettext_lazy("质疑与投诉"), ("challenge", "complaint")),
    (gettext_lazy("评估与跟踪"), ("grade", "evaluation", "rectification", "followup", "social")),
    (gettext_lazy("设施"), ("facilities",)),
)
OTHERS = gettext_lazy("平台与安全")
LEVELS = {"national": gettext_lazy("国家"), "district": gettext_lazy("本区")}


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


def rows(on: date, words: str = "", state: str = "") -> list[tuple[Text, list[Row]]]:
    """The parameters that apply on a day, in groups; `words` are looked for in names, titles and clauses."""
    grouped: dict[str, list[Row]] = {}
    for parameter in book.law().parameters.values():
        if parameter.entries[-1].since > on:
            continue
        row = Row(parameter, parameter.entry(on))
        if _matches(row, words) and state in ("", _state(row.entry)):
            grouped.setdefault(parameter.name.split(".")[0], []).append(row)
    made = [(label, [row for name in names for row in grouped.pop(name, [])]) for label, names in GROUPS]
    made.append((OTHERS, [row for rest in grouped.values() for row in rest]))
    return [(label, found) for label, found in made if found]


def _state(entry: Entry) -> str:
    return "assumed" if entry.assumed else "verified" if entry.verified else "unverified"


def _matches(row: Row, words: str) -> bool:
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
