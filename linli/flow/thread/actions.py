"""The one verb that belongs to the whole thread: to stop it before its end."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.kernel import clock, hooks, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import Task

MAY_STOP = {str(state) for state in State} - {str(State.CLOSED), str(State.STOPPED), str(State.IN_APPROVAL)}


outliving: set[str] = set()
"""Verbs that are owed even when the project is stopped, such as giving money back; the rooms add theirs."""


@action(
    "thread.project:stop",
    gettext_lazy("终止项目"),
    subject=Project,
    moves=(MAY_STOP, State.STOPPED),
    tells=gettext_lazy("理由：%(reason)s"),
    public=True,
)
def stop(project: Project, *, actor: Actor, reason: str) -> Project:
    """End a project before its time, for a reason that is published. What was reserved for it is released by its room."""
    if len(reason.strip()) < 5:
        raise Refusal(_("没有写明终止理由。"), remedy=_("请写明理由，至少 5 个字，理由将公开。"), field="reason")
    if project.paid_amount:
        record(paid=project.paid_amount)
    record(reason=reason.strip())
    duties = Task.objects.open().filter(thread_key=project.pk).exclude(verb__in=outliving)
    duties.update(state="cancelled", closed_at=clock.now())
    inbox.cancel(project)
    hooks.call("project.stopped", project=project, actor=actor)
    return project
