"""How far a campaign is: by community, by surveyor, by day. Counted in the database, never an answer read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from linli.flow.s1_needs.campaigns.models import Area, Campaign, CampaignPlace
from linli.flow.s1_needs.campaigns.states import AreaState
from linli.kernel import clock

DAYS = 14


@dataclass(frozen=True, slots=True)
class Worker:
    """A surveyor's part."""

    area: Area
    done: int


@dataclass(frozen=True, slots=True)
class Part:
    """A community: `done` answers count of `wanted` households; `received` came in."""

    place: CampaignPlace
    wanted: int
    received: int
    done: int
    workers: Sequence[Worker]

    @property
    def quota(self) -> int:
        """What the surveyors together are to ask."""
        return sum(one.area.quota for one in self.workers)


@dataclass(frozen=True, slots=True)
class Progress:
    parts: Sequence[Part]
    days: Sequence[tuple[date, int]]
    wanted: int
    received: int
    done: int
    elsewhere: int
    """Answers of which no community is known."""


def of(campaign: Campaign) -> Progress:
    """Everything at once, in four statements."""
    rows = campaign.answers.order_by().values_list("place_id", "person_id")
    received: dict[int | None, int] = defaultdict(int)
    done: dict[int | None, int] = defaultdict(int)
    by_worker: dict[tuple[int | None, int | None], int] = {}
    for place, person, all_, counted in rows.annotate(a=Count("pk"), b=Count("pk", filter=Q(counts=True))):
        received[place] += all_
        done[place] += counted
        by_worker[place, person] = counted
    workers: dict[int, list[Worker]] = defaultdict(list)
    areas = campaign.areas.exclude(state=AreaState.ENDED) if campaign.state == "draft" else campaign.areas.all()
    for area in areas.select_related("membership__person", "organisation", "place"):
        workers[area.place_id].append(Worker(area, by_worker.get((area.place_id, area.person_id), 0)))
    wanted = _wanted(campaign)
    parts = [
        Part(one, wanted.get(one.place_id, 0), received[one.place_id], done[one.place_id], workers[one.place_id])
        for one in campaign.places.select_related("place")
    ]
    whole = campaign.drawn or sum(part.wanted for part in parts)
    return Progress(parts, _days(campaign), whole, sum(received.values()), sum(done.values()), received[None])


def _wanted(campaign: Campaign) -> dict[int, int]:
    """Households to ask by community: the drawn ones, or all in a census of yearly figures."""
    if campaign.household_set.filter(is_drawn=True).exists():
        rows = campaign.household_set.filter(is_drawn=True).order_by().values_list("place_id")
        return dict(rows.annotate(n=Count("pk")))
    if campaign.is_sample:
        return {}
    return dict(campaign.places.values_list("place_id", "households"))


def _days(campaign: Campaign) -> list[tuple[date, int]]:
    """Answers by the day on which they were filled in, the last fortnight."""
    until = min(clock.today(), timezone.localdate(campaign.closed_at)) if campaign.closed_at else clock.today()
    since = until - timedelta(days=DAYS - 1)
    rows = campaign.answers.filter(day__gte=since, day__lte=until).order_by().values_list("day")
    found = dict(rows.annotate(n=Count("pk")))
    if not found:
        return []
    return [(since + timedelta(days=n), found.get(since + timedelta(days=n), 0)) for n in range(DAYS)]
