"""Rows of what is overdue or falls due, and reminding those responsible."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms as django_forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.thread import asking
from linli.flow.thread.models import Project
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Task
from linli.openness.insight.actions import acknowledge
from linli.openness.insight.actions import remind as remind_action
from linli.openness.insight.models import Reminder, ReminderState
from linli.ui import forms, parts
from linli.ui.clauses import chip
from linli.ui.due import due_of
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, press
from linli.ui.web.form_page import form_page


@dataclass(frozen=True, slots=True)
class Row:
    """One late duty. `way` leads to it or to its project; `remind_url` is empty where the actor may not remind; `reminded` when today's reminder was sent."""

    task: Task
    title: str
    project: Project | None
    status: Status
    day: str
    clause: parts.Clause | None
    remind_url: str
    reminded: bool
    way: str


def rows_of(actor: Actor, tasks: Iterable[Task]) -> list[Row]:
    """Rows for the table; two statements beside the tasks."""
    found = list(tasks)
    projects = Project.objects.in_bulk([task.thread_key for task in found if task.thread_key])
    reminded = set(
        Reminder.objects.filter(task__in=found, day=clock.today()).values_list("task_id", flat=True) if found else ()
    )
    return [_row(actor, task, projects.get(task.thread_key or 0), task.pk in reminded) for task in found]


def _row(actor: Actor, task: Task, project: Project | None, reminded: bool) -> Row:
    due = due_of(task.due_at)
    family = "danger" if due.tone == "overdue" else "attention"
    may = not reminded and actor.may("insight.task:remind", task)
    url = reverse("insight:remind", args=[task.pk]) if may else ""
    title = asking.brief(task.title, project.title) if project else task.title
    way = asking.way(task, actor)
    return Row(task, title, project, Status(family, due.text), due.day, chip(task.clause), url, reminded, way)


class RemindForm(forms.Form):
    note = django_forms.CharField(
        label=gettext_lazy("催办意见"),
        help_text=gettext_lazy("写明要做什么、什么时候做完，至少 5 个字。责任单位会在待办里看到。"),
        max_length=200,
        widget=django_forms.Textarea(attrs={"rows": 3}),
    )


@needs("insight.cockpit:view")
def remind(request: ActorRequest, pk: int) -> HttpResponse:
    """The form of a reminder, with what is late and who is responsible."""
    task = get_object_or_404(Task.objects.select_related("organisation__place"), pk=pk)
    if not request.actor.may("insight.task:remind", task):
        raise PermissionDenied("insight.task:remind")
    initial = {"note": _("请尽快办理“%(task)s”，并回复进展。") % {"task": task.title}}
    form = RemindForm(request.POST if request.method == "POST" else None, initial=initial)
    return form_page(
        request,
        form,
        lambda data: act(request, remind_action, task=task, **data),
        title=_("催办"),
        sub=[task.title, str(task.organisation), due_of(task.due_at).text],
        done=_("已催办“%(task)s”") % {"task": task.title},
        then=reverse("insight:cockpit"),
        cancel_url=reverse("insight:cockpit"),
        crumbs=[parts.Crumb(_("驾驶舱"), reverse("insight:cockpit"))],
    )


@needs("thread.inbox:view")
def reminder(request: ActorRequest, pk: int) -> HttpResponse:
    """What was asked, the way to the task, and the button of those who were asked."""
    found = get_object_or_404(Reminder.objects.select_related("task", "project", "sender", "recipient"), pk=pk)
    if not request.actor.may("insight.reminder:view", found):
        raise PermissionDenied("insight.reminder:view")
    if request.method == "POST":
        return press(request, acknowledge, found, done=_("已知悉催办"), then=found.task.path)
    waits = found.state == ReminderState.SENT and request.actor.may("insight.reminder:acknowledge", found)
    context = {
        "reminder": found,
        "way": asking.way(found.task, request.actor),
        "go": asking.button(found.task.verb) if found.task.is_for(request.actor) else "",
        "due": due_of(found.task.due_at),
        "may_acknowledge": waits,
        "head": {"title": str(found), "sub": [str(found.recipient)]},
        "crumbs": [parts.Crumb(_("待办"), reverse("inbox:index")), parts.Crumb(_("催办"))],
    }
    return render(request, "insight/reminder.html", context)
