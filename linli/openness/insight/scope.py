"""What an actor's cockpit counts: the district for overseers, his place for a town, his own purchases for a department."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from linli.flow.s1_needs.models import Need
from linli.flow.thread.models import OVERSEERS, Project
from linli.foundations.parties.roles import OrganisationKind
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Task

PERIODS = ("year", "two", "all")


@dataclass(frozen=True, slots=True)
class Scope:
    """Projects and tasks in sight, of the years asked for. `first_year` is None for all years."""

    actor: Actor
    first_year: int | None

    def projects(self) -> QuerySet[Project]:
        """Projects of the period, published or not, that the actor answers for or oversees."""
        rows = Project.objects.filter(self._mine())
        return rows if self.first_year is None else rows.filter(year__gte=self.first_year)

    def tasks(self) -> QuerySet[Task]:
        """Duties on these projects; for overseers also those outside any project."""
        inside = Q(thread_key__in=Project.objects.filter(self._mine()).values("pk"))
        if self.actor.organisation_kind in OVERSEERS:
            inside |= Q(thread_key__isnull=True)
        return Task.objects.duties().filter(inside)

    def needs(self) -> QuerySet[Need]:
        """Needs of the period in the actor's places; a department has no places of its own and sees the listed ones."""
        rows = Need.objects.visible_to(self.actor)
        if self.actor.organisation_kind == OrganisationKind.TOWN:
            rows = rows.filter(place_code__startswith=self.actor.place_code)
        return rows if self.first_year is None else rows.filter(created_at__year__gte=self.first_year)

    def _mine(self) -> Q:
        if self.actor.organisation_kind in OVERSEERS:
            return Q()
        if self.actor.organisation_kind == OrganisationKind.TOWN:
            return Q(place_code__startswith=self.actor.place_code)
        return Q(purchaser_id=self.actor.organisation_id)


def scope_of(actor: Actor, period: str) -> Scope:
    """The scope of a period: this year, this and the last, or all."""
    this = clock.today().year
    return Scope(actor, {"year": this, "two": this - 1}.get(period))
