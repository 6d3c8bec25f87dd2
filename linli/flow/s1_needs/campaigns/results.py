"""What a campaign's counts say: per question the options with their estimates, or why there is no number.

Only the counts and the strata are read, never an answer; the size of a campaign therefore does not matter here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum

from linli.flow.s1_needs.campaigns import estimates
from linli.flow.s1_needs.campaigns.estimates import Cell, Estimate
from linli.flow.s1_needs.campaigns.models import Campaign, Stratum, Tally
from linli.flow.s1_needs.campaigns.questions import NUMBERS, ONE, Question, asked_by
from linli.foundations.forms.models import FormVersion
from linli.foundations.forms.spoken import choice_label, label_of
from linli.foundations.rulebook import book

CONFIDENCE = 0.95
Counts = Mapping[tuple[str, str], Mapping[int, tuple[int, float, float]]]
"""By question and option, then by stratum: answers, sum, squares."""


@dataclass(frozen=True, slots=True)
class Line:
    """An option. `count` answers chose it; none of the numbers is there where they are kept back."""

    label: str
    count: int | None
    share: Estimate | None
    total: Estimate | None


@dataclass(frozen=True, slots=True)
class Result:
    """A question. `lines` of choices, `mean` and `total` of a number; without enough answers neither."""

    path: str
    label: str
    kind: str
    n: int
    enough: bool
    lines: Sequence[Line] = ()
    mean: Estimate | None = None
    total: Estimate | None = None

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    @property
    def kept_back(self) -> bool:
        return any(line.count is None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Report:
    """All questions for some strata: `answered` of `drawn` of `households`; `least` answers are asked for a number."""

    households: int
    drawn: int
    answered: int
    least: int
    least_cell: int
    strata: Sequence[Stratum]
    answered_by: Mapping[int, int]
    results: Sequence[Result] = field(default_factory=tuple)

    @property
    def rate(self) -> float:
        return self.answered / self.drawn if self.drawn else 0.0

    @property
    def enough(self) -> bool:
        return self.answered >= self.least


def report(campaign: Campaign, strata: Sequence[Stratum]) -> Report:
    """The results of these strata of a campaign."""
    counts, versions = _counts(campaign, [one.pk for one in strata])
    least, least_cell = int(book.value("survey.least_answers")), int(book.value("survey.least_cell"))
    answered = {pk: row[0] for pk, row in counts.get(("", ""), {}).items()}
    made = Report(
        sum(one.households for one in strata),
        sum(one.drawn for one in strata),
        sum(answered.values()),
        least,
        least_cell,
        strata,
        answered,
    )
    words = _Words(versions)
    found = [_result(question, counts, made, words) for question in words.questions.values()]
    return Report(
        made.households, made.drawn, made.answered, least, least_cell, strata, answered,
        [one for one in found if one.n],
    )  # fmt: skip


def _counts(campaign: Campaign, strata: Sequence[int]) -> tuple[Counts, list[int]]:
    rows = Tally.objects.filter(campaign=campaign, stratum__in=strata)
    found: dict[tuple[str, str], dict[int, tuple[int, float, float]]] = defaultdict(dict)
    summed = rows.order_by().values_list("path", "option", "stratum_id")
    for path, option, stratum, n, total, squares in summed.annotate(a=Sum("n"), b=Sum("total"), c=Sum("squares")):
        found[path, option][stratum] = (n, total, squares)
    versions = list(rows.order_by("form_version_id").values_list("form_version_id", flat=True).distinct())
    return found, versions


class _Words:
    """The questions of all versions that were answered, in the newest one's order and words."""

    def __init__(self, versions: Sequence[int]) -> None:
        self.questions: dict[str, Question] = {}
        self.labels: dict[str, dict[str, str]] = {}
        schemas = dict(FormVersion.objects.filter(pk__in=versions).values_list("pk", "schema"))
        for version in sorted(versions, reverse=True):
            lists = schemas[version]["choices"]
            for question in asked_by(version).questions:
                self.questions.setdefault(question.path, question)
                labels = self.labels.setdefault(question.path, {})
                for choice in lists.get(str(question.node.get("list", "")), []):
                    labels.setdefault(choice["name"], choice_label(choice))

    def label(self, question: Question) -> str:
        return label_of(dict(question.node))


def _result(question: Question, counts: Counts, made: Report, words: _Words) -> Result:
    asked = counts.get((question.path, ""), {})
    n = sum(row[0] for row in asked.values())
    label = words.label(question)
    if n < made.least:
        return Result(question.path, label, question.kind, n, enough=False)
    cells = [_cell(one, made, asked.get(one.pk)) for one in made.strata]
    if question.kind in NUMBERS:
        mean, total = estimates.mean(cells, CONFIDENCE), estimates.sum_of(cells, CONFIDENCE)
        return Result(question.path, label, question.kind, n, enough=True, mean=mean, total=total)
    lines = _lines(question, counts, made, words)
    return Result(question.path, label, question.kind, n, enough=True, lines=lines)


def _cell(stratum: Stratum, made: Report, row: tuple[int, float, float] | None, count: int = 0) -> Cell:
    n, total, squares = row or (0, 0.0, 0.0)
    return Cell(stratum.households, made.answered_by.get(stratum.pk, 0), n, count, total, squares)


def _lines(question: Question, counts: Counts, made: Report, words: _Words) -> list[Line]:
    asked = counts.get((question.path, ""), {})
    options = list(words.labels[question.path].items())
    chosen: list[Mapping[int, tuple[int, Any, Any]]] = [counts.get((question.path, name), {}) for name, _l in options]
    sums = [sum(row[0] for row in by.values()) for by in chosen]
    back = estimates.hidden(sums, made.least_cell, of_one=question.kind == ONE)
    lines = []
    for at, (_name, label) in enumerate(options):
        if at in back:
            lines.append(Line(label, None, None, None))
            continue
        cells = [_cell(one, made, asked.get(one.pk), chosen[at].get(one.pk, (0, 0, 0))[0]) for one in made.strata]
        lines.append(Line(label, sums[at], estimates.proportion(cells, CONFIDENCE), estimates.total(cells, CONFIDENCE)))
    return lines
