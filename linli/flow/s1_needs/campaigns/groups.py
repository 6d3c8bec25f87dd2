"""Results side by side: by stratum, town or community, by the list's column, or by the answer to a single choice.

Strata and towns are whole: their numbers come from the kept counts. The other groups cut through strata: within each, the
answers that are not of the group count as not chosen (domains), so that weights and intervals are those of all results.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.flow.s1_needs.campaigns import counting
from linli.flow.s1_needs.campaigns.counting import COLUMN, PLACE, Counts
from linli.flow.s1_needs.campaigns.models import Campaign, Stratum
from linli.flow.s1_needs.campaigns.questions import ONE, Question
from linli.flow.s1_needs.campaigns.results import Group, Line, Report, Result, of_groups
from linli.flow.s1_needs.campaigns.states import Frame
from linli.foundations.places.models import Place

STRATUM, TOWN = "stratum", "town"
QUESTION = "q:"
"""Before the path of a question that groups are made by."""
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """A question: `whole` of all, and each group's label with its result; groups whose answers are too few have no number."""

    whole: Result
    parts: Sequence[tuple[str, Result]]

    @property
    def rows(self) -> list[tuple[str, Result]]:
        """All, and every group that has numbers."""
        return [(str(_("全部")), self.whole), *((name, one) for name, one in self.parts if one.enough)]

    @property
    def thin(self) -> list[str]:
        """The groups without numbers."""
        return [name for name, one in self.parts if not one.enough]

    @property
    def options(self) -> Iterator[tuple[str, list[tuple[str, Result, Line]]]]:
        """Each option with what all and every group say of it."""
        told = [(name, one) for name, one in self.rows if one.lines]
        for at, option in enumerate(told[0][1].lines if told else ()):
            yield option.label, [(name, one, one.lines[at]) for name, one in told]


def offered(campaign: Campaign, report: Report, *, kept: bool = False) -> list[Choice]:
    """What groups can be made by; of `kept` counts only strata and towns."""
    made: list[Choice] = []
    strata, words = report.strata, report.words
    if len(strata) > 1:
        made.append((STRATUM, _("名册的分层") if campaign.by_column else _("社区（村）")))
    if len({_town(one) for one in strata} - {""}) > 1:
        made.append((TOWN, _("镇街")))
    if kept:
        return made
    if campaign.by_column and campaign.places.count() > 1:
        made.append((PLACE, _("社区（村）")))
    listed = campaign.frame == Frame.LIST and not campaign.by_column
    if listed and campaign.household_set.exclude(column="").exists():
        made.append((COLUMN, _("名册的分层")))
    return made + [
        (f"{QUESTION}{path}", _("按“%s”的答案") % words.label(one))
        for path, one in words.questions.items()
        if one.kind == ONE and path != campaign.household_path
    ]


def _town(stratum: Stratum) -> str:
    return stratum.place.code[:9] if stratum.place else ""


class Comparison:
    """A report's questions by one of what is `offered`."""

    def __init__(self, campaign: Campaign, report: Report, by: str) -> None:
        self.campaign, self.report, self.by = campaign, report, by
        self.strata = report.strata

    def questions(self) -> list[Question]:
        """What can be compared: all that was answered, but for the question that makes the groups."""
        known = self.report.words.questions
        return [known[one.path] for one in self.report.results if f"{QUESTION}{one.path}" != self.by]

    def of(self, questions: Iterable[Question]) -> list[Compared]:
        """These questions by group."""
        chosen = list(questions)
        blocks = self._blocks([one.path for one in chosen])
        return [self._compared(one, blocks) for one in chosen]

    def _compared(self, question: Question, blocks: list[list[Group]]) -> Compared:
        words, least = self.report.words, self.report.limits
        whole = next(one for one in self.report.results if one.path == question.path)
        parts = [
            (group.label, one)
            for groups in blocks
            for group, one in zip(groups, of_groups(question, groups, words, least), strict=True)
        ]
        return Compared(whole, parts)

    def _blocks(self, paths: Sequence[str]) -> list[list[Group]]:
        """The groups, in blocks that add up to something that is shown elsewhere: a town, or all."""
        if self.by == TOWN:
            return [[self._group(name, many) for name, many in self._towns()]]
        if self.by == STRATUM:
            return [[self._group(_name(one), [one]) for one in many] for _town_name, many in self._towns()]
        key = self.by.removeprefix(QUESTION)
        found = counting.by_group(self.campaign, [one.pk for one in self.strata], key, paths)
        return [[self._group(label, self.strata, found[value]) for value, label in self._names(key, found)]]

    def _group(self, label: str, strata: Sequence[Stratum], counts: Counts | None = None) -> Group:
        whole = self.report.group
        return Group(label, strata, whole.answered, whole.counts if counts is None else counts)

    def _towns(self) -> list[tuple[str, list[Stratum]]]:
        codes = sorted({_town(one) for one in self.strata})
        names = dict(Place.objects.filter(code__in=codes).values_list("code", "name"))
        return [(names.get(code, code), [one for one in self.strata if _town(one) == code]) for code in codes]

    def _names(self, key: str, found: Iterable[str]) -> list[Choice]:
        """The values that somebody has, in the order of the options, each in words; who has none last."""
        values = set(found)
        if key == PLACE:
            places = Place.objects.filter(pk__in=[int(one) for one in values if one]).order_by("code")
            known = [(str(one.pk), str(one)) for one in places]
        elif key == COLUMN:
            known = [(one, one) for one in sorted(values - {""})]
        else:
            known = list(self.report.words.labels[key].items())
        known.append(("", _("没有归属") if key in (PLACE, COLUMN) else _("没有回答这道题")))
        return [(value, label) for value, label in known if value in values]


def _name(stratum: Stratum) -> str:
    return str(stratum.place) if stratum.place else stratum.label


def beside(strata: Sequence[Stratum], chosen: Sequence[Stratum]) -> list[list[Stratum]]:
    """What adds up with the chosen strata to something that is shown: the other communities of the town, the other towns,
    or the other values of the column."""
    keys = {one.pk for one in chosen}
    rest = [one for one in strata if one.pk not in keys]
    towns = {_town(one) for one in chosen}
    near = [one for one in rest if _town(one) in towns]
    if near or len(towns) != 1:
        return [[one] for one in near]
    return [[one for one in rest if _town(one) == code] for code in sorted({_town(one) for one in rest})]
