"""The inbox (待办): the home page of everybody who signs in."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.thread import asking, desk
from linli.flow.thread.models import Project
from linli.flow.thread.web import beginnings
from linli.foundations.rulebook import book
from linli.foundations.rulebook.words import in_words
from linli.kernel import clock, workdays
from linli.kernel.models import Task
from linli.ui import formats, parts
from linli.ui.clauses import chip
from linli.ui.due import due_of, of_task
from linli.ui.status import WORDS, Status
from linli.ui.steps import NAMES
from linli.ui.web.access import ActorRequest, needs, public_page

ROWS = 10
AHEAD = 10
NEWS = 60
"""How many tasks are shown before `显示全部`; how many working days the list of legal deadlines looks ahead; how many days a rule change stays news."""


@public_page
def home(request: ActorRequest) -> HttpResponse:
    """Where a person lands after signing in; visitors are sent to the public portal."""
    return redirect("inbox:index" if request.actor.signed_in else "portal:home")


@needs("thread.inbox:view")
def index(request: ActorRequest) -> HttpResponse:
    """What is to be done, the most urgent first."""
    everything = desk.open_tasks(request.actor)
    which, by = request.GET.get("due", ""), request.GET.get("by", "step")
    tasks = desk.chosen(everything, which)
    shown = tasks if request.GET.get("all") else tasks[:ROWS]
    finished = desk.done_counts(request.actor)
    context = {
        "head": _head(request),
        "tiles": _tiles(desk.count(everything), which, finished.week),
        "tasks": _tasks(finished.all, tasks, shown, by, which),
        "projects": _projects(request),
        "deadlines": _deadlines(request),
        "news": _news(),
        "next_deadline": _next_deadline(everything),
    }
    return render(request, "ui/pages/inbox.html", context)


@needs("thread.inbox:view")
def done(request: ActorRequest) -> HttpResponse:
    """What the person has done (已办), newest first."""
    page = Paginator(desk.done_by(request.actor), 20).get_page(request.GET.get("page"))
    head = {"title": _("已办"), "sub": [_("共 %(n)s 件") % {"n": page.paginator.count}]}
    crumbs = [parts.Crumb(_("待办"), reverse("inbox:index")), parts.Crumb(_("已办"))]
    return render(request, "thread/done.html", {"head": head, "crumbs": crumbs, "page": page, "sizes": []})


def _head(request: ActorRequest) -> dict[str, Any]:
    today = clock.today()
    actions = [*beginnings.voice(request.actor), *beginnings.project(request.actor)]
    week = _("第 %(n)s 周") % {"n": today.isocalendar().week}
    sub = [f"{formats.day_full(today)} {formats.weekday(today)}", request.actor.organisation_name, week]
    return {"title": _("待办"), "sub": sub, "actions": actions}


def _tiles(counts: desk.Counts, which: str, finished: int) -> list[parts.Tile]:
    first = (
        _("最早 %(time)s 截止") % {"time": f"{timezone.localtime(counts.first_today):%H:%M}"}
        if counts.first_today
        else ""
    )
    sunday = clock.today() + timedelta(days=6 - clock.today().weekday())
    rows = [
        (
            "overdue",
            counts.overdue,
            _("已逾期"),
            "alert-octagon",
            _("请先办理") if counts.overdue else _("没有逾期"),
            "overdue",
        ),
        ("today", counts.today, _("今天到期"), "alert-triangle", first, "today"),
        ("week", counts.week, _("本周到期"), "calendar", _("至 %(day)s") % {"day": formats.day(sunday)}, ""),
        ("", counts.all, _("全部待办"), "inbox", _("本周已办 %(n)s 件") % {"n": finished}, ""),
    ]
    return [
        parts.Tile(value, word, icon, f"?due={key}" if key else "?", note, tone, key == which)
        for key, value, word, icon, note, tone in rows
    ]


def _tasks(done_count: int, tasks: list[Task], shown: list[Task], by: str, which: str) -> dict[str, Any]:
    rest = len(tasks) - len(shown)
    keep = {"due": which} if which else {}
    groups = _groups(shown, by)
    return {
        "title": _("我的待办"),
        "groups": groups,
        "by": [
            parts.Tab(_("按步骤"), "?" + urlencode({**keep, "by": "step"}), by != "due"),
            parts.Tab(_("按期限"), "?" + urlencode({**keep, "by": "due"}), by == "due"),
        ],
        "done": parts.Tab(_("已办 %(n)s 件") % {"n": done_count}, reverse("inbox:done")),
        "more": parts.Tab(_("显示全部 %(n)s 件") % {"n": len(tasks)}, "?" + urlencode({**keep, "by": by, "all": 1})),
        "shown": _("显示 %(n)s 件，还有 %(rest)s 件") % {"n": len(shown), "rest": rest} if rest else "",
    }


def _groups(tasks: list[Task], by: str) -> list[parts.TaskGroup]:
    if by != "due":
        return [
            parts.TaskGroup(NAMES.get(group.step, _("其他")), [row(task) for task in group.tasks], group.step or None)
            for group in desk.by_step(tasks)
        ]
    heads: dict[str, list[parts.Task]] = {}
    for task in tasks:
        heads.setdefault(formats.day_full(task.due_at) if task.due_at else _("没有期限"), []).append(row(task))
    return [parts.TaskGroup(name, rows) for name, rows in heads.items()]


def row(task: Task) -> parts.Task:
    """One task as the inbox shows it."""
    due = due_of(task.due_at)
    return parts.Task(
        status=_status(due.tone, task.verb),
        title=task.title,
        url=task.path,
        action=asking.button(task.verb),
        due=due.text,
        due_note=task.due_basis or due.day,
        context=[task.context] if task.context else [],
        clause=chip(task.clause),
        tone=due.tone,
        warning=of_task(task),
    )


def _status(tone: str, verb: str) -> Status:
    if tone == "overdue":
        return WORDS["overdue"]
    return WORDS["due_today"] if tone == "today" else Status("active", asking.waiting(verb))


def _projects(request: ActorRequest) -> dict[str, Any] | None:
    found = desk.projects(request.actor)
    cards = [card(project) for project in found[:6]]
    return {"count": found.count(), "url": reverse("thread:list") + "?mine=1", "cards": cards} if cards else None


def card(project: Project) -> parts.ProjectCard:
    """A project with its mini bar."""
    amount = project.contract_amount or project.budget
    return parts.ProjectCard(
        title=project.title,
        url=project.get_absolute_url(),
        step=project.step,
        step_name=NAMES[project.step],
        amount=formats.wan_unit(amount) if amount else "",
        tone={"overdue": "overdue", "today": "due"}.get(due_of(project.next_due_at).tone, ""),
    )


def _deadlines(request: ActorRequest) -> list[parts.Deadline]:
    """The next legal deadlines; several of one kind, project and day (bonds to return, say) stand once."""
    until = workdays.due_end(workdays.add_working_days(clock.today(), AHEAD))
    shown: dict[tuple[str, str], parts.Deadline] = {}
    for task in desk.moments(request.actor, until)[:40]:
        what, _colon, about = task.title.partition("：")
        due_at = task.due_at or clock.now()
        key = (task.title, f"{timezone.localdate(due_at)}")
        shown.setdefault(
            key,
            parts.Deadline(timezone.localdate(due_at), what, about, task.path, due_of(task.due_at).tone, of_task(task)),
        )
    return list(shown.values())[:6]


def _news() -> list[dict[str, str]]:
    """Values of the rule book that changed in the last NEWS days, or will change."""
    since = clock.today() - timedelta(days=NEWS)
    made = []
    for parameter in book.law().parameters.values():
        line = parameter.line()
        if len(line.days) > 1 and line.days[-1] >= since and line.applied[-1].value != line.applied[-2].value:
            words = {
                "before": in_words(parameter, line.applied[-2].value),
                "after": in_words(parameter, line.applied[-1].value),
                "day": formats.day_full(line.days[-1]),
            }
            made.append(
                {"title": parameter.title, "text": _("由 %(before)s 调为 %(after)s，自%(day)s起适用。") % words}
            )
    return made


def _next_deadline(tasks: list[Task]) -> str:
    ahead = next((task for task in tasks if task.due_at and task.due_at >= clock.now()), None)
    if ahead is None:
        return _("今天的事都办完了。")
    return _("下一个期限是 %(day)s。") % {"day": formats.day(ahead.due_at)}
