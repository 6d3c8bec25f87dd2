"""What a campaign's counts say: per question the options with their estimates, or why there is no number.

Only the counts and the strata are read, never an answer; the size of a campaign therefore does not matter here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from linli.flow.s1_needs.campaigns import counting, estimates, withheld
from linli.flow.s1_needs.campaigns.counting import Counts, Row, Words
from linli.flow.s1_needs.campaigns.estimates import Cell, Estimate
from linli.flow.s1_needs.campaigns.models import Campaign, Stratum
from linli.flow.s1_needs.campaigns.questions import NUMBERS, ONE, Question
from linli.foundations.rulebook import book

CONFIDENCE = 0.95
NONE: Mapping[int, Row] = {}


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
class Group:
    """Households whose answers are looked at together: whole strata, or those in them that `counts` holds. `answered` says
    how many answered in each stratum at all, whichever group they are of."""

    label: str
    strata: Sequence[Stratum]
    answered: Mapping[int, int]
    counts: Counts

    def row(self, path: str, option: str = "") -> Mapping[int, Row]:
        return self.counts.get((path, option), NONE)

    def n(self, path: str, option: str = "") -> int:
        """Answers to the question, or of those who chose the option, in this group's strata."""
        found = self.row(path, option)
        return sum(found[one.pk][0] for one in self.strata if one.pk in found)

    def cells(self, path: str, option: str = "") -> list[Cell]:
        asked, chosen = self.row(path), self.row(path, option) if option else NONE
        return [
            Cell(one.households, self.answered.get(one.pk, 0), *_asked(asked.get(one.pk), chosen.get(one.pk)))
            for one in self.strata
        ]


def _asked(asked: Row | None, chosen: Row | None) -> tuple[int, int, float, float]:
    n, total, squares = asked or (0, 0.0, 0.0)
    return n, chosen[0] if chosen else 0, total, squares


@dataclass(frozen=True, slots=True)
class Limits:
    """`least` answers are asked for a number, `least_cell` for an option to be shown."""

    least: int
    least_cell: int


def limits() -> Limits:
    return Limits(int(book.value("survey.least_answers")), int(book.value("survey.least_cell")))


@dataclass(frozen=True, slots=True)
class Report:
    """All questions for some strata: `answered` of `drawn` of `households`."""

    group: Group
    limits: Limits
    words: Words
    results: Sequence[Result] = field(default_factory=tuple)

    @property
    def strata(self) -> Sequence[Stratum]:
        return self.group.strata

    @property
    def households(self) -> int:
        return sum(one.households for one in self.strata)

    @property
    def drawn(self) -> int:
        return sum(one.drawn for one in self.strata)

    @property
    def answered(self) -> int:
        return sum(self.group.answered.get(one.pk, 0) for one in self.strata)

    @property
    def rate(self) -> float:
        return self.answered / self.drawn if self.drawn else 0.0

    @property
    def enough(self) -> bool:
        return self.answered >= self.limits.least


def report(campaign: Campaign, strata: Sequence[Stratum], beside: Sequence[Sequence[Stratum]] = ()) -> Report:
    """The results of these strata of a campaign. `beside` are the others that add up with them to something that is shown:
    what is kept back must not be found by subtraction."""
    every = [strata, *beside]
    counts, versions = counting.tallied(campaign, [one.pk for many in every for one in many])
    answered = {pk: row[0] for pk, row in counts.get(("", ""), NONE).items()}
    groups = [Group("", many, answered, counts) for many in every]
    words, least = Words(versions), limits()
    found = [of_groups(question, groups, words, least)[0] for question in words.questions.values()]
    return Report(groups[0], least, words, [one for one in found if one.n])


def of_groups(question: Question, groups: Sequence[Group], words: Words, least: Limits) -> list[Result]:
    """A question's result in each of the groups, which add up to something that is shown."""
    path = question.path
    thin = {at for at, group in enumerate(groups) if group.n(path) < least.least}
    options = [] if question.kind in NUMBERS else list(words.labels[path])
    table = [[group.n(path, name) for name in options or [""]] for group in groups]
    back = withheld.cells(table, least.least_cell, of_one=question.kind == ONE, silent=thin)
    gone = [{option for group, option in back if group == at} for at in range(len(groups))]
    return [
        Result(path, words.label(question), question.kind, group.n(path), enough=False)
        if at in thin or (not options and gone[at])
        else _result(question, group, words, gone[at])
        for at, group in enumerate(groups)
    ]


def _result(question: Question, group: Group, words: Words, back: Collection[int]) -> Result:
    path, kind = question.path, question.kind
    label, n = words.label(question), group.n(path)
    if kind in NUMBERS:
        cells = group.cells(path)
        mean, total = estimates.mean(cells, CONFIDENCE), estimates.sum_of(cells, CONFIDENCE)
        return Result(path, label, kind, n, enough=True, mean=mean, total=total)
    lines = [
        Line(name, None, None, None) if at in back else _line(path, option, name, group)
        for at, (option, name) in enumerate(words.labels[path].items())
    ]
    return Result(path, label, kind, n, enough=True, lines=lines)


def _line(path: str, option: str, label: str, group: Group) -> Line:
    cells = group.cells(path, option)
    share, total = estimates.proportion(cells, CONFIDENCE), estimates.total(cells, CONFIDENCE)
    return Line(label, group.n(path, option), share, total)
