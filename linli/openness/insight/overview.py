"""What the cockpit shows, computed: five figures, funnel, towns, money, satisfaction, what is late."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Left

from linli.flow.s5_evaluation.models import Instrument
from linli.flow.s5_evaluation.states import InstrumentKind, InstrumentState
from linli.flow.thread.models import Project
from linli.flow.thread.states import ENDED, Step
from linli.foundations.funds.models import Reservation, SourceKind
from linli.foundations.places.models import Level, Place
from linli.kernel import clock
from linli.kernel.models import Task
from linli.kernel.models.inbox import TaskState
from linli.openness.insight import rules
from linli.openness.insight.scope import Scope

SOON = timedelta(days=3)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """Yuan, counts, and how many of the closed duties with a deadline were closed in time."""

    running: int
    budget: Decimal
    contracted: Decimal
    paid: Decimal
    in_time: int
    closed: int
    overdue: int
    overdue_legal: int


@dataclass(frozen=True, slots=True)
class Town:
    """One town of the tile map. `overdue` and `soon` count open duties on its projects."""

    code: str
    name: str
    running: int
    contracted: Decimal
    overdue: int
    soon: int


def totals(scope: Scope) -> Totals:
    """Three statements."""
    money = scope.projects().aggregate(
        running=Count("id", filter=~Q(state__in=ENDED)),
        budget=Sum("budget"),
        contracted=Sum("contract_amount"),
        paid=Sum(F("paid_amount") - F("refunded_amount")),
    )
    now = clock.now()
    duties = scope.tasks().aggregate(
        in_time=Count("id", filter=Q(state=TaskState.DONE, closed_at__lte=F("due_at"))),
        closed=Count("id", filter=Q(state=TaskState.DONE, due_at__isnull=False)),
        overdue=Count("id", filter=Q(state=TaskState.OPEN, due_at__lt=now)),
        overdue_legal=Count("id", filter=Q(state=TaskState.OPEN, due_at__lt=now, clause__isnull=False)),
    )
    return Totals(
        running=money["running"],
        budget=money["budget"] or ZERO,
        contracted=money["contracted"] or ZERO,
        paid=money["paid"] or ZERO,
        **duties,
    )


def funnel(scope: Scope) -> list[tuple[int, str, int]]:
    """Step, name, how many got that far: needs in step 1, then projects that reached the step."""
    reached = dict(scope.projects().order_by().values_list("step").annotate(Count("id")))
    rows = [(int(Step.NEEDS), str(Step.NEEDS.label), scope.needs().count())]
    for step in list(Step)[1:]:
        rows.append((int(step), str(step.label), sum(n for at, n in reached.items() if at >= step)))
    return rows


def towns(scope: Scope) -> list[Town]:
    """Every town in sight, by code; four statements."""
    now = clock.now()
    projects = scope.projects().annotate(town=Left("place_code", 9)).order_by()
    running = {row[0]: row[1:] for row in _by_town(projects)}
    duties = Q(state=TaskState.OPEN, due_at__lt=now + SOON)
    late = scope.tasks().filter(duties, thread_key__isnull=False).values_list("thread_key", "due_at")
    where = dict(projects.filter(pk__in=[key for key, _due in late]).values_list("pk", "town"))
    overdue: dict[str, int] = {}
    soon: dict[str, int] = {}
    for key, due in late:
        if key in where and due is not None:
            side = overdue if due < now else soon
            side[where[key]] = side.get(where[key], 0) + 1
    names = Place.objects.within(settings.DISTRICT).filter(level__in=[Level.TOWN, Level.ZONE])
    if scope.actor.place_code and len(scope.actor.place_code) >= 9:
        names = names.filter(code=scope.actor.place_code[:9])
    return [
        Town(code, name, *running.get(code, (0, ZERO)), overdue.get(code, 0), soon.get(code, 0))
        for code, name in names.order_by("code").values_list("code", "name")
    ]


def _by_town(projects: QuerySet[Any]) -> list[tuple[str, int, Decimal]]:
    rows = projects.values_list("town").annotate(
        running=Count("id", filter=~Q(state__in=ENDED)), contracted=Sum("contract_amount")
    )
    return [(town, running, contracted or ZERO) for town, running, contracted in rows]


def money_flow(scope: Scope) -> list[tuple[str, str, Decimal]]:
    """(source, use, yuan) of what is reserved, committed and spent for the projects in sight; two statements."""
    held = Reservation.objects.filter(project_key__in=scope.projects().values("pk"))
    rows = held.values_list("project_key", "source__kind", F("reserved") + F("committed") + F("spent"))
    found = list(rows)
    uses = dict(Project.objects.filter(pk__in={key for key, _k, _a in found}).values_list("pk", "catalogue_name"))
    sums: dict[tuple[str, str], Decimal] = {}
    for key, kind, amount in found:
        pair = (str(SourceKind(kind).label), uses.get(key, ""))
        sums[pair] = sums.get(pair, ZERO) + amount
    return [(source, use, amount) for (source, use), amount in sorted(sums.items()) if amount]


def satisfaction(scope: Scope) -> tuple[rules.Interval | None, list[tuple[str, rules.Interval]]]:
    """All answers together, and by town, the best first; one statement, and one for the names."""
    rows = Instrument.objects.filter(
        kind=InstrumentKind.SATISFACTION,
        state=InstrumentState.RECORDED,
        counts__isnull=False,
        project__in=scope.projects(),
    ).values_list("project__place_code", "counts")
    by_town: dict[str, list[list[int]]] = {}
    for code, counts in rows:
        by_town.setdefault(code[:9], []).append(list(counts or ()))
    names = dict(Place.objects.filter(code__in=by_town).values_list("code", "name"))
    found = [(names.get(code, code), rules.satisfaction(surveys)) for code, surveys in by_town.items()]
    known = [(name, interval) for name, interval in found if interval is not None]
    everything = rules.satisfaction([survey for surveys in by_town.values() for survey in surveys])
    return everything, sorted(known, key=lambda row: -row[1].mean)


def late(scope: Scope) -> QuerySet[Task]:
    """Open duties that are overdue or fall due within three days, those with a clause first among equals."""
    rows = scope.tasks().filter(state=TaskState.OPEN, due_at__lt=clock.now() + SOON)
    return rows.select_related("organisation__place").order_by("due_at", "id")
