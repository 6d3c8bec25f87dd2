"""What residents say in the shown street: calls from the hotline, the same wish said twice, an answer put off, passed on,
asked for again, rated, and one that is late."""

from datetime import datetime, timedelta

from django.utils import timezone

from linli.demo.cast import SHOWN_TOWN, Cast
from linli.demo.teller import Story
from linli.flow.s1_needs import actions, hotline_sheet
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.states import Channel
from linli.flow.s1_needs.tasks import urge_answers
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.kernel.actor import Actor

PUBLIC = Actor.public()
CALLS = (
    ("环境秩序", "小区东门路灯坏了三盏，晚上老人不敢出门。"),
    ("环境秩序", "东门的路灯坏了好几盏，老人晚上出门看不见路。"),
    ("养老服务", "楼道没有扶手，老人上下楼不便，希望加装。"),
    ("文体活动", "活动室晚上八点就关门，下班的人用不上。"),
)


def stories(cast: Cast, served: dict[str, list[Place]], now: datetime) -> list[tuple[datetime, Story]]:
    """Told over the last three weeks."""
    places = served[SHOWN_TOWN]
    return [
        (now - timedelta(days=20), _helped(cast, places[0])),
        (now - timedelta(days=9), _called(cast, places[0])),
        (now - timedelta(days=5), _passed_on(cast, places[0])),
        (now - timedelta(days=14), _late(places[1])),
    ]


def _said(place: Place, topic: str, content: str, actor: Actor = PUBLIC) -> Voice:
    channel = Channel.PAGE if actor is PUBLIC else Channel.VISIT
    return actions.record_voice(actor=actor, place=place, topic=topic, content=content, channel=channel)


def _helped(cast: Cast, place: Place) -> Story:
    """Two answers: one helped, one did not and is asked for again."""
    clerk = cast.who(cast.communities[place.code], "clerk")
    glad = _said(place, "elderly", "助餐点离家远，希望能送餐上门。")
    cross = _said(place, "environment", "楼前垃圾桶一天只清一次，夏天味道大。", clerk)
    codes = [glad.code, cross.code]  # type: ignore[attr-defined]
    yield clock.now() + timedelta(days=3)
    for voice in (glad, cross):
        actions.answer(voice, actor=clerk, answer="已与服务机构协调，下周起增加服务次数，请您留意。")
    yield clock.now() + timedelta(days=4)
    actions.rate(glad, actor=PUBLIC, code=codes[0], score=5)
    actions.rate(cross, actor=PUBLIC, code=codes[1], score=2)
    yield clock.now() + timedelta(days=5)
    actions.reopen(cross, actor=PUBLIC, code=codes[1], reason="还是一天清一次，没有变化。")


def _called(cast: Cast, place: Place) -> Story:
    """The street brings in the hotline's list; what was said twice is answered once."""
    day = timezone.localdate(clock.now()) - timedelta(days=1)
    rows = [[f"演示-{day:%Y%m%d}-{n:04d}", day.isoformat(), place.code, topic, said, "", "", "否"]
            for n, (topic, said) in enumerate(CALLS, start=1)]  # fmt: skip
    town = cast.who(cast.towns[SHOWN_TOWN], "clerk")
    head = list(hotline_sheet.COLUMNS.values())
    actions.import_hotline(actor=town, file="演示热线.xlsx", rows=[head, *rows])
    yield clock.now() + timedelta(days=1)
    lamps = Voice.objects.filter(place=place, channel=Channel.HOTLINE, topic="environment").order_by("pk")[:2]
    actions.merge(lamps[1], actor=cast.who(cast.communities[place.code], "clerk"), into=lamps[0])


def _passed_on(cast: Cast, place: Place) -> Story:
    """One matter is a department's; another takes longer."""
    clerk = cast.who(cast.communities[place.code], "clerk")
    theirs = _said(place, "disabled", "轮椅坡道太陡，残疾人上不去。电话13900000118，住3幢2单元501室。", clerk)
    slow = _said(place, "culture", "希望广场装遮阳棚，夏天跳舞太晒。")
    yield clock.now() + timedelta(days=1)
    actions.transfer(theirs, actor=clerk, to=cast.departments[0], reason="无障碍设施改造由区级部门统筹")
    actions.extend(slow, actor=clerk, reason="需要与广场产权单位协商")


def _late(place: Place) -> Story:
    """Nobody has answered."""
    _said(place, "children", "放学后孩子没人看，希望社区开托管班。")
    yield clock.now() + timedelta(days=13)
    urge_answers(0)
