"""Step 1: residents speak, the community answers, confirms the need and publishes its list; the purchaser takes it up."""

from linli.demo.plot import Plot, Story
from linli.flow.s1_needs.actions import adopt, lists, needs, voices
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.states import Channel, NeedState
from linli.foundations.catalogue import lookup as catalogue
from linli.kernel import clock
from linli.kernel.actor import Actor

ANSWERS = (
    "已登记，将列入本季度需求清单，公布后请在公众网页查看。",
    "社区已上门了解情况，拟通过购买服务解决，进展会及时公开。",
)


def told(plot: Plot) -> Story:
    """From the first voice to the adopted project."""
    committee = plot.cast.communities[plot.communities[0].code]
    clerk = plot.cast.who(committee, "clerk")
    heard: list[Voice] = []
    for text in plot.theme.voices:
        channel = plot.rng.choice([Channel.VISIT, Channel.PHONE, Channel.MEETING, Channel.PAGE])
        speaker = Actor.public() if channel == Channel.PAGE else clerk
        heard.append(
            voices.record_voice(
                actor=speaker, place=plot.communities[0], content=text, topic=plot.theme.topic, channel=channel
            )
        )
        yield plot.after(plot.rng.randint(1, 2))
    for voice in heard:
        voices.answer(voice, actor=clerk, answer=plot.rng.choice(ANSWERS))
    yield plot.after(2)
    need = needs.confirm(
        actor=clerk,
        place=plot.communities[0],
        title=f"{plot.communities[0]}{plot.theme.title}"[:60],
        topic=plot.theme.topic,
        beneficiaries=plot.theme.people,
        breadth=plot.rng.randint(2, 5),
        urgency=plot.rng.randint(2, 5),
        vulnerability=plot.rng.randint(2, 5),
        gap=1 + plot.theme.people % 5,
        catalogue_code=plot.theme.catalogue if catalogue.item(plot.theme.catalogue) else "",
        description="由诉求归并，入户核实后确认。",
        voices=heard,
    )
    yield plot.after(1)
    quarter = (clock.today().month + 2) // 3
    lists.publish_list(
        actor=clerk, place=plot.communities[0], year=clock.today().year, round=quarter, note="补充新确认的需求。"
    )
    yield plot.after(plot.rng.randint(2, 4))
    need.refresh_from_db()
    assert need.state == NeedState.LISTED
    plot.project = adopt(need, actor=plot.clerk, title=title_of(plot), communities=plot.communities)


def title_of(plot: Plot) -> str:
    """明觉社区居家养老助餐服务, or the street's name where it covers many communities."""
    return f"{plot.place}{plot.theme.title}"[:60]
