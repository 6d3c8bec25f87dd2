"""Correcting a published intention, and withdrawing it: both in public, with the reason."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import editions
from linli.flow.s2_goals.reviews.editions import Told
from linli.flow.s2_goals.reviews.models import ShortNotice
from linli.flow.s2_goals.reviews.states import EditionKind, NoticeState
from linli.flow.s2_goals.states import DesignState
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.rulebook import book
from linli.kernel import approvals, inbox, moment
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, WrongState

PUBLISHED = {str(DesignState.PUBLISHED)}
BEFORE_TENDER = (State.INTENTION, State.TENDER_DRAFT)


@action(
    "goals.intention:correct",
    gettext_lazy("更正采购意向"),
    subject=Design,
    moves=(PUBLISHED, None),
    tells=gettext_lazy("第 %(edition)s 版，公开至 %(until)s：%(reason)s"),
    public=True,
)
def correct_intention(
    design: Design, *, actor: Actor, reason: str, overview: str = "", expected: date | None = None, note: str = ""
) -> Design:
    """Publish a new edition. Whether its days are counted anew is the rule book's (`intention.correction`)."""
    _required(reason)
    project = _before_tender(design)
    if ShortNotice.objects.filter(design=design, state=NoticeState.IN_APPROVAL).exists():
        raise WrongState(_("缩短意向公开期的申请正在审批。"), remedy=_("请待审批办结后再更正。"))
    now = moment.decisive(design)
    if book.value("intention.correction") == "restart":
        design.intention_at, design.intention_until = now, book.due("intention.days", now)
    assert design.intention_at is not None
    assert design.intention_until is not None
    told = Told(overview, expected, note)
    made = editions.publish(
        design, told, now=now, counted_from=design.intention_at, until=design.intention_until,
        kind=EditionKind.CORRECTION, reason=reason,
    )  # fmt: skip
    basis = _("意向更正后公开 %(period)s") % {"period": book.words("intention.days")}
    editions.count_down(project, design.intention_until, basis=basis, clause=book.citation("intention.days"))
    record(edition=made.edition, until=design.intention_until, reason=made.reason)
    return design


@action(
    "goals.intention:withdraw",
    gettext_lazy("撤回采购意向"),
    subject=Design,
    moves=(PUBLISHED, DesignState.APPROVED),
    tells=gettext_lazy("%(reason)s"),
    public=True,
)
def withdraw_intention(design: Design, *, actor: Actor, reason: str) -> Design:
    """The purchase does not go on for now: no tender may follow until the intention is published again and has stood."""
    _required(reason)
    project = _before_tender(design)
    if project.state != State.INTENTION:
        raise WrongState(_("采购文件已经在编制。"), remedy=_("请先取消采购，再撤回意向。"))
    spine.move(project, State.APPROVED)
    inbox.cancel(project, editions.PUBLISH, "tenders.tender:draft")
    for notice in ShortNotice.objects.filter(design=design, state=NoticeState.IN_APPROVAL):
        approvals.withdraw(notice)
        notice.state, notice.decided_at = NoticeState.RETURNED, moment.decisive(design)
        notice.save()
    design.intention_at = design.intention_until = None
    inbox.open_task(
        design,
        "goals.intention:publish",
        title=_("公开采购意向：%(project)s") % {"project": project.title},
        context=_("意向已撤回：%(reason)s") % {"reason": reason.strip()},
        organisation_id=project.purchaser_id,
        role="clerk",
        clause=book.citation("intention.days"),
    )
    record(reason=reason.strip())
    return design


def _required(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("没有填写理由。"), remedy=_("请写明理由，理由公开。"), field="reason")


def _before_tender(design: Design) -> Project:
    project = Project.objects.get(pk=design.project_id)
    if project.state not in BEFORE_TENDER:
        raise WrongState(
            _("项目现在是“%(state)s”，采购意向不能再改动。") % {"state": project.get_state_display()},
            remedy=_("采购公告发布后，变更按采购文件的澄清、取消办理。"),
        )
    return project
