"""Challenges: filed within the law's days, answered within the law's days."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s3_tenders import who
from linli.flow.s3_tenders.actions import duties
from linli.flow.s3_tenders.models import Bid, Challenge, Tender
from linli.flow.s3_tenders.states import ChallengeState, ChallengeSubject
from linli.foundations.rulebook import book, deadlines
from linli.kernel import clock, moment
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState


@action("tenders.challenge:file", gettext_lazy("提出质疑"), scope="tender", guarded=True)
def file_challenge(*, actor: Actor, tender: Tender, about: str, text: str) -> Challenge:
    """Object to document, process or result within the days (政府采购法 52); once for each of them (94号令 10)."""
    if not text.strip():
        raise Refusal(_("没有填写质疑事项。"), remedy=_("请写明事项、事实依据和请求。"), field="text")
    tender = moment.stamped(Tender.objects).get(pk=tender.pk)
    start, now = harmed_at(tender, about), moment.decisive(tender)
    if start is None:
        raise WrongState(
            _("%(about)s阶段尚未开始，现在没有可质疑的事项。") % {"about": ChallengeSubject(about).label},
            remedy=_("请在该环节之后提出。"),
            code="early",
        )
    until = book.due("challenge.days", start)
    if now > until:
        raise WrongState(
            _("质疑期限到%(until)s，已经届满。") % {"until": date_format(timezone.localtime(until), "DATETIME_FORMAT")},
            remedy=_("可以向财政部门反映情况。"),
            clauses=[book.clause_words("challenge.days")],
            code="late",
        )
    if (
        about != ChallengeSubject.DOCUMENT
        and not Bid.objects.filter(tender=tender, organisation_id=who.organisation_id(actor)).exists()
    ):
        raise NotAllowed(
            _("贵单位没有参加这次采购，不能对过程和结果提出质疑。"), remedy=_("只有参加采购的供应商可以质疑。")
        )
    challenge = Challenge.objects.create(
        project_id=tender.project_id,
        tender=tender,
        purchaser_id=tender.purchaser_id,
        organisation_id=who.organisation_id(actor),
        about=about,
        text=text.strip(),
        filed_at=now,
        due_at=book.due("challenge.answer_days", now),
    )
    duties.to_answer(challenge)
    record(about=about, number=tender.number)
    return challenge


@action(
    "tenders.challenge:answer",
    gettext_lazy("答复质疑"),
    short=pgettext_lazy("待办", "答复"),
    subject=Challenge,
    moves=({str(ChallengeState.FILED)}, str(ChallengeState.ANSWERED)),
)
def answer_challenge(challenge: Challenge, *, actor: Actor, text: str, upheld: bool) -> Challenge:
    """Answer in writing with the conclusion (政府采购法 53). An upheld one stops the award until the tender is failed."""
    if not text.strip():
        raise Refusal(_("没有填写答复。"), remedy=_("请写明结论、事实和依据。"), field="text")
    challenge.answer, challenge.upheld, challenge.answered_at = text.strip(), upheld, clock.now()
    record(about=challenge.about, upheld=upheld)
    return challenge


def open_matters(tender: Tender) -> list[str]:
    """What can be challenged now."""
    now = clock.now()
    starts = ((about, harmed_at(tender, about)) for about in ChallengeSubject.values)
    return [about for about, start in starts if start is not None and now <= book.due("challenge.days", start)]


def harmed_at(tender: Tender, about: str) -> datetime | None:
    """From when the days run (94号令 10): end of the notice period, the opening, end of the publicity of the result.

    None when that part of the tender has not begun, so that nothing can be challenged yet.
    """
    begun = {
        ChallengeSubject.DOCUMENT: (tender.published_at, tender.notice_until),
        ChallengeSubject.PROCESS: (tender.opened_at, tender.opened_at),
        ChallengeSubject.RESULT: (tender.announced_at, tender.publicity_until),
    }[ChallengeSubject(about)]
    return begun[1] if begun[0] is not None else None


deadlines.keep(
    "tenders.challenge", "due_at", parameter="challenge.answer_days", start="filed_at", tell="purchaser_id",
    open=Q(state=ChallengeState.FILED),
)  # fmt: skip
