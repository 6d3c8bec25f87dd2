"""From submissions to a campaign's answers: which belong, from which household, whether they count, what is odd.

It runs in batches outside the intake, which stays one statement: by the job every minute, and when a campaign is closed
or published. Nothing is decided that cannot be gathered again.

What comes late: the intake takes everything, because the form serves others too, a phone without a network cannot help
being late, and what residents said must not be lost. Here it is judged: filled in before the end by the phone's own
record and arrived within `survey.late_days`, it counts and is marked; otherwise it is kept, marked, and does not count.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from linli.flow.s1_needs.campaigns import quality, tallying
from linli.flow.s1_needs.campaigns.models import Answer, Area, Campaign, Gathering, Household
from linli.flow.s1_needs.campaigns.questions import Asked, asked_by, point_of
from linli.flow.s1_needs.campaigns.register import plain
from linli.flow.s1_needs.campaigns.states import COLLECTED
from linli.foundations.forms.models import Submission
from linli.foundations.forms.states import ReviewState
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import clock, inbox, rls

BATCH = 1000
EARLIER = 50
"""Earlier answers of a surveyor that a new one is compared with."""
NEAR = 200
"""Answers of a place whose middle is its centre."""
SETTLED = timedelta(minutes=2)
"""Keys are given before they are committed: behind this age no smaller one can still appear."""
UNCOUNTED = {"past_due", "not_drawn", "no_place"}
OUT = (ReviewState.REJECTED, ReviewState.ISSUES)


def all_of(campaign: Campaign, *, wait: bool = False) -> int:
    """Gather and tally until nothing is left; how many answers were new or changed. `wait` for whoever does it at this
    moment, as the end of a campaign must."""
    found = 0
    while got := gather(campaign, wait=wait):
        found += got
    tallying.all_of(campaign, wait=wait)
    return found


def gather(campaign: Campaign, most: int = BATCH, *, wait: bool = False) -> int:
    """One batch; 0 when there is nothing new, or, unless it waits, somebody else gathers at this moment."""
    with rls.working_on("form", campaign.form_id):
        progress = Gathering.objects.select_for_update(skip_locked=not wait).filter(pk=campaign.pk).first()
        if progress is None or campaign.started_at is None or campaign.state not in COLLECTED:
            return 0
        rows = list(_new(campaign, progress.reached)[:most])
        made = _Batch(campaign, rows).link() if rows else 0
        settled = [row.pk for row in rows if row.received_at < clock.now() - SETTLED]
        progress.reached, progress.at = max([progress.reached, *settled]), clock.now()
        progress.save()
        return made


def _new(campaign: Campaign, reached: int) -> Any:
    """Current submissions of the form since the campaign began that are not linked as they are, oldest first; locked, so
    that a review that comes between finds the answer."""
    linked = Answer.objects.filter(campaign=campaign, submission_id__gt=reached).values("submission_id")
    fits = Q(person_id__in=_people(campaign)) | Q(place_code__in=_codes(campaign))
    rows = Submission.objects.filter(fits, form_id=campaign.form_id, pk__gt=reached, is_current=True)
    rows = rows.filter(received_at__gte=campaign.started_at).exclude(pk__in=linked).defer("xml").order_by("pk")
    return rows.select_for_update(no_key=True)


def _people(campaign: Campaign) -> list[int]:
    return list(Area.objects.filter(campaign=campaign).values_list("person_id", flat=True))


def _codes(campaign: Campaign) -> list[str]:
    return list(campaign.places.values_list("place__code", flat=True))


class _Batch:
    """Some submissions and what they are judged by, read in a few statements for all of them."""

    def __init__(self, campaign: Campaign, rows: Sequence[Submission]) -> None:
        self.campaign, self.rows = campaign, rows
        self.limits = book.value("survey.quality")
        self.ends = min(filter(None, (campaign.due_at, campaign.closed_at)))
        self.latest = self.ends + timedelta(days=int(book.value("survey.late_days")))
        self.asked = {row.form_version_id: asked_by(row.form_version_id) for row in rows}
        firsts = [row.first_id for row in rows]
        self.known = {one.first: one for one in Answer.objects.filter(campaign=campaign, first__in=firsts)}
        self.places = {
            code: pk for pk, code in Place.objects.filter(code__in=_codes(campaign)).values_list("pk", "code")
        }
        self.strata = {place: pk for place, pk in campaign.strata.values_list("place_id", "pk") if place}
        self.areas: dict[int, set[int]] = defaultdict(set)
        for person, place in Area.objects.filter(campaign=campaign).values_list("person_id", "place_id"):
            self.areas[person].add(place)
        self.households = self._households()
        self.taken = self._taken()
        self.earlier = self._earlier()
        self.centres: dict[int, quality.Point | None] = {}

    def _number(self, row: Submission) -> str:
        given = row.answers.get(self.campaign.household_path) if self.campaign.household_path else None
        return plain(given) if isinstance(given, str) else ""

    def _households(self) -> dict[str, list[Household]]:
        numbers = {self._number(row) for row in self.rows} - {""}
        found: dict[str, list[Household]] = defaultdict(list)
        for one in self.campaign.household_set.filter(number__in=numbers, is_drawn=True):
            found[one.number].append(one)
        return found

    def _taken(self) -> dict[int, int]:
        """The first answer of each household that stands."""
        keys = [one.pk for many in self.households.values() for one in many]
        rows = Answer.objects.filter(campaign=self.campaign, household__in=keys).exclude(review__in=OUT)
        return dict(rows.order_by("-first").values_list("household_id", "first"))

    def _earlier(self) -> dict[int, deque[tuple[int, dict[str, str]]]]:
        made: dict[int, deque[tuple[int, dict[str, str]]]] = defaultdict(lambda: deque(maxlen=EARLIER))
        for person in {row.person_id for row in self.rows if row.person_id}:
            rows = Answer.objects.filter(campaign=self.campaign, person_id=person).select_related("submission")
            for one in rows.defer("submission__xml").order_by("-pk")[:EARLIER]:
                closed = asked_by(one.submission.form_version_id).filled(one.submission.answers).values
                made[person].appendleft((one.first, dict(closed)))
        return made

    def link(self) -> int:
        before = {one.household_id for one in self.known.values() if one.household_id}
        made = [self._judged(row) for row in self.rows]
        fresh, known = [one for one in made if one.pk is None], [one for one in made if one.pk is not None]
        Answer.objects.bulk_create(fresh, batch_size=BATCH)
        changed = [
            "submission", "person", "place", "household", "stratum", "day", "review", "flags", "late", "counts", "stale",
        ]  # fmt: skip
        Answer.objects.bulk_update(known, changed, batch_size=BATCH)
        left = before - {one.household_id for one in made}
        for household in left:
            _settle(list(Answer.objects.filter(campaign=self.campaign, household_id=household).order_by("first")))
        return len(made)

    def _judged(self, row: Submission) -> Answer:
        """The answer as this version of the submission makes it."""
        answer = self.known.get(row.first_id) or Answer(campaign=self.campaign, first=row.first_id)
        asked = self.asked[row.form_version_id]
        filled = asked.filled(row.answers)
        household, place = self._where(row)
        flags = self._lateness(row, filled.ended or filled.begun)
        if self.campaign.household_path and household is None and (self.campaign.is_sample or self._number(row)):
            flags.append({"code": "not_drawn"})
        elif place is None:
            flags.append({"code": "no_place"})
        holder = self.taken.get(household.pk, row.first_id) if household else row.first_id
        others = [values for first, values in self.earlier[row.person_id or 0] if first != row.first_id]
        beside = quality.Beside(self._centre(place, asked), others, holder != row.first_id)
        flags += quality.checked(filled, beside, self.limits)
        self._remember(row, household, filled, holder)
        answer.submission, answer.person_id, answer.place_id, answer.household = row, row.person_id, place, household
        answer.stratum_id = household.stratum_id if household else self.strata.get(place or 0)
        answer.day = timezone.localdate(filled.ended or filled.begun or row.received_at)
        answer.review, answer.flags, answer.stale = row.state, flags, True
        answer.late = any(flag["code"] == "late" for flag in flags)
        answer.counts = counts_now(answer, alone=holder == row.first_id)
        return answer

    def _where(self, row: Submission) -> tuple[Household | None, int | None]:
        """The household by its number, and the place: the household's, else the surveyor's only one, else the office's."""
        mine = self.areas.get(row.person_id or 0, set())
        own = self.places.get(row.place_code)
        found = self.households.get(self._number(row), [])
        likely = (
            [one for one in found if one.place_id in mine] or [one for one in found if one.place_id == own] or found
        )
        if len(likely) == 1:
            return likely[0], likely[0].place_id
        return None, own or (next(iter(mine)) if len(mine) == 1 else None)

    def _lateness(self, row: Submission, done: datetime | None) -> list[quality.Flag]:
        if row.received_at <= self.ends:
            return []
        in_time = done is not None and done <= self.ends and row.received_at <= self.latest
        return [{"code": "late" if in_time else "past_due"}]

    def _centre(self, place: int | None, asked: Asked) -> quality.Point | None:
        if place is None or not asked.point:
            return None
        if place not in self.centres:
            rows = Answer.objects.filter(campaign=self.campaign, place_id=place).order_by("-pk")[:NEAR]
            texts = rows.values_list(f"submission__answers__{asked.point}", flat=True)
            points = [point for text in texts if (point := point_of({"at": text}, "at"))]
            here = [point for row in self.rows if self._where(row)[1] == place
                    and (point := point_of(row.answers, asked.point))]  # fmt: skip
            self.centres[place] = quality.centre_of([*points, *here], int(self.limits["centre_answers"]))
        return self.centres[place]

    def _remember(self, row: Submission, household: Household | None, filled: quality.Filled, holder: int) -> None:
        if household is not None and row.state not in OUT:
            self.taken.setdefault(household.pk, holder)
        if row.person_id:
            self.earlier[row.person_id].append((row.first_id, dict(filled.values)))


