"""Rows of step 1 for the tests of every later room, made by the verbs themselves."""

from typing import Any

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.models import Need, Voice
from linli.flow.thread.models import Project
from linli.foundations.parties.tests.factory import COMMUNITY, make_actor, make_organisation, make_place
from linli.kernel import clock
from linli.kernel.actor import Actor

SAYS = "楼里有七位独居老人，行动不便，中午没有地方吃饭。"


def make_voice(actor: Actor | None = None, **changes: Any) -> Voice:
    """A voice from the public page of the sample community, whose committee answers."""
    make_organisation("community")
    values: dict[str, Any] = {"place": make_place(COMMUNITY), "content": SAYS, "topic": "elderly", **changes}
    return actions.record_voice(actor=actor or Actor.public(), **values)


def make_need(actor: Actor | None = None, **changes: Any) -> Need:
    """A confirmed need of the sample community, entered by its clerk."""
    values: dict[str, Any] = {
        "place": make_place(COMMUNITY),
        "title": "高龄独居老人助餐",
        "topic": "elderly",
        "beneficiaries": 120,
        "breadth": 4,
        "urgency": 5,
        "vulnerability": 5,
        "basis": "入户走访 60 户，座谈会一次 18 人",
        **changes,
    }
    return actions.confirm(actor=actor or make_actor("community"), **values)


def make_listed_need(**changes: Any) -> Need:
    """A need on the published list of its community."""
    clerk = make_actor("community")
    need = make_need(clerk, **changes)
    year = clock.today().year
    actions.publish_list(actor=clerk, place=need.place, year=year, round=1, note="新增需求，更新清单")
    need.refresh_from_db()
    return need


def make_adopted_project(actor: Actor | None = None, **changes: Any) -> Project:
    """A project that the town's clerk adopted from a listed need."""
    return actions.adopt(make_listed_need(**changes), actor=actor or make_actor("town"))
