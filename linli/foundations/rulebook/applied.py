"""What the journal knows of a parameter: which verbs cited it, and how often it stopped something."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncMonth

from linli.kernel import hooks, journal
from linli.kernel.actions import registry
from linli.kernel.actor import Actor
from linli.kernel.models import Event
from linli.kernel.models.journal import Outcome

LISTED = 20


@dataclass(frozen=True, slots=True)
class Cited:
    """A verb that applied the parameter: how often, when first and last."""

    verb: str
    count: int
    first: datetime
    last: datetime

    @property
    def label(self) -> str:
        found = registry.get(self.verb)
        return str(found.label) if found else self.verb


def cited(parameter: str) -> list[Cited]:
    """By verb, the most frequent first."""
    found = Event.objects.filter(outcome=Outcome.DONE, law__contains=[{"parameter": parameter}])
    rows = found.order_by().values("verb").annotate(count=Count("pk"), first=Min("at"), last=Max("at"))
    return [Cited(**row) for row in sorted(rows, key=lambda row: (-row["count"], row["verb"]))]


def stopped(parameter: str) -> "QuerySet[Event]":
    """Refusals that this parameter caused, newest first; what a room still withholds is left out."""
    named = Q(facts__contains={"parameters": [parameter]}) | Q(facts__contains={"code": parameter})
    return journal.disclosed().filter(named, outcome=Outcome.REFUSED).order_by("-id")


def by_month(events: "QuerySet[Event]") -> list[tuple[date, int]]:
    """How many a month, in the order of time."""
    rows = events.order_by().annotate(month=TruncMonth("at")).values("month").annotate(count=Count("pk"))
    return sorted((row["month"].date(), row["count"]) for row in rows)


def seen_by(actor: Actor, event: Event) -> bool:
    """Whether the actor may open an event: whoever reads the journal, his own and his office's, and whatever a room above
    opens to him (hook `journal.may_see`: a project's events to those who see the project)."""
    if actor.may("thread.journal:view"):
        return True
    own = actor.organisation_id is not None and event.organisation_id == actor.organisation_id
    return own or any(hooks.call("journal.may_see", event=event, actor=actor))


def listed(events: "QuerySet[Event]", actor: Actor) -> Iterator[Event]:
    """The newest of them that the actor may open."""
    shown = 0
    for event in events.select_related("organisation").defer("leaf")[: LISTED * 5]:
        if shown < LISTED and seen_by(actor, event):
            shown += 1
            yield event
