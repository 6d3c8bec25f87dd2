"""The rule book's own documents: a street's manual on trial, a revised district rule, a measure out for consultation."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from linli.demo import papers
from linli.demo.cast import SHOWN_TOWN, Cast
from linli.demo.schedule import Story
from linli.foundations.parties.roles import OrganisationKind as Kind
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.foundations.rulebook.documents import actions, parsing
from linli.foundations.rulebook.documents.actions.ending import remind_all
from linli.foundations.rulebook.models import RuleDocument, RuleVersion
from linli.kernel import approvals, clock
from linli.kernel.actor import Actor

MANUAL_AGE, TRIAL_DAYS, QUALITY_AGE, REVISION_AGE, TALKS_AGE = 680, 700, 520, 150, 6
"""Days before the present day on which each begins; the manual's trial ends some two months after it."""


def stories(cast: Cast, now: datetime) -> list[tuple[datetime, Story]]:
    """Each document's story with the moment at which it begins."""
    told = ((MANUAL_AGE, _manual(cast)), (QUALITY_AGE, _quality(cast, now)), (TALKS_AGE, _talks(cast)))
    return [(_morning(timezone.localdate(now) - timedelta(days=age)), story) for age, story in told]


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def _later(days: int) -> datetime:
    return _morning(clock.today() + timedelta(days=days))


def _drafted(
    clerk: Actor, place: Place, key: str, title: str, text: str, *, short: str, short_en: str, role: str
) -> RuleVersion:
    version = actions.draft(
        actor=clerk,
        place=place,
        key=key,
        title=title,
        short=short,
        short_en=short_en,
        role=role,
        note=papers.DISCLAIMER,
    )
    return _written(version, clerk, text)


def _written(version: RuleVersion, clerk: Actor, text: str) -> RuleVersion:
    found = parsing.parse(text)
    assert not found.mistakes, found.mistakes
    return actions.edit(version, actor=clerk, title=found.title, style=found.style, rows=found.rows, note=version.note)


def _ends() -> date:
    """The first day on which a consultation that begins today may end."""
    return book.last_day("document.consultation_days", clock.today())


def _consulted(version: RuleVersion, clerk: Actor, said: tuple[tuple[str, str], ...] = ()) -> Story:
    """The consultation from its first day to the last answer."""
    actions.consult(version, actor=clerk, until=_ends())
    yield _later(2)
    comments = [
        actions.record_comment(actor=Actor.public(), draft=version, content=text, clause=key) for key, text in said
    ]
    yield _later((_ends() - clock.today()).days + 3)
    version.refresh_from_db()
    actions.conclude(version, actor=clerk)
    for comment in comments:
        actions.answer(comment, actor=clerk, verdict="adopted", answer="意见合理，已写入相应条款。")
    yield _later(2)


def _issued(cast: Cast, version: RuleVersion, clerk: Actor, number: str, trial_days: int = 0) -> Story:
    """The review and the issue."""
    version.refresh_from_db()
    actions.submit(version, actor=clerk)
    while (running := approvals.running(version)) is not None:
        yield _later(1)
        step = running.current_step
        assert step is not None
        approvals.approve(running, actor=cast.who(step.organisation_id, step.role), opinion="同意印发。")
    yield _later(2)
    version.refresh_from_db()
    today = clock.today()
    expires = today + timedelta(days=trial_days) if trial_days else None
    year = f"〔{today.year}〕"
    actions.issue(
        version,
        actor=clerk,
        number=number.replace("〔〕", year),
        issued_on=today,
        effective_on=today,
        expires_on=expires,
    )


def _manual(cast: Cast) -> Story:
    """Shiqiu's manual: tried for two years; the reminders come, and nobody has decided yet."""
    town = cast.towns[SHOWN_TOWN]
    clerk = cast.who(town, "clerk")
    version = _drafted(
        clerk, town.place, "shiqiu-service-manual", papers.MANUAL_TITLE, papers.MANUAL,
        short="石湫社会服务手册（演示）", short_en="Shiqiu social service manual (demo)", role="",
    )  # fmt: skip
    yield from _consulted(version, clerk, papers.MANUAL_COMMENTS)
    yield from _issued(cast, version, clerk, "示例石办〔〕12号", TRIAL_DAYS)
    version.refresh_from_db()
    assert version.expires_on is not None
    for days in sorted(book.value("document.trial_reminder_days"), reverse=True):
        yield _morning(version.expires_on - timedelta(days=days))
        remind_all()


def _quality(cast: Cast, now: datetime) -> Story:
    """A district rule that was revised after a year."""
    clerk, place = cast.one(Kind.CIVIL_AFFAIRS, "clerk"), cast.single[Kind.CIVIL_AFFAIRS].place
    version = _drafted(
        clerk, place, "service-quality-rules", papers.QUALITY_TITLE, papers.QUALITY,
        short="服务质量评价细则（演示）", short_en="Rules on service quality (demo)", role="N",
    )  # fmt: skip
    yield from _consulted(version, clerk)
    yield from _issued(cast, version, clerk, "示例溧民〔〕21号")
    yield _morning(timezone.localdate(now) - timedelta(days=REVISION_AGE))
    document = RuleDocument.objects.get(pk=version.document_id)
    revised = actions.revise(
        document, actor=clerk, note=f"实地监测改为不提前通知，增加资金账目检查。{papers.DISCLAIMER}"
    )
    _written(revised, clerk, papers.QUALITY_REVISED)
    revised.refresh_from_db()
    yield from _consulted(revised, clerk, (("2i2", "满意度样本太少，建议增加到五十份以上。"),))
    yield from _issued(cast, revised, clerk, "示例溧民〔〕35号")


def _talks(cast: Cast) -> Story:
    """A measure that is asked about now: comments have come in, some are answered already."""
    clerk, place = cast.one(Kind.CIVIL_AFFAIRS, "clerk"), cast.single[Kind.CIVIL_AFFAIRS].place
    version = _drafted(
        clerk, place, "deliberation-measures", papers.TALKS_TITLE, papers.TALKS,
        short="社区议事协商办法（演示）", short_en="Measures on deliberation (demo)", role="N",
    )  # fmt: skip
    actions.consult(version, actor=clerk, until=clock.today() + timedelta(days=30))
    yield _later(2)
    comments = [
        actions.record_comment(
            actor=Actor.public(), draft=version, content=text, clause=key, voice=voice, speaker=speaker
        )
        for key, text, voice, speaker in papers.TALKS_COMMENTS
    ]
    finance = cast.one(Kind.FINANCE, "clerk")
    actions.record_comment(actor=finance, draft=version, content="建议写明为民服务资金方案报财政部门备案。", clause="7")
    yield _later(2)
    actions.answer(comments[1], actor=clerk, verdict="adopted", answer="采纳，第五条拟改为提前七日公布议题。")
    actions.answer(comments[2], actor=clerk, verdict="declined", answer="议案表决门槛全区统一，避免同一事项多种标准。")
    actions.show(comments[0], actor=clerk)
    actions.set_aside(comments[4], actor=clerk, reason="与草案无关，已转社区按居民诉求办理。")
