"""Opening and closing the follow-up."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s4_delivery.guards import expect, required
from linli.flow.s6_followup import rules
from linli.flow.s6_followup.models import FollowUp, Visit
from linli.flow.s6_followup.states import FollowUpState
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties.roles import Role
from linli.foundations.rulebook import book
from linli.kernel import clock, hooks, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.workdays import due_end


@hooks.on("evaluation.published")
def on_published(*, project: Project, actor: Actor) -> None:
    """The evaluation's result ends the contract's work; the visits are counted from this day."""
    open_followup(actor=Actor.system(), project=project, began_on=clock.today())


@action(
    "followup.followup:open",
    gettext_lazy("安排回访"),
    scope="project",
    tells=gettext_lazy("%(count)s 次，最后一次不晚于 %(last)s"),
)
def open_followup(*, actor: Actor, project: Project, began_on: date) -> FollowUp:
    """Schedule the visits of followup.visit_months, and ask the purchaser for each."""
    months = sorted(int(month) for month in book.value("followup.visit_months"))
    followup = FollowUp.objects.create(project=project, began_on=began_on)
    days = rules.visit_days(began_on, months)
    for month, day in zip(months, days, strict=True):
        visit = Visit.objects.create(project=project, followup=followup, months=month, due_on=day)
        inbox.open_task(
            visit,
            "followup.visit:record",
            title=_("回访（第 %(months)d 个月）：%(project)s") % {"months": month, "project": project},
            context=_("查看效果是否持续，听取服务对象意见"),
            organisation_id=project.purchaser_id,
            role=Role.CLERK,
            due_at=due_end(day),
            due_basis=_("评估结果公布后 %(months)d 个月内") % {"months": month},
            clause=book.citation("followup.visit_months"),
        )
    record(count=len(days), last=days[-1])
    return followup


def ask_to_close(followup: FollowUp) -> None:
    """When nothing is left to visit or to mend, the purchaser closes the project."""
    if not followup.visits.planned().exists() and not followup.issues.unsolved().exists():
        inbox.open_task(
            followup,
            "followup.followup:close",
            title=_("办结项目：%(project)s") % {"project": followup.project},
            context=_("回访都已完成，没有待解决的问题"),
            organisation_id=followup.project.purchaser_id,
            role=Role.CLERK,
        )
    else:
        inbox.cancel(followup, "followup.followup:close")


@action(
    "followup.followup:close",
    gettext_lazy("办结项目"),
    short=pgettext_lazy("待办", "办结"),
    subject=FollowUp,
    moves=({FollowUpState.OPEN}, FollowUpState.CLOSED),
    tells=gettext_lazy("回访 %(visits)s 次；%(lesson)s"),
    public=True,
)
def close(followup: FollowUp, *, actor: Actor, lesson: str, suggestion: str = "") -> FollowUp:
    """End the project: all visits done, no open issue, a lesson written. The lesson goes to the next needs survey."""
    expect(followup.project, (State.FOLLOWING,), _("办结项目"))
    left = followup.visits.planned().count()
    if left:
        raise Refusal(_("还有 %(count)d 次回访没有完成。") % {"count": left}, remedy=_("完成全部回访后才能办结。"))
    unsolved = followup.issues.unsolved().count()
    if unsolved:
        raise Refusal(
            _("还有 %(count)d 个问题没有解决。") % {"count": unsolved},
            remedy=_("请先由承接主体整改并确认解决，再办结。"),
        )
    followup.lesson = required(lesson, "lesson", _("经验教训"), least=8)
    followup.suggestion = suggestion.strip()
    followup.closed_at = clock.now()
    record(lesson=followup.lesson, visits=followup.visits.done().count())
    project = spine.move(followup.project_id, State.CLOSED)
    hooks.call("project.closed", project=project, actor=actor)
    hooks.call("followup.lesson", project=project, lesson=followup.lesson, suggestion=followup.suggestion, actor=actor)
    return followup
