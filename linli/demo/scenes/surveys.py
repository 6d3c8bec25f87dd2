"""Survey campaigns of the demo: one that is published, one under way, one that waits for its publication, one being planned."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from linli.demo.cast import SHOWN_TOWN, Cast
from linli.demo.scenes.forms import elder, household, sent_in, version_of
from linli.demo.teller import Story
from linli.flow.s1_needs.campaigns import actions
from linli.flow.s1_needs.campaigns.drawing import Demands
from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.campaigns.states import Allocation, Frame, Scope
from linli.foundations.forms.models import Form
from linli.foundations.parties.models import Membership
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.kernel.actor import Actor

ROUGH = Demands(Decimal(15), Decimal(95), Decimal(1), Decimal(90), Allocation.PROPORTIONAL, 10)
ANSWERED, UNDER_WAY, WAITING = 40, 7, 2
LISTED = 12


def stories(cast: Cast, served: dict[str, list[Place]], now: datetime) -> list[tuple[datetime, Story]]:
    """The first ended a month ago; the second began ten days ago and has ten to go."""
    told = _Surveyor(cast, served[SHOWN_TOWN])
    return [
        (now - timedelta(days=45), told.began("居民家庭需求抽样调查", "household_needs", 12)),
        (now - timedelta(days=36), told.visited("居民家庭需求抽样调查", ANSWERED)),
        (now - timedelta(days=32), told.ended("居民家庭需求抽样调查", published=True)),
        (now - timedelta(days=18), told.began("老年人能力普查", "elderly_ability", 10)),
        (now - timedelta(days=12), told.visited("老年人能力普查", WAITING)),
        (now - timedelta(days=9), told.ended("老年人能力普查", published=False)),
        (now - timedelta(days=10), told.began("居民家庭需求调查第二轮", "household_needs", 20)),
        (now - timedelta(days=2), told.visited("居民家庭需求调查第二轮", UNDER_WAY)),
        (now - timedelta(days=1), told.planned()),
    ]


class _Surveyor:
    """The town's clerk, and the clerks of its communities who go from door to door."""

    def __init__(self, cast: Cast, places: list[Place]) -> None:
        self.cast, self.places = cast, places
        self.clerk = cast.who(cast.towns[SHOWN_TOWN], "clerk")
        self.walkers = [cast.who(cast.communities[place.code], "clerk") for place in places]

    def _plan(self, title: str, form: str, days: int, **changes: object) -> Campaign:
        sample = form == "household_needs"
        asked = actions.Plan(
            title=title,
            form=Form.objects.get(form_id=f"linli_{form}"),
            places=self.places,
            scope=Scope.SAMPLE if sample else Scope.CENSUS,
            frame=str(changes.get("frame", Frame.FIGURES)),
            due_at=clock.now() + timedelta(days=days),
            demands=ROUGH,
            purpose="了解居民家庭最需要哪些服务，作为编制需求清单的依据。",
            household_path="home/house_number" if sample else "",
        )
        return actions.plan(actor=self.clerk, asked=asked)

    def began(self, title: str, form: str, days: int) -> Story:
        campaign = self._plan(title, form, days)
        for place, walker in zip(self.places, self.walkers, strict=True):
            actions.assign(campaign, actor=self.clerk, membership=_membership(walker), place=place, quota=16)
        actions.start(campaign, actor=self.clerk)
        yield from ()

    def visited(self, title: str, count: int) -> Story:
        """So many answers, a quarter of an hour apart; of some the phone says that they went too fast."""
        rng, campaign = Random(title), Campaign.objects.get(title=title)  # noqa: S311
        doors, version = _doors(campaign), version_of(campaign.form.form_id.removeprefix("linli_"))
        for n in range(count):
            place, number = next(doors)
            walker = self.walkers[[one.code for one in self.places].index(place)]
            ended = clock.now() - timedelta(minutes=15 * (count - n))
            answers = household(rng) if campaign.is_sample else elder(rng)
            begun = ended - timedelta(seconds=20 if n % 19 == 18 else 480)
            answers |= {"start": begun.isoformat(), "end": ended.isoformat()}
            if campaign.is_sample:
                answers["home/house_number"] = number
            sent_in(walker, version, answers, rng)
        yield from ()

    def ended(self, title: str, *, published: bool) -> Story:
        campaign = actions.close(Campaign.objects.get(title=title), actor=self.clerk)
        if published:
            actions.publish(campaign, actor=self.clerk, note="结果已用于编制本年度需求清单。")
        yield from ()

    def planned(self) -> Story:
        campaign = self._plan("独居老人家庭入户调查", "household_needs", 30, frame=Frame.LIST)
        rows = [["区划代码", "户号", "地址", "分层"]]
        rows += [
            [place.code, f"{n:03d}", f"示例路 {n} 号", "老小区" if n % 3 else "新小区"]
            for place in self.places
            for n in range(1, LISTED + 1)
        ]
        actions.import_list(campaign, actor=self.clerk, file="示例名册.xlsx", rows=rows)
        member = _membership(self.walkers[0])
        actions.assign(campaign, actor=self.clerk, membership=member, place=self.places[0], quota=8)
        yield from ()


def _membership(actor: Actor) -> Membership:
    person, office = actor.person_id or 0, actor.organisation_id or 0
    return Membership.objects.get(person_id=person, organisation_id=office, role=actor.role)


def _doors(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Drawn households, the communities in turn; in a census any door."""
    codes = list(campaign.places.values_list("place__code", flat=True))
    drawn = campaign.household_set.filter(is_drawn=True)
    by_place = [list(drawn.filter(place__code=code).values_list("number", flat=True)) for code in codes]
    at = 0
    while True:
        at, turn = at + 1, at % len(codes)
        numbers = by_place[turn]
        yield codes[turn], numbers[(at - 1) // len(codes)] if numbers else ""
