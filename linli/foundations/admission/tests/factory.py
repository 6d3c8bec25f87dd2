"""Admissions for the tests of this and later rooms, made by the verbs themselves."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from linli.foundations.admission import actions, rules
from linli.foundations.admission.models import Admission, Report
from linli.foundations.admission.rules import ShareLine
from linli.foundations.catalogue.tests.factory import approve_all
from linli.foundations.parties.tests.factory import COMMUNITY, make_actor, make_organisation, make_place
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.kernel.actor import Actor


def offices() -> None:
    """Everybody the chain needs."""
    for kind, role in (("civil_affairs", "clerk"), ("civil_affairs", "leader"), ("finance", "leader")):
        make_actor(kind, role)
    make_actor("department", "leader")


def lines(places: list[Place], since: date, until: date, money: str = "20000", hours: int = 300) -> list[ShareLine]:
    return [ShareLine(p.pk, y, Decimal(money), 1, hours) for p in places for y in rules.years(since, until)]


def make_application(clerk: Actor | None = None, places: list[Place] | None = None, **changes: Any) -> Admission:
    """A draft of the department, whole, for one community (which has a committee) over a year."""
    clerk = clerk or make_actor("department")
    where = places or [make_place(COMMUNITY)]
    for place in where:
        make_organisation("community", place)
    values: dict[str, Any] = {
        "title": "示例残疾人需求入户登记", "content": "每季度入户登记残疾人服务需求。",
        "legal_basis": "残疾人保障法及区级工作方案（示例）", "since": clock.today(),
        "until": clock.today() + timedelta(days=364), **changes,
    }  # fmt: skip
    made = actions.apply(actor=clerk, **values)
    actions.attach(made, actor=clerk, lines=lines(where, values["since"], values["until"]))
    made.refresh_from_db()
    return made


def make_consulting(**given: Any) -> Admission:
    """Handed in; the communities are asked."""
    offices()
    clerk = given.pop("clerk", None) or make_actor("department")
    made = make_application(clerk, **given)
    actions.submit(made, actor=clerk)
    made.refresh_from_db()
    return made


def all_agree(admission: Admission) -> None:
    for opinion in admission.opinions.filter(state="asked").select_related("organisation"):
        voice = make_actor(opinion.organisation.kind, "clerk", organisation=opinion.organisation)
        actions.give_opinion(opinion, actor=voice, stance="agree")
    admission.refresh_from_db()


def make_listed(**given: Any) -> Admission:
    """On the public list, in force."""
    made = make_consulting(**given)
    all_agree(made)
    approve_all(made)
    actions.issue(made, actor=make_actor("civil_affairs"))
    made.refresh_from_db()
    return made


def make_report(clerk: Actor | None = None, **changes: Any) -> Report:
    """A community's report on the department."""
    offices()
    clerk = clerk or make_actor("community")
    values: dict[str, Any] = {
        "department": make_organisation("department"), "title": "示例代填表格", "what": "要求社区三日内代填全部住户表格。",
        "occurred_on": clock.today(), **changes,
    }  # fmt: skip
    return actions.file(actor=clerk, **values)
