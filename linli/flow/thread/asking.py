"""A task in words: the button named by its act (去发布), and the badge that says what is waited for (待发布)."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from linli.kernel.actor import Actor
from linli.kernel.inbox import word_of
from linli.kernel.models import Task
from linli.kernel.models.inbox import TaskKind


def button(verb: str) -> str:
    """What the button of a task says; 去办理 where the act has no word of its own."""
    word = word_of(verb)
    return capfirst(_("去%(act)s") % {"act": word}) if word else _("去办理")


def waiting(verb: str) -> str:
    """What the badge of a task says that is not yet due."""
    word = word_of(verb)
    return _("待%(act)s") % {"act": word} if word else _("待办理")


def page(task: Task, actor: Actor) -> str:
    """The task's page, for whoever may do it; empty for others, who would be refused there. A moment's is open."""
    return task.path if task.kind == TaskKind.MOMENT or task.is_for(actor) else ""


def way(task: Task, actor: Actor) -> str:
    """Where a task leads from elsewhere: to its page, others to its project; empty where there is none."""
    project = reverse("thread:project", args=[task.thread_key]) if task.thread_key else ""
    return page(task, actor) or project


def brief(title: str, project: str) -> str:
    """A task's title without the project's, for where the project stands beside it: 公告合同, 报告进展：尾款."""
    act, colon, about = title.partition("：")
    rest = about.replace(project, "").strip() if project else about
    return f"{act}{colon}{rest}" if rest else act
