"""Who acts in this request: the person signed in, for the organisation he chose, as his memberships stand now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership
from linli.foundations.parties.states import OrganisationState
from linli.kernel.actor import Actor

ACTS_AS = "membership_id"


class CurrentActor:
    """Sets `request.actor` and `request.memberships`, both found when first asked for. Memberships are read anew in
    every request (one query), so that an ended one is without effect at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.memberships = SimpleLazyObject(lambda: memberships_of(request))  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: find_actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The memberships in force of the person signed in, in active organisations, oldest first."""
    if not request.user.is_authenticated:
        return []
    person = request.user
    found = list(
        Membership.objects.current()
        .filter(person_id=person.pk, organisation__state=OrganisationState.ACTIVE)
        .select_related("organisation__place")
        .order_by("id")
    )
    for membership in found:
        membership.person = person
    return found


def find_actor(request: HttpRequest) -> Actor:
    """The actor: by the membership the session names, else by the oldest; without one, a person for nobody."""
    if not request.user.is_authenticated:
        return Actor.public()
    memberships: list[Membership] = request.memberships  # type: ignore[attr-defined]
    if not memberships:
        person = request.user
        return Actor(kind="person", person_id=person.pk, person_name=person.name)
    chosen = request.session.get(ACTS_AS)
    return actor_for(next((m for m in memberships if m.pk == chosen), memberships[0]))
