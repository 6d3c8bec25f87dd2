"""How far off a deadline is, in the words of the interface."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel import clock, workdays
from linli.ui import formats


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
