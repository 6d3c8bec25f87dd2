"""Beginning a purchase before the intention has stood for its days: only what could not be foreseen, and only approved."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import editions
from linli.flow.s2_goals.reviews.models import ShortNotice
from linli.flow.s2_goals.reviews.states import NoticeState
from linli.flow.s2_goals.states import DesignState
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties import offices
from linli.foundations.rulebook import book
from linli.kernel import approvals, clock, moment, workdays
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, WrongState

CHAIN = "approvals.short_notice"
WAITING = {str(NoticeState.IN_APPROVAL)}
LEAST_WORDS = 10


@action(
    "goals.short_notice:ask",
    gettext_lazy("申请缩短意向公开期"),
    subject=Design,
    moves=({str(DesignState.PUBLISHED)}, None),
    tells=gettext_lazy("申请最早 %(earliest)s 采购，送%(first)s"),
)
def shorten(design: Design, *, actor: Actor, event: str, reason: str, earliest: date) -> Design:
    """Apply for an earlier day, no earlier than the rule book's shortest time; the chain decides."""
    if len(event.strip()) < LEAST_WORDS or len(reason.strip()) < LEAST_WORDS:
        raise Refusal(
            _("没有写清发生了什么、为何不可预见。"),
            remedy=_("请各写至少 %(n)d 个字，审批单位据此判断，批准后公开。") % {"n": LEAST_WORDS},
            field="reason" if len(event.strip()) >= LEAST_WORDS else "event",
            clauses=[book.clause_words("intention.urgent_days")],
        )
    edition = editions.newest(design)
    if edition is None or design.intention_at is None or design.intention_until is None:
        raise WrongState(_("这份采购意向没有公告文本。"), remedy=_("请先更正采购意向，补齐公告内容。"))
    book.not_before("intention.urgent_days", design.intention_at, earliest, what=_("最早采购日期"), field="earliest")
    if earliest >= timezone.localdate(design.intention_until):
        raise Refusal(_("到这一天意向公开已经满期。"), remedy=_("不需要申请。"), field="earliest")
    made = ShortNotice.objects.create(
        design=design, project_id=design.project_id, edition=edition, event=event.strip(), reason=reason.strip(),
        earliest=earliest, asked_by_id=actor.person_id,
    )  # fmt: skip
    chain = offices.of_chain(CHAIN, design.project.purchaser, edition.budget)
    words = {"project": design.project.title, "day": earliest.isoformat()}
    title = _("缩短意向公开期：%(project)s（最早 %(day)s 采购）") % words
    approvals.start(made, CHAIN, chain, title=title, actor=actor)
    record(earliest=earliest, first=chain[0].title)
    return design


@action(
    "goals.short_notice:approve",
    gettext_lazy("批准缩短意向公开期"),
    subject=ShortNotice,
    moves=(WAITING, NoticeState.APPROVED),
    tells=gettext_lazy("最早 %(earliest)s 采购：%(event)s"),
    public=True,
)
def approve(notice: ShortNotice, *, actor: Actor) -> ShortNotice:
    """From now on the tender may be published on the earlier day; everybody reads why."""
    notice.decided_at = moment.decisive(notice)
    project = Project.objects.get(pk=notice.project_id)
    if project.state in (State.INTENTION, State.TENDER_DRAFT):
        until = workdays.due_end(notice.earliest)
        editions.count_down(
            project, until, basis=_("经批准缩短意向公开期"), clause=book.citation("intention.urgent_days")
        )
    record(earliest=notice.earliest, event=notice.event, reason=notice.reason)
    return notice


@action("goals.short_notice:return", gettext_lazy("退回缩短公开期的申请"), subject=ShortNotice,
        moves=(WAITING, NoticeState.RETURNED), tells=gettext_lazy("%(office)s：%(opinion)s"))  # fmt: skip
def send_back(notice: ShortNotice, *, actor: Actor, office: str = "", opinion: str = "") -> ShortNotice:
    return _ended(notice, office, opinion)


@action("goals.short_notice:refuse", gettext_lazy("不同意缩短意向公开期"), subject=ShortNotice,
        moves=(WAITING, NoticeState.REFUSED), tells=gettext_lazy("%(office)s：%(opinion)s"))  # fmt: skip
def refuse(notice: ShortNotice, *, actor: Actor, office: str = "", opinion: str = "") -> ShortNotice:
    return _ended(notice, office, opinion)


def _ended(notice: ShortNotice, office: str, opinion: str) -> ShortNotice:
    notice.decided_at = clock.now()
    record(office=office, opinion=opinion)
    return notice


approvals.when_ended(CHAIN, approved=approve, returned=send_back, refused=refuse)
