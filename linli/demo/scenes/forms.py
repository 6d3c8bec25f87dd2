"""Forms of the demo: those that come with the house, published by the bureau, and what surveyors sent in with them."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from linli.demo.cast import SHOWN_TOWN, Cast
from linli.demo.teller import Story
from linli.foundations.forms import actions, library
from linli.foundations.forms.intake import known, write, xml
from linli.foundations.forms.models import FormVersion, Submission
from linli.foundations.parties.roles import OrganisationKind as Kind
from linli.foundations.places.models import Place
from linli.kernel import rls
from linli.kernel.actor import Actor

SURNAMES = "赵钱孙李周吴郑王"
WANTED = ("meal", "talk", "repair", "health", "activity", "child_care")
VISITS = 12


def stories(cast: Cast, served: dict[str, list[Place]], now: datetime) -> list[tuple[datetime, Story]]:
    """Published two months ago; visits in the last weeks."""
    return [
        (now - timedelta(days=60), _published(cast)),
        (now - timedelta(days=20), _visits(cast, served[SHOWN_TOWN])),
        (now - timedelta(days=6), _checked(cast)),
    ]


def _published(cast: Cast) -> Story:
    bureau = cast.one(Kind.CIVIL_AFFAIRS, "clerk")
    for name in library.names():
        purpose = library.source(name)["purpose"]
        version = actions.upload(actor=bureau, workbook=library.workbook(name), purpose=purpose)
        actions.publish(version, actor=bureau)
        if name == "satisfaction":
            actions.open_page(
                version.form, actor=bureau, consent="只收集您对服务的评价，用于考核服务机构，由区民政局保管。"
            )
    town = cast.who(cast.towns[SHOWN_TOWN], "clerk")
    draft = library.workbook("group_discussion", form_id="shiqiu_talks", title="街道座谈记录（示例表）")
    made = actions.upload(actor=town, workbook=draft, purpose="needs")
    topics = ContentFile("name,label\nmeal,助餐\nparking,停车\n".encode(), "topics.csv")
    actions.attach(made, actor=town, media=topics)
    yield from ()


def _visits(cast: Cast, places: list[Place]) -> Story:
    """A surveyor of each community takes a key and goes from door to door; one is wrong and mended, one is doubted."""
    rng = Random(320117800)  # noqa: S311
    clerks = [cast.who(cast.communities[place.code], "clerk") for place in places]
    for clerk in clerks:
        actions.issue_key(actor=clerk, note="社区平板")
    actions.revoke_key(actions.issue_key(actor=clerks[0], note="旧手机"), actor=clerks[0])
    sent = [send(clerks[n % len(clerks)], "household_needs", household(rng), rng) for n in range(VISITS)]
    send(clerks[0], "household_needs", household(rng), rng, old=sent[0].instance_id)
    for n in range(3):
        send(clerks[n % len(clerks)], "elderly_ability", elder(rng), rng)
    leader = cast.who(cast.towns[SHOWN_TOWN], "leader")
    for row in sent[1:4] + sent[6:]:
        actions.approve(row, actor=leader)
    actions.doubt(sent[4], actor=leader, reason="常住人口与户籍资料不符，请回访核对。")
    actions.reject(sent[5], actor=leader, reason="与另一份填报重复，不再计入。")
    yield from ()


def _checked(cast: Cast) -> Story:
    town = cast.who(cast.towns[SHOWN_TOWN], "clerk")
    rng = Random(320117801)  # noqa: S311
    send(town, "onsite_check", _check(), rng)
    yield from ()


def send(actor: Actor, name: str, answers: dict[str, Any], rng: Random, old: str = "") -> Submission:
    """As a phone would: the XML of the answers, through the intake."""
    pk = sent_in(actor, version_of(name), answers, rng, old)
    with rls.acting(actor):
        return Submission.objects.get(pk=pk)


def version_of(name: str) -> FormVersion:
    return FormVersion.objects.select_related("form").get(form__form_id=library.source(name)["id"], state="published")


def sent_in(actor: Actor, version: FormVersion, answers: dict[str, Any], rng: Random, old: str = "") -> int:
    """The key of what was sent in."""
    instance = f"uuid:{UUID(int=rng.getrandbits(128), version=4)}"
    raw = write.xml_of(version, answers, instance, old)
    sent = xml.read(raw, lambda _form, _label: known.shape_of(version))
    return actions.receive(actor=actor, version=version, sent=sent, raw=raw).pk


def household(rng: Random) -> dict[str, Any]:
    people, elders = rng.randint(2, 6), rng.randint(0, 2)
    wanted = rng.sample(WANTED, 3)
    return {
        "consent": "yes",
        "home/head_name": f"{rng.choice(SURNAMES)}示例",
        "home/phone": f"1390000{rng.randint(1000, 9999)}",
        "home/people": str(people),
        "home/elderly_count": str(elders),
        "home/kinds": "elderly" if elders else "none",
        "needs/wanted": " ".join(wanted),
        "needs/urgency": rng.choice(("now", "half_year", "year")),
        "needs/where": rng.choice(("home", "centre", "yard")),
        "needs/pays": rng.choice(("free", "low")),
        "needs/wish": "希望活动室周末也开放。",
        "elder": [
            {
                "elder/age": str(rng.randint(62, 88)),
                "elder/alone": "yes",
                "elder/walking": rng.choice(("self", "partly")),
            }
            for _n in range(elders)
        ],
    }


def elder(rng: Random) -> dict[str, Any]:
    able = ("self", "partly", "wholly")
    return {
        "consent": "yes",
        "person/name": f"{rng.choice(SURNAMES)}示例",
        "person/sex": rng.choice(("male", "female")),
        "person/age": str(rng.randint(65, 92)),
        "person/living": "alone",
        "person/contact": "示例邻居 13900001111",
        **{f"ability/{name}": rng.choice(able) for name in ("eat", "wash", "dress", "toilet", "walk")},
        "health/illness": "pressure joint",
        "health/fell": "no",
        "health/wanted": "meal bath call",
        "health/how_often": "weekly",
    }


def _check() -> dict[str, Any]:
    return {
        "project": "示例项目-0001",
        "inspector": "示例监测员甲、乙",
        "staff/planned": "4",
        "staff/present": "3",
        "staff/certificates": "ok",
        "service/plan": "ok",
        "service/records": "partly",
        "service/safety": "ok",
        "service/served": "26",
        "problem": [{"problem/what": "两份服务记录没有老人签字。", "problem/measure": "remind"}],
        "conclusion": "remind",
    }
