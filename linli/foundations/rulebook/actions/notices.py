"""A year's calendar changed: open deadlines are counted again, and those whose days moved are told."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from linli.foundations.rulebook import deadlines
from linli.foundations.rulebook.models.notices import DeadlineNotice, NoticeState
from linli.kernel import clock, hooks, inbox, year_cache
from linli.kernel.actions import action, record, touch_thread
from linli.kernel.actor import Actor
from linli.kernel.deadline import counted_again
from linli.kernel.models import Task
from linli.kernel.permissions import reach

NOTE = "rulebook.notice:note"
Office = tuple[int, str, int | None]


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline that moved, in words and ISO days; whose it is, and the task or column that holds it."""

    title: str
    path: str
    before: str
    after: str
    office: Office | None
    task: int | None = None
    column: str = ""


@hooks.on("calendar.changed")
def recount(*, year: int, actor: Actor) -> None:
    """Count every open deadline that touches the year again. What has passed, and what a person fixed, stays."""
    with year_cache.years.held():
        found = _moved_columns(year)
        found += _moved_tasks(year, {key: (one.before, moment) for key, one, moment in found if one.column})
    records: dict[tuple[str, int], list[tuple[Move, datetime]]] = defaultdict(list)
    told: dict[Office, list[Move]] = defaultdict(list)
    for key, one, moment in found:
        records[key].append((one, moment))
        if one.office is not None:
            told[one.office].append(one)
    for (label, pk), moves in records.items():
        subject = apps.get_model(label)._default_manager.filter(pk=pk).first()
        move(record_=subject, moves=moves, year=year, actor=Actor.system())
    for office, listed in told.items():
        tell(year=year, office=office, moves=listed, actor=Actor.system())


Found = list[tuple[tuple[str, int], Move, datetime]]


def _moved_tasks(year: int, shifted: dict[tuple[str, int], tuple[str, datetime]]) -> Found:
    """Tasks that were counted; one whose period begins where a column of its record ends begins at the column's new day."""
    ahead = Task.objects.open().filter(due_at__gt=clock.now(), due_at__year__gte=year, counted__unit="working_days")
    found: Found = []
    for task in ahead.order_by("pk"):
        key, counted = (task.subject_type, task.subject_id), dict(task.counted or {})
        ended, begins = shifted.get(key, ("", None))
        if begins is not None and counted["from"] == ended:
            counted["from"] = _day(begins)
        again = counted_again(counted)
        if again is not None and int(counted["from"][:4]) <= year and not _same(task, again):
            found.append((key, _of_task(task, again), again))
    return found


def _of_task(task: Task, again: datetime) -> Move:
    assert task.due_at is not None
    office = (task.organisation_id, task.role, task.person_id) if task.organisation_id else None
    return Move(task.title, task.path, _day(task.due_at), _day(again), office, task=task.pk)


def _moved_columns(year: int) -> Found:
    found: Found = []
    for field in deadlines.FIELDS:
        for row, before in field.rows(year):
            again = field.counted(row)
            if _day(before) == _day(again):
                continue
            key, tasks = (row._meta.label_lower, row.pk), list(_tasks_for(row, before))
            owner = reach(row, field.tell)
            office = (owner, "clerk", None) if owner and not tasks else None
            path = row.get_absolute_url()  # type: ignore[attr-defined]
            title = f"{field.label}：{row}"[:200]
            found.append((key, Move(title, path, _day(before), _day(again), office, column=field.name), again))
            found += [(key, _of_task(task, again), again) for task in tasks if task.counted is None]
    return found


def _tasks_for(row: models.Model, due_at: datetime) -> "models.QuerySet[Task]":
    """The record's tasks for the same day: whoever has one hears of it by that."""
    return Task.objects.open().filter(subject_type=row._meta.label_lower, subject_id=row.pk, due_at=due_at)


def _same(task: Task, after: datetime) -> bool:
    return task.due_at is not None and _day(task.due_at) == _day(after)


def _day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()


@action(
    "rulebook.deadline:move",
    gettext_lazy("期限随工作日历变动"),
    tells=gettext_lazy("%(what)s 由 %(before)s 改为 %(after)s"),
)
def move(*, record_: Any, moves: list[tuple[Move, datetime]], year: int, actor: Actor) -> Any:
    """Move a record's open deadlines to their new days; the record's own columns too."""
    columns = {one.column: moment for one, moment in moves if one.column}
    if columns:
        more = {"version": models.F("version") + 1} if hasattr(record_, "version") else {}
        type(record_)._default_manager.filter(pk=record_.pk).update(**columns, **more)
    for one, moment in moves:
        if one.task is not None:
            again = getattr(moment, "counted", None)
            Task.objects.open().filter(pk=one.task).update(due_at=moment, counted=again)
    first = moves[0][0]
    record(
        year=year, what=first.title, before=first.before, after=first.after,
        all=[[one.title, one.before, one.after] for one, _moment in moves],
    )  # fmt: skip
    key = getattr(record_, "thread_key", None)
    if key is not None:
        touch_thread(key)
    return record_


@action("rulebook.notice:tell", gettext_lazy("告知期限变动"), tells=gettext_lazy("%(year)s 年，%(count)s 项"))
def tell(*, year: int, office: Office, moves: list[Move], actor: Actor) -> DeadlineNotice:
    """Put the moved days into an office's inbox; what it has not yet noted of the same year is told together."""
    organisation, role, person = office
    about: dict[str, Any] = {"year": year, "organisation_id": organisation, "role": role, "person_id": person}
    found = DeadlineNotice.objects.filter(**about, state=NoticeState.OPEN).first()
    notice = found or DeadlineNotice(**about)
    listed = {(one["title"], one["path"]): one for one in notice.moves}
    for one in moves:
        before = listed.get((one.title, one.path), {}).get("before", one.before)
        listed[one.title, one.path] = {
            name: text for name, text in asdict(one).items() if name in ("title", "path", "after")
        } | {"before": before}
    notice.moves = [one for one in listed.values() if one["before"] != one["after"]]
    notice.save()
    if notice.moves:
        inbox.open_task(
            notice,
            NOTE,
            title=str(notice),
            context="；".join(f"{one['title']} {one['before']} → {one['after']}" for one in notice.moves),
            organisation_id=organisation,
            role=role,
            person_id=person,
        )
    else:
        inbox.cancel(notice, NOTE)
    record(year=year, count=len(notice.moves))
    return notice


@action(
    NOTE,
    gettext_lazy("知悉期限变动"),
    subject=DeadlineNotice,
    moves=({str(NoticeState.OPEN)}, str(NoticeState.NOTED)),
)
def note(notice: DeadlineNotice, *, actor: Actor) -> DeadlineNotice:
    """Say that the new days were read."""
    return notice
