"""The data that the page templates show. Rooms build these from their records; the templates never query.

`warning` of a deadline says that it may still move (linli.ui.due.shaky); the components show it by themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from linli.kernel.errors import Text
from linli.ui.status import Status
from linli.ui.steps import STEPS


@dataclass(frozen=True)
class Clause:
    """A law chip. `text`, `value`, `applies` fill the pop-over; `src` fetches it instead; `url` leads to the document."""

    label: Text
    verified: bool = True
    text: Text = ""
    value: Text = ""
    applies: Text = ""
    url: str = ""
    src: str = ""


@dataclass(frozen=True)
class Task:
    """A row of the inbox. `tone` is "", "today" or "overdue" (the coloured edge and the due text)."""

    status: Status
    title: Text
    url: str
    action: Text
    due: Text = ""
    due_note: Text = ""
    context: Sequence[Text] = ()
    clause: Clause | None = None
    tone: str = ""
    action_url: str = ""
    warning: Text = ""


@dataclass(frozen=True)
class TaskGroup:
    """Tasks under one heading: a step (number and name) or, grouped by deadline, a name alone."""

    name: Text
    tasks: Sequence[Task]
    step: int | None = None
    count: int | None = None


@dataclass(frozen=True)
class Tile:
    """A filter tile: how many, of what, and the address that filters by it. `tone`: "", "overdue", "today"."""

    value: int
    word: Text
    icon: str
    url: str
    note: Text = ""
    tone: str = ""
    active: bool = False


@dataclass(frozen=True)
class Step:
    """A step on the stepper. `state` is done, current or todo; `lines` at most two short ones."""

    number: int
    name: Text
    state: str = "todo"
    lines: Sequence[Text] = ()
    url: str = ""
    when: Text = ""
    link: Text = ""


def six_steps(current: int, lines: Mapping[int, Sequence[Text]] | None = None, *, closed: bool = False) -> list[Step]:
    """The six steps with `current` (1 to 6) under way; `closed` shows all of them done."""
    texts = lines or {}

    def state(number: int) -> str:
        if closed or number < current:
            return "done"
        return "current" if number == current else "todo"

    return [Step(number, name, state(number), texts.get(number, ())) for number, name in STEPS]


@dataclass(frozen=True)
class Fact:
    """A label and its value in a header or a summary list; `status` shows a badge instead of the value."""

    label: Text
    value: Text = ""
    unit: Text = ""
    note: Text = ""
    status: Status | None = None
    change_url: str = ""
    strong: bool = False
    warning: Text = ""


@dataclass(frozen=True)
class Figure:
    """A key figure: never without a unit and what it is compared with."""

    label: Text
    value: Text
    unit: Text = ""
    note: Text = ""
    tone: str = ""


@dataclass(frozen=True)
class Tab:
    """A tab is a link: its address carries the state."""

    label: Text
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Deadline:
    """A day in the list of deadlines. `tone`: "", "today", "overdue"."""

    day: date
    title: Text
    note: Text = ""
    url: str = ""
    tone: str = ""
    warning: Text = ""


@dataclass(frozen=True)
class Countdown:
    """The card of the next legal deadline. `tone`: calm, today, overdue. `moment_iso` lets the text count minutes."""

    moment: Text
    duty: Text
    left: Text = ""
    note: Text = ""
    tone: str = "calm"
    clause: Clause | None = None
    action: Text = ""
    url: str = ""
    moment_iso: str = ""
    title: Text = ""
    warning: Text = ""


@dataclass(frozen=True)
class Event:
    """A line of the time line. `kind`: person (solid), system (ring), task (open, ochre ring)."""

    when: Text
    verb: Text
    text: Text = ""
    kind: str = "person"
    year: Text = ""
    who: Sequence[Text] = ()
    clauses: Sequence[Clause] = ()
    url: str = ""
    iso: str = ""
    warning: Text = ""
    law_url: str = ""


@dataclass(frozen=True)
class EventGroup:
    """Events of one step, newest first; without a name no heading is shown."""

    events: Sequence[Event]
    name: Text = ""
    step: int | None = None


@dataclass(frozen=True)
class ProjectCard:
    """A project in a short list, with its mini bar. `tone`: "", "due", "overdue"."""

    title: Text
    url: str
    step: int
    step_name: Text
    amount: Text = ""
    unit: Text = ""
    tone: str = ""


@dataclass(frozen=True)
class Check:
    """A line of live checks. `state`: passed, failed, pending, warning. `url` and `link` lead to where it can be mended."""

    state: str
    title: Text
    note: Text = ""
    url: str = ""
    link: Text = ""


@dataclass(frozen=True)
class Problem:
    """A line of the error summary: what is wrong, how to mend it, the field it leads to."""

    text: Text
    remedy: Text = ""
    href: str = ""
    clause: Clause | None = None


@dataclass(frozen=True)
class Crumb:
    """A step of the way to the page; the last one has no address."""

    label: Text
    url: str = ""


@dataclass(frozen=True)
class Place:
    """A cell of the tile map. `level` 0 to 4 is its depth of colour; `row` and `column` count from 1."""

    name: Text
    value: Text
    row: int
    column: int
    level: int = 0
    status: Status | None = None
    url: str = ""


@dataclass(frozen=True)
class Slice:
    """A row of the money panel: label, share in words, amount."""

    label: Text
    amount: Text
    share: Text = ""
    total: bool = False


@dataclass(frozen=True)
class Action:
    """A button of a page head: a link, or a dialog to open. `variant`: default, primary, danger."""

    label: Text
    url: str = ""
    icon: str = ""
    variant: str = "default"
    dialog: str = ""
    disabled_reason: Text = ""
    extra: dict[str, str] = field(default_factory=dict)
