"""How far off a deadline is, in the words of the interface."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.kernel import clock, workdays
from linli.kernel.errors import Text
from linli.kernel.models import Task
from linli.ui import formats
from linli.ui.parts import Fact


@dataclass(frozen=True, slots=True)
class Due:
    """`text` for the row (今天 18:00, 剩 4 个工作日), `day` the date beside it, `tone` "", today or overdue."""

    text: str = ""
    day: str = ""
    tone: str = ""


def due_of(due_at: datetime | None) -> Due:
    """The words and the tone of a deadline at the present moment; all empty for none."""
    if due_at is None:
        return Due()
    left = workdays.remaining(due_at, clock.now())
    days = min(left.days, -1) if left.overdue and left.days == 0 else left.days
    return Due(formats.remaining(days, left.kind, at=due_at), formats.day(due_at), formats.tone(days))


def shaky(due_at: date | datetime | None, counted: dict[str, Any] | None = None) -> str:
    """The warning that a deadline rests on a year whose swaps (调休) are not announced yet; empty where it cannot move.

    A moment with an hour of its own was fixed by a person, not counted, and stays; so does what was counted in plain days
    (`counted`, see kernel/deadline.py).
    """
    if due_at is None or (counted is not None and counted.get("unit") != "working_days"):
        return ""
    if isinstance(due_at, datetime):
        local = timezone.localtime(due_at)
        if local.time().replace(microsecond=0) != workdays.END_OF_DAY:
            return ""
        last = local.date()
    else:
        last = due_at
    if last < clock.today():
        return ""
    years = workdays.unannounced(clock.today(), last)
    return _("%(years)s 年调休未公布，期限可能变动") % {"years": "、".join(map(str, years))} if years else ""


def of_task(task: Task) -> str:
    """The warning of a task's deadline."""
    return shaky(task.due_at, task.counted)


def fact(label: Text, due_at: date | datetime | None, **more: Any) -> Fact:
    """A deadline among the facts of a page, with its warning."""
    return Fact(label, formats.day_full(due_at), warning=shaky(due_at), **more)
