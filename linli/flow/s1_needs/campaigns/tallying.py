"""The counts that results are made of, kept up to date in batches: what an answer added is taken back when it changes."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Case, F, When

from linli.flow.s1_needs.campaigns.models import Answer, Campaign
from linli.flow.s1_needs.campaigns.questions import asked_by
from linli.foundations.forms.models import Submission
from linli.kernel import rls

BATCH = 2000
Key = tuple[int, int, str, str]
"""Version, stratum, question, option."""
_ADD = (
    "INSERT INTO needs_tally (campaign_id, form_version_id, stratum_id, path, option, n, total, squares)"
    " SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::int[], %s::float8[], %s::float8[])"
    " ON CONFLICT (campaign_id, form_version_id, path, option, stratum_id) DO UPDATE SET n = needs_tally.n + EXCLUDED.n,"
    " total = needs_tally.total + EXCLUDED.total, squares = needs_tally.squares + EXCLUDED.squares"
)


def all_of(campaign: Campaign, *, wait: bool = False) -> int:
    """Tally until nothing is stale."""
    found = 0
    while got := tally(campaign, wait=wait):
        found += got
    return found


def tally(campaign: Campaign, most: int = BATCH, *, wait: bool = False) -> int:
    """One batch of stale answers; how many. Two that tally at once take different answers, or one waits for the other."""
    with rls.working_on("form", campaign.form_id):
        rows = Answer.objects.select_for_update(skip_locked=not wait).filter(campaign=campaign, stale=True)
        answers = list(rows.order_by("pk")[:most])
        if not answers:
            return 0
        changes: dict[Key, list[float]] = defaultdict(lambda: [0, 0.0, 0.0])
        read = _submissions(answers)
        for answer in answers:
            if answer.tallied is not None and answer.tallied_stratum is not None:
                _add(changes, read[answer.tallied], answer.tallied_stratum, -1)
            if answer.counts and answer.stratum_id is not None:
                _add(changes, read[answer.submission_id], answer.stratum_id, 1)
        _write(campaign, changes)
        Answer.objects.filter(pk__in=[one.pk for one in answers]).update(
            tallied=_if_counted("submission_id"), tallied_stratum=_if_counted("stratum_id"), stale=False
        )
        return len(answers)


def _if_counted(column: str) -> Case:
    return Case(When(counts=True, stratum__isnull=False, then=F(column)), default=None)


Read = tuple[int, Mapping[str, Any]]


def _submissions(answers: list[Answer]) -> dict[int, Read]:
    """Version and answers of what is counted and of what was."""
    keys = {one.submission_id for one in answers} | {one.tallied for one in answers if one.tallied}
    rows = Submission.objects.filter(pk__in=keys).values_list("pk", "form_version_id", "answers")
    return {pk: (version, given) for pk, version, given in rows}


def _add(changes: dict[Key, list[float]], read: Read, stratum: int, sign: int) -> None:
    version, given = read
    changes[(version, stratum, "", "")][0] += sign
    for path, option, value in asked_by(version).counted(given):
        change = changes[(version, stratum, path, option)]
        change[0] += sign
        change[1] += sign * value
        change[2] += sign * value * value


def _write(campaign: Campaign, changes: Mapping[Key, list[float]]) -> None:
    """In one order of keys, so that two writers do not wait for each other."""
    rows = [(*key, int(n), total, squares) for key, (n, total, squares) in sorted(changes.items()) if n or total]
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [campaign.pk, *columns])
