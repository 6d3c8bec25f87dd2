"""Documents for the tests of every room, made by the verbs themselves under a travelled clock."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from linli.foundations.parties.tests.factory import DISTRICT, TOWN, make_actor, make_place
from linli.foundations.rulebook.documents import actions, parsing
from linli.foundations.rulebook.documents.tree import Row
from linli.foundations.rulebook.models import RuleDocument, RuleVersion
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor

TEXT = """示例区服务标准办法（试行）
第一章 总则
第一条 为统一服务标准，制定本办法。
第二条 服务对象包括下列居民：
（一）高龄独居老人；
（二）困境儿童。
第二章 监督
第三条 居民对服务有异议的，可以向街道提出质疑，街道七个工作日内答复。"""
BEGIN = datetime(2026, 3, 2, 9)


def at(day: date | datetime) -> Any:
    """The clock at a day's nine o'clock."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, 9)
    return clock.travelled(timezone.make_aware(moment))


def rows(text: str = TEXT) -> list[Row]:
    return parsing.parse(text).rows


def bureau(role: str = "clerk") -> Actor:
    return make_actor("civil_affairs", role, DISTRICT)


def street(role: str = "clerk") -> Actor:
    return make_actor("town", role, TOWN)


def make_draft(actor: Actor | None = None, key: str = "shili-banfa", text: str = TEXT, **changes: Any) -> RuleVersion:
    """A draft with its text."""
    clerk = actor or bureau()
    found = parsing.parse(text)
    values: dict[str, Any] = {"title": found.title, "short": "服务标准办法"}
    if "place" not in changes:
        values["place"] = make_place(clerk.place_code)
    version = actions.draft(actor=clerk, key=key, **{**values, **changes})
    return actions.edit(version, actor=clerk, title=version.title, style=found.style, rows=found.rows)


def make_consulted(actor: Actor | None = None, **changes: Any) -> RuleVersion:
    """A draft that is out for consultation until the end of the 20th working day or so."""
    clerk = actor or bureau()
    version = make_draft(clerk, **changes)
    return actions.consult(version, actor=clerk, until=clock.today() + timedelta(days=30))


def concluded(version: RuleVersion, clerk: Actor) -> RuleVersion:
    """The consultation is over: the day after its last one, its comments still open."""
    version.refresh_from_db()
    assert version.consultation_until is not None
    with clock.travelled(version.consultation_until + timedelta(hours=10)):
        return actions.conclude(version, actor=clerk)


def approve_all(version: RuleVersion) -> RuleVersion:
    """Every office whose turn it is agrees."""
    while (running := approvals.running(version)) is not None:
        step = running.current_step
        assert step is not None
        approvals.approve(running, actor=make_actor(organisation=step.organisation, role=step.role))
    version.refresh_from_db()
    return version


def approved(version: RuleVersion, clerk: Actor) -> RuleVersion:
    """From consultation through the review."""
    concluded(version, clerk)
    version.refresh_from_db()
    assert version.consultation_until is not None
    with clock.travelled(version.consultation_until + timedelta(hours=12)):
        actions.submit(version, actor=clerk)
        return approve_all(version)


def make_issued(
    actor: Actor | None = None, *, number: str = "示例民发〔2026〕3号", trial_days: int | None = 365, **changes: Any
) -> RuleVersion:
    """An issued document, in force from the day after its consultation ended; a trial unless `trial_days` is None."""
    clerk = actor or bureau()
    return issued(approved(make_consulted(clerk, **changes), clerk), clerk, number=number, trial_days=trial_days)


def issued(version: RuleVersion, clerk: Actor, *, number: str, trial_days: int | None = 365) -> RuleVersion:
    assert version.consultation_until is not None
    with clock.travelled(version.consultation_until + timedelta(hours=12)):
        day = clock.today()
        expires = day + timedelta(days=trial_days) if trial_days else None
        return actions.issue(version, actor=clerk, number=number, issued_on=day, effective_on=day, expires_on=expires)


def make_revised(first: RuleVersion, text: str, *, number: str, clerk: Actor) -> RuleVersion:
    """A second version of an issued document, with another text, through every station."""
    version = actions.revise(RuleDocument.objects.get(pk=first.document_id), actor=clerk, note="根据执行情况修订")
    found = parsing.parse(text)
    actions.edit(version, actor=clerk, title=found.title, style=found.style, rows=found.rows, note=version.note)
    version.refresh_from_db()
    actions.consult(version, actor=clerk, until=clock.today() + timedelta(days=30))
    return issued(approved(version, clerk), clerk, number=number)
