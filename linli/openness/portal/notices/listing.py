"""Finding notices: by kind, town and words, newest first."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.kernel.models import Event
from linli.kernel.models.journal import Outcome
from linli.kernel.search import words
from linli.openness.portal import remembered
from linli.openness.portal.notices.kinds import BY_KEY, BY_VERB, Kind
from linli.openness.portal.windows import SIZE, Window, window


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asked the notices for."""

    kind: str = ""
    text: str = ""
    town: str = ""
    page: str = field(default="1", compare=False)

    @classmethod
    def from_query(cls, query: QueryDict) -> "Wanted":
        """Read the list's address; values that mean nothing are dropped."""
        town = query.get("town", "")
        return cls(
            kind=query.get("kind", "") if query.get("kind", "") in BY_KEY else "",
            text=" ".join(query.get("q", "").replace("\x00", "").split())[:60],
            town=town if town.isascii() and town.isdigit() and len(town) <= 12 else "",
            page=query.get("page", "1"),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.text or self.town)


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in a list."""

    position: int
    kind: Kind
    title: str
    organisation: str
    at: datetime


def public_events(*, all_of_them: bool = False) -> QuerySet[Event]:
    """Public events of published projects, and those that belong to no project.

    A few of many are read fastest by looking up the project of each; all of them, by reading all projects first. The
    database cannot tell which is wanted, so each has its own form of the same condition.
    """
    rows = Event.objects.filter(public=True, outcome=Outcome.DONE)
    project = Project.objects.filter(pk=OuterRef("thread_key"))
    if all_of_them:
        return rows.filter(Q(thread_key__isnull=True) | Exists(project.published()))
    since = Subquery(project.values("public_since")[:1])
    return rows.alias(shown_since=since).filter(Q(thread_key__isnull=True) | Q(shown_since__isnull=False))


def find(wanted: Wanted, *, all_of_them: bool = False) -> QuerySet[Event]:
    """The notices that fit, newest first."""
    verbs = BY_KEY[wanted.kind].verbs if wanted.kind else tuple(BY_VERB)
    rows = public_events(all_of_them=all_of_them).filter(verb__in=verbs)
    if wanted.text:
        about = Project.objects.published().filter(words(wanted.text)).values("pk")
        rows = rows.filter(Q(thread_key__in=about) | Q(thread_key__isnull=True, subject_text__icontains=wanted.text))
    if wanted.town:
        there = Project.objects.published().filter(place_code__startswith=wanted.town).values("pk")
        theirs = Q(thread_key__isnull=True, organisation__place__code__startswith=wanted.town)
        rows = rows.filter(Q(thread_key__in=there) | theirs)
    return rows.order_by("-id")


def page(wanted: Wanted, position: int | None, size: int = SIZE) -> Window[Line]:
    """One page of notices."""
    count = remembered.at(position, ("notices", wanted), lambda: find(wanted, all_of_them=True).order_by().count())
    shown = window(find(wanted), wanted.page, count, size=size)
    return replace(shown, rows=lines([key for (key,) in shown.rows]))  # type: ignore[arg-type, return-value]


def latest(count: int) -> list[Line]:
    """The newest notices of all kinds."""
    return lines(list(find(Wanted()).values_list("pk", flat=True)[:count]))


def of_project(project: Project) -> list[Line]:
    """The notices of one published project, newest first."""
    events = find(Wanted()).filter(thread_key=project.pk)
    return lines(list(events.values_list("pk", flat=True)))


def at(position: int) -> Event:
    """The notice at a journal position. Raises Http404 when there is none that everybody may see."""
    rows = public_events().filter(journal_position__position=position, verb__in=tuple(BY_VERB))
    return get_object_or_404(rows.select_related("organisation", "journal_position"))


def project_number(event: Event) -> str | None:
    """The number of the published project that an event belongs to, if any."""
    if event.thread_key is None:
        return None
    return Project.objects.published().filter(pk=event.thread_key).values_list("number", flat=True).first()


def lines(keys: list[int]) -> list[Line]:
    """Lines for the events with these keys, in the order of the keys; an event without a position yet is left out."""
    fields = ("id", "verb", "at", "subject_text", "thread_key", "organisation__name", "journal_position__position")
    rows = {row["id"]: row for row in Event.objects.filter(pk__in=keys).values(*fields)}
    threads = {row["thread_key"] for row in rows.values() if row["thread_key"]}
    titles = dict(Project.objects.published().filter(pk__in=threads).values_list("pk", "title")) if threads else {}
    found = (rows[key] for key in keys if key in rows)
    return [_line(row, titles) for row in found if row["journal_position__position"] is not None]


def _line(row: dict[str, Any], titles: dict[int, str]) -> Line:
    return Line(
        position=row["journal_position__position"],
        kind=BY_VERB[row["verb"]],
        title=titles.get(row["thread_key"], row["subject_text"]),
        organisation=row["organisation__name"] or _("系统"),
        at=row["at"],
    )
