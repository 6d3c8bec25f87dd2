"""The rule book's own scenes: a parameter that was changed in the past, and a change that waits for its approval."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from linli.demo.cast import Cast
from linli.demo.plot import Story
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.foundations.rulebook.actions import proposals
from linli.foundations.rulebook.models import Proposal
from linli.kernel import approvals, clock, workdays

CHANGED, WAITING = 190, 4
"""How many days ago each was proposed."""
NOTICE = 20
"""Days from the proposal to the day on which the new value begins."""


def stories(cast: Cast, now: datetime) -> list[tuple[datetime, Story]]:
    """Both, each with the morning on which it begins."""
    made: list[tuple[int, Callable[[Cast], Story]]] = [(CHANGED, changed), (WAITING, waiting)]
    return [(_morning(timezone.localdate(now) - timedelta(days=age)), tell(cast)) for age, tell in made]


def changed(cast: Cast) -> Story:
    """The days of a consultation grew: older purchases had ten, newer ones have twelve."""
    proposal = _propose(cast, "consultation.bid_days", 12, "供应商反映编制响应文件时间偏紧，参与家数不足，适当延长。")
    for kind in (OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.FINANCE):
        yield _morning(workdays.add_working_days(clock.today(), 2))
        running = approvals.running(proposal)
        assert running is not None
        approvals.approve(running, actor=cast.one(kind, "leader"), opinion="同意，自公布的日期起执行。")
    book.kept.renew()


def waiting(cast: Cast) -> Story:
    """Residents are to be answered sooner; the bureau's leader has not spoken yet."""
    _propose(cast, "voice.answer_days", 5, "居民希望更快得到答复，各社区现有平均用时不足五个工作日。", "needs")
    yield from ()


def _propose(cast: Cast, name: str, value: int, reason: str, clause: str = "methods") -> Proposal:
    return proposals.propose(
        actor=cast.one(OrganisationKind.CIVIL_AFFAIRS, "clerk"),
        place=Place.objects.get(code=settings.DISTRICT),
        parameter=name,
        value=value,
        since=clock.today() + timedelta(days=NOTICE),
        clause=f"purchasing-measures/{clause}",
        reason=reason,
    )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10, 20)))
