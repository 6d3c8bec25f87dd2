"""The counts that results are made of: kept ones for strata, counted ones for groups that answers themselves make."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Sum

from linli.flow.s1_needs.campaigns.models import Campaign, Tally
from linli.flow.s1_needs.campaigns.questions import ONE, Question, asked_by
from linli.foundations.forms.models import FormVersion
from linli.foundations.forms.spoken import choice_label, label_of
from linli.kernel import rls

Row = tuple[int, float, float]
"""Answers, sum, squares."""
Counts = Mapping[tuple[str, str], Mapping[int, Row]]
"""By question and option, then by stratum; without an option who answered the question, without a question who answered."""
COLUMN, PLACE = "column", "place"
_BY = {COLUMN: "h.column", PLACE: "a.place_id::text", "": "s.answers ->> %s"}
_FROM = "FROM needs_answer a JOIN xforms_submission s ON s.id = a.tallied LEFT JOIN needs_household h ON h.id = a.household_id"
_WHERE = "WHERE a.campaign_id = %s AND a.tallied_stratum = ANY(%s)"
_SIZES = (
    "SELECT a.tallied_stratum, s.form_version_id, {by}, '', '', count(*) " + _FROM + " " + _WHERE + " GROUP BY 1, 2, 3"
)
_ANSWERS = (
    "SELECT a.tallied_stratum, s.form_version_id, {by}, q.path, s.answers ->> q.path, count(*) " + _FROM
    + " CROSS JOIN unnest(%s::text[]) q(path) " + _WHERE
    + " AND jsonb_typeof(s.answers -> q.path) = 'string' GROUP BY 1, 2, 3, 4, 5"
)  # fmt: skip


def tallied(campaign: Campaign, strata: Sequence[int]) -> tuple[Counts, list[int]]:
    """The kept counts of these strata, and the versions they come from. No answer is read."""
    rows = Tally.objects.filter(campaign=campaign, stratum__in=strata)
    found: dict[tuple[str, str], dict[int, Row]] = defaultdict(dict)
    summed = rows.order_by().values_list("path", "option", "stratum_id")
    for path, option, stratum, n, total, squares in summed.annotate(a=Sum("n"), b=Sum("total"), c=Sum("squares")):
        found[path, option][stratum] = (n, total, squares)
    versions = list(rows.order_by("form_version_id").values_list("form_version_id", flat=True).distinct())
    return found, versions


def by_group(campaign: Campaign, strata: Sequence[int], by: str, paths: Sequence[str]) -> dict[str, Counts]:
    """The counts of these questions for each value of `by`: the list's column, the place, or the path of a single choice.
    Whoever has no known value stands under "". Read are the very answers that the kept counts hold; the database adds up
    equal ones."""
    made: dict[str, dict[tuple[str, str], dict[int, Row]]] = defaultdict(lambda: defaultdict(dict))
    for stratum, version, value, path, raw, n in _rows(campaign, strata, by, paths):
        asked = asked_by(version)
        counts = made[_known(version, by, value)]
        told = asked.counted({path: raw}) if path else [("", "", 0.0)]
        for at, option, number in told:
            before = counts[at, option].get(stratum, (0, 0.0, 0.0))
            added = (n, n * number, n * number * number)
            counts[at, option][stratum] = (before[0] + added[0], before[1] + added[1], before[2] + added[2])
    return dict(made)


def _rows(campaign: Campaign, strata: Sequence[int], by: str, paths: Sequence[str]) -> list[Any]:
    kind = by if by in (COLUMN, PLACE) else ""
    value: list[Any] = [] if kind else [by]
    where: list[Any] = [campaign.pk, list(strata)]
    with rls.working_on("form", campaign.form_id), connection.cursor() as cursor:
        cursor.execute(_SIZES.format(by=_BY[kind]), [*value, *where])
        rows: list[Any] = cursor.fetchall()
        cursor.execute(_ANSWERS.format(by=_BY[kind]), [*value, list(paths), *where])
        rows += cursor.fetchall()
    return rows


def _known(version: int, by: str, value: str | None) -> str:
    """The group's name; of a question only its options are groups."""
    if by in (COLUMN, PLACE):
        return value or ""
    question = asked_by(version).known.get(by)
    return value if value and question and question.kind == ONE and value in question.options else ""


class Words:
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