def counts_now(answer: Answer, *, alone: bool) -> bool:
    """It stands, its stratum is known, it came in time, and it is its household's only one."""
    barred = any(flag["code"] in UNCOUNTED for flag in answer.flags)
    return alone and not barred and answer.stratum_id is not None and answer.review not in OUT


def reviewed(submission: Submission, state: str) -> None:
    """Called when a submission was approved, doubted or rejected: what counts may be another one of its household now."""
    rows = Answer.objects.filter(submission_id=submission.pk, campaign__state__in=COLLECTED)
    for answer in rows.select_related("campaign").select_for_update(of=("self",)):
        answer.review = state
        answer.save(update_fields=["review"])
        if answer.household_id is None:
            _settle([answer])
        else:
            same = Answer.objects.filter(campaign_id=answer.campaign_id, household_id=answer.household_id)
            _settle(list(same.select_for_update().order_by("first")))
        if not Answer.objects.filter(campaign_id=answer.campaign_id, review=ReviewState.RECEIVED).exists():
            inbox.cancel(answer.campaign, "needs.campaign:review")


def _settle(answers: list[Answer]) -> None:
    """Of one household's answers the first that stands counts."""
    free = True
    for one in answers:
        one.counts = counts_now(one, alone=free)
        free = free and not one.counts
        one.stale = True
        one.save(update_fields=["counts", "stale"])


def newest(campaign: Campaign) -> datetime | None:
    """When the answers were last gathered."""
    found: datetime | None = Gathering.objects.filter(pk=campaign.pk).aggregate(at=Max("at"))["at"]
    return found
