"""The project page: header with stepper and next deadline, tabs of the rooms, time line."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.thread import asking, tabs, timeline
from linli.flow.thread.actions import stop
from linli.flow.thread.badges import badge_of
from linli.flow.thread.models import Project
from linli.flow.thread.states import State, Step
from linli.flow.thread.web.forms import StopForm
from linli.flow.thread.web.side import side
from linli.kernel.actor import Actor
from linli.kernel.models import Task
from linli.kernel.models.inbox import TaskKind
from linli.ui import formats, parts
from linli.ui.clauses import chip
from linli.ui.due import due_of, of_task
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act
from linli.ui.web.form_page import form_page

NODES = 12
"""How many lines the time line shows before `全部`."""


def seen(request: ActorRequest, pk: int) -> Project:
    """The project, if the actor may see it; otherwise the page that says he has no right to it."""
    found = Project.objects.select_related("purchaser", "provider", "place")
    project = get_object_or_404(found, pk=pk)
    if not request.actor.may("thread.project:view", project):
        raise PermissionDenied("thread.project:view")
    return project


@needs("thread.project:list")
def overview(request: ActorRequest, pk: int) -> HttpResponse:
    """一事一链: the time line with what is open on top."""
    project = seen(request, pk)
    tasks = open_tasks(project, request.actor)
    inside = request.actor.may("thread.project:inside", project)
    every = inside and request.GET.get("show") == "all"
    events = [event for event in timeline.happened(project) if inside or event.public]
    nodes = events if every else [event for event in events if event.public][:NODES]
    context = {
        **header(request, project, tasks, "thread"),
        "figures": figures(project),
        "thread": {
            "groups": timeline.groups(
                nodes, [(task, asking.page(task, request.actor)) for task in tasks], names=inside
            ),
            "by": [
                parts.Tab(_("关键节点"), "?", not every, sum(event.public for event in events)),
                parts.Tab(_("全部"), "?show=all", every, len(events)),
            ][: 2 if inside else 0],
        },
        **side(project, tasks, request.actor, events if inside else []),
    }
    return render(request, "ui/pages/project.html", context)


@needs("thread.project:list")
def tab(request: ActorRequest, pk: int, key: str) -> HttpResponse:
    """One room's tab of the project."""
    project = seen(request, pk)
    found = tabs.find(key)
    if found is None:
        raise Http404
    context = {
        **header(request, project, open_tasks(project, request.actor), key),
        "tab_template": found.template,
        "project_record": project,
        "actor": request.actor,
        **found.context(project, request.actor),
    }
    return render(request, "thread/tab.html", context)


@needs("thread.project:list")
def stop_page(request: ActorRequest, pk: int) -> HttpResponse:
    """Stop a project before its end, with a reason that is published."""
    project = seen(request, pk)
    if not request.actor.may("thread.project:stop", project):
        raise PermissionDenied("thread.project:stop")
    form = StopForm(request.POST or None, version=project.version)
    return form_page(
        request,
        form,
        lambda data: act(request, stop, project, **data),
        title=_("终止项目"),
        sub=[project.title],
        done=_("项目已终止"),
        cancel_url=project.get_absolute_url(),
        crumbs=crumbs(project),
        problems_title=_("未能终止项目"),
    )


def open_tasks(project: Project, actor: Actor) -> list[Task]:
    """What is open on the project, the nearest deadline first. Who is outside sees his own duties and legal moments."""
    found = Task.objects.open().still_ahead().filter(thread_key=project.pk).select_related("organisation")
    if not actor.may("thread.project:inside", project):
        found = found.filter(Q(kind=TaskKind.MOMENT) | Q(organisation_id=actor.organisation_id or 0))
    return brief(sorted(found, key=lambda task: (task.due_at is None, task.due_at or task.opened_at)), project)


def brief(tasks: list[Task], project: Project) -> list[Task]:
    """The tasks as the project's own page says them: without its title, and several of one kind, office and moment (bonds
    to return) once, with their number. The first of them leads the way; nothing is saved."""
    kinds: dict[Any, list[Task]] = {}
    for task in tasks:
        kinds.setdefault((task.verb, task.kind, task.organisation_id, task.due_at, task.title), []).append(task)
    for first, *others in kinds.values():
        first.title = asking.brief(first.title, project.title)
        if others:
            first.title = _("%(title)s（%(n)s 件）") % {"title": first.title, "n": len(others) + 1}
    return [first for first, *_others in kinds.values()]


def crumbs(project: Project) -> list[parts.Crumb]:
    """The way to the project."""
    return [
        parts.Crumb(_("购买服务项目"), reverse("thread:list")),
        parts.Crumb(project.number, project.get_absolute_url()),
    ]


