"""Suggested needs of the demo: a meeting, a search through voices, answers and figures, and decisions on what it found."""

from datetime import datetime, timedelta

from linli.demo.cast import SHOWN_TOWN, Cast
from linli.demo.teller import Story
from linli.flow.s1_needs import actions
from linli.flow.s1_needs.states import FOUND_BY_RUN
from linli.foundations.places.models import Place
from linli.kernel import clock

LOOKED_BACK = timedelta(days=180)


HEARD = (
    "三号楼楼道灯坏了，晚上黑得看不见台阶。",
    "楼道灯坏了半个月，老人上下楼怕摔。",
    "我们单元楼道灯不亮，台阶看不清。",
    "五楼到六楼的楼道灯坏了，请修一修。",
)


def stories(cast: Cast, served: dict[str, list[Place]], now: datetime) -> list[tuple[datetime, Story]]:
    """In the last week, in the town that is shown."""
    place = served[SHOWN_TOWN][0]
    return [
        (now - timedelta(days=5), _meeting(cast, place)),
        (now - timedelta(days=4), _heard(cast, place)),
        (now - timedelta(days=2), _search(cast)),
    ]


def _heard(cast: Cast, place: Place) -> Story:
    """Four residents say the same; all are answered."""
    clerk = cast.who(cast.communities[place.code], "clerk")
    for text in HEARD:
        voice = actions.record_voice(actor=clerk, place=place, content=text, topic="environment", channel="visit")
        actions.answer(voice, actor=clerk, answer="已列入本月巡查，统一更换楼道灯。")
    yield from ()


def _meeting(cast: Cast, place: Place) -> Story:
    clerk = cast.who(cast.communities[place.code], "clerk")
    actions.record_deliberation(
        actor=clerk,
        place=place,
        held_on=clock.today() - timedelta(days=1),
        participants=32,
        supporters=27,
        minutes="到会居民代表 32 人。先由社区说明活动室使用情况，再逐人发言，最后举手表决：赞成活动室周末开放并配管理员的 27 人。",
        title="活动室周末开放和管理",
        topic="culture",
    )
    yield from ()


def _search(cast: Cast) -> Story:
    town = cast.who(cast.towns[SHOWN_TOWN], "clerk")
    place, today = Place.objects.get(code=SHOWN_TOWN), clock.today()
    run = actions.order(actor=town, place=place, sources=FOUND_BY_RUN, since=today - LOOKED_BACK, until=today)
    found = list(run.suggestions.filter(source="answers").order_by("beneficiaries", "pk"))
    for one in found[:1]:
        actions.decline(one, actor=town, reason="人数太少，先由社区志愿者上门解决。")
    for one in found[1:][-1:]:
        values = {name: getattr(one, name) for name in ("title", "topic", "beneficiaries", "catalogue_code")}
        actions.accept(one, actor=town, **values, **one.scores)
    yield from ()
