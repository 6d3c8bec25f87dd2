"""Visits, what they find, and complaints; mending and confirming."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s4_delivery.guards import expect, not_future, required
from linli.flow.s6_followup.actions.following import ask_to_close
from linli.flow.s6_followup.models import FollowUp, Issue, Visit
from linli.flow.s6_followup.states import FollowUpState, IssueSource, IssueState, Lasted, VisitState
from linli.flow.thread.states import State
from linli.foundations.parties.roles import Role
from linli.foundations.rulebook import book, deadlines
from linli.kernel import clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "followup.visit:record",
    gettext_lazy("登记回访"),
    short=pgettext_lazy("待办", "回访"),
    subject=Visit,
    moves=({VisitState.PLANNED}, VisitState.DONE),
    tells=gettext_lazy("回访 %(people)s 人，效果%(lasted)s，满意度 %(satisfaction)s"),
    public=True,
)
def record_visit(
    visit: Visit,
    *,
    actor: Actor,
    visited_on: date,
    people: int,
    lasted: str,
    satisfaction: int,
    summary: str,
    issue: str = "",
) -> Visit:
    """Record a visit. `lasted` is yes, partly or no; `satisfaction` 1–5; an `issue` goes to the provider to mend."""
    expect(visit.project, (State.FOLLOWING,), _("登记回访"))
    not_future(visited_on, "visited_on", _("回访日期"))
    if visited_on < visit.followup.began_on:
        raise Refusal(
            _("回访日期 %(day)s 早于跟踪起算日期。") % {"day": visited_on.isoformat()},
            remedy=_("最早可填 %(day)s。") % {"day": visit.followup.began_on.isoformat()},
            field="visited_on",
        )
    if people < 1:
        raise Refusal(_("回访人数 %(n)d 人。") % {"n": people}, remedy=_("至少回访 1 人。"), field="people")
    if satisfaction not in range(1, 6):
        raise Refusal(
            _("满意度 %(n)d 不在 1 到 5 之间。") % {"n": satisfaction},
            remedy=_("1 为很不满意，5 为很满意。"),
            field="satisfaction",
        )
    visit.visited_on, visit.people, visit.satisfaction = visited_on, people, satisfaction
    visit.lasted = Lasted(lasted)
    visit.summary = required(summary, "summary", _("回访情况"))
    record(people=people, lasted=str(Lasted(lasted).label), satisfaction=satisfaction, months=visit.months)
    visit.state = VisitState.DONE
    visit.save()
    if issue.strip():
        _raise(visit.followup, IssueSource.VISIT, issue, visit)
    ask_to_close(visit.followup)
    return visit


@action(
    "followup.complaint:file",
    gettext_lazy("登记投诉"),
    subject=FollowUp,
    moves=({FollowUpState.OPEN}, None),
    tells=gettext_lazy("办理期限 %(due_at)s"),
)
def complain(followup: FollowUp, *, actor: Actor, text: str) -> Issue:
    """Note a complaint that reached the purchaser or the community, without naming who complained."""
    made = _raise(followup, IssueSource.COMPLAINT, text, None)
    record(due_at=made.due_at)
    ask_to_close(followup)
    return made


def _raise(followup: FollowUp, source: str, text: str, visit: Visit | None) -> Issue:
    issue = Issue.objects.create(
        project_id=followup.project_id,
        followup=followup,
        visit=visit,
        source=source,
        text=required(text, "issue" if visit else "text", _("问题")),
        due_at=book.due("voice.answer_days", clock.today()),
    )
    _ask_to_mend(issue)
    return issue


def _ask_to_mend(issue: Issue) -> None:
    inbox.open_task(
        issue,
        "followup.issue:mend",
        title=_("整改问题：%(project)s") % {"project": issue.project},
        context=issue.opinion or issue.text,
        organisation_id=issue.project.provider_id,
        role=Role.MANAGER,
        due_at=issue.due_at,
        due_basis=_("问题登记后的办理期限"),
        clause=book.citation("voice.answer_days"),
    )


@action(
    "followup.issue:mend",
    gettext_lazy("报告整改"),
    short=pgettext_lazy("待办", "整改"),
    subject=Issue,
    moves=({IssueState.OPEN}, IssueState.MENDED),
    tells=gettext_lazy("%(source)s"),
)
def mend(issue: Issue, *, actor: Actor, text: str) -> Issue:
    """The provider says how it was mended."""
    issue.mended = required(text, "text", _("整改情况"))
    record(source=issue.get_source_display())
    inbox.open_task(
        issue,
        "followup.issue:confirm",
        title=_("确认问题已解决：%(project)s") % {"project": issue.project},
        context=issue.mended,
        organisation_id=issue.project.purchaser_id,
        role=Role.CLERK,
    )
    return issue


@action(
    "followup.issue:confirm",
    gettext_lazy("确认解决"),
    short=pgettext_lazy("待办", "确认"),
    subject=Issue,
    moves=({IssueState.MENDED}, IssueState.CLOSED),
    tells=gettext_lazy("%(source)s"),
)
def confirm(issue: Issue, *, actor: Actor, opinion: str = "") -> Issue:
    """The purchaser has looked: it is mended."""
    issue.opinion, issue.state = opinion.strip(), IssueState.CLOSED
    issue.save()
    record(source=issue.get_source_display())
    ask_to_close(issue.followup)
    return issue


@action(
    "followup.issue:return",
    gettext_lazy("退回整改"),
    subject=Issue,
    moves=({IssueState.MENDED}, IssueState.OPEN),
    tells=gettext_lazy("%(reason)s"),
)
def send_back(issue: Issue, *, actor: Actor, reason: str) -> Issue:
    """Not mended yet."""
    issue.opinion = required(reason, "reason", _("退回理由"))
    inbox.cancel(issue, "followup.issue:confirm")
    _ask_to_mend(issue)
    record(reason=issue.opinion)
    return issue


deadlines.keep(
    "followup.issue", "due_at", parameter="voice.answer_days", start="created_at", tell="project.provider_id",
    open=Q(state=IssueState.OPEN),
)  # fmt: skip