def header(request: ActorRequest, project: Project, tasks: list[Task], current: str) -> dict[str, Any]:
    """The header panel's context, the same on every tab."""
    shown = [
        parts.Tab(_("事链总览"), project.get_absolute_url(), current == "thread"),
        *(
            parts.Tab(
                one.label,
                reverse("thread:tab", args=[project.pk, one.key]),
                current == one.key,
                one.count(project) if one.count else None,
            )
            for one in tabs.tabs()
        ),
    ]
    return {
        "crumbs": [*crumbs(project)[:1], parts.Crumb(project.number)],
        "project": {
            "keys": [project.number, project.get_method_display() or _("采购方式未定"), _catalogue(project)],
            "title": project.title,
            "facts": facts(project),
            "countdown": countdown(request, tasks),
            "steps": steps(project),
            "tabs": shown,
            "actions": _actions(request, project),
        },
    }


def _actions(request: ActorRequest, project: Project) -> list[parts.Action]:
    if project.is_ended or project.state == State.IN_APPROVAL or not request.actor.may("thread.project:stop", project):
        return []
    return [parts.Action(_("终止项目"), reverse("thread:stop", args=[project.pk]), variant="danger")]


def _catalogue(project: Project) -> str:
    if not project.catalogue_code:
        return _("目录项目未定")
    return _("目录 %(code)s %(name)s") % {"code": project.catalogue_code, "name": project.catalogue_name}


def facts(project: Project) -> list[parts.Fact]:
    """The six facts of the header."""
    amount, label = project.contract_amount, _("合同金额")
    if amount is None:
        amount, label = project.budget, _("项目预算")
    served = project.communities.count()
    term = formats.day_range(project.service_from, project.service_to) if project.service_from else _("未确定")
    return [
        parts.Fact(_("采购人"), str(project.purchaser)),
        parts.Fact(label, formats.wan_unit(amount) if amount is not None else _("未确定"), strong=True),
        parts.Fact(_("状态"), status=badge_of(project)),
        parts.Fact(_("承接主体"), str(project.provider or _("未确定"))),
        parts.Fact(_("服务期"), term),
        parts.Fact(_("受益范围"), _("%(n)s 个社区（村）") % {"n": served} if served else str(project.place)),
    ]


def countdown(request: ActorRequest, tasks: list[Task]) -> parts.Countdown | None:
    """The card of the nearest deadline, with the button if it is the actor's own to press."""
    task = next((one for one in tasks if one.due_at), None)
    if task is None or task.due_at is None:
        return None
    due = due_of(task.due_at)
    mine = task.kind == TaskKind.DUTY and task.organisation_id == request.actor.organisation_id
    return parts.Countdown(
        moment=formats.moment(task.due_at) if due.tone != "today" else due.text,
        duty=task.title,
        left=due.text if due.tone != "today" else "",
        note=_("（%(basis)s）") % {"basis": task.due_basis} if task.due_basis else "",
        tone=due.tone or "calm",
        clause=chip(task.clause),
        action=asking.button(task.verb) if mine and task.role in ("", request.actor.role) else "",
        url=task.path,
        moment_iso="" if due.tone == "overdue" else task.due_at.isoformat(),
        warning=of_task(task),
    )


def steps(project: Project) -> list[parts.Step]:
    """The stepper: when each past step ended, the state in the present one."""
    lines: dict[int, list[Any]] = {
        int(step): [_("%(day)s 完成") % {"day": _day(when)}] for step, when in project.step_dates.items()
    }
    if project.budget and Step.GOALS in lines:
        lines[Step.GOALS].append(_("预算 %(amount)s") % {"amount": formats.wan_unit(project.budget)})
    if project.contract_amount and Step.TENDER in lines:
        lines[Step.TENDER].append(_("合同 %(amount)s") % {"amount": formats.wan_unit(project.contract_amount)})
    if project.service_to and project.step < Step.EVALUATION:
        lines[Step.EVALUATION] = [_("服务期至 %(day)s") % {"day": formats.day(project.service_to)}]
    if project.state != State.CLOSED:
        lines[project.step] = [project.get_state_display()]
    return parts.six_steps(project.step, lines, closed=project.state == State.CLOSED)


def _day(iso: str) -> str:
    return formats.day(date.fromisoformat(iso))


def figures(project: Project) -> list[parts.Figure]:
    """Four key figures, each with what it is compared with."""
    contract, budget = project.contract_amount, project.budget
    saved = _("较预算低 %(share).1f%%") % {"share": (1 - contract / budget) * 100} if contract and budget else ""
    paid = project.paid_amount / contract * 100 if contract else 0
    note = _("占合同 %(share).0f%%") % {"share": paid}
    if project.refunded_amount:
        note = _("已退回 %(back)s，实际支付 %(net)s") % {
            "back": formats.wan_unit(project.refunded_amount), "net": formats.wan_unit(project.net_paid),
        }  # fmt: skip
    return [
        parts.Figure(_("项目预算"), formats.wan(budget), _("万元"), _("立项批复") if budget else _("尚未编制")),
        parts.Figure(_("合同金额"), formats.wan(contract), _("万元"), saved or _("尚未签订")),
        parts.Figure(_("已支付"), formats.wan(project.paid_amount), _("万元"), note),
        parts.Figure(
            _("服务对象目标"), f"{project.beneficiaries:,}" if project.beneficiaries else "—", _("人"), _("按立项指标")
        ),
    ]
