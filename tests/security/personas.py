"""Everybody who might try: the shown accounts, and people who stand in a known relation to the record in question.

The first are fixed, whatever the record; the others are found for each record, so that "another town's clerk" is always
of a town that has nothing to do with it, and "the purchaser's clerk" always of the one that has.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from linli.demo.cast import ACCOUNTS
from linli.flow.s3_tenders.models import Contract, Seat, Tender
from linli.flow.thread.models import Project
from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.roles import PROVIDERS
from linli.foundations.places.models import Place
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.kernel.models import Approval, Task
from linli.kernel.permissions import reach
from linli.openness.insight.models import Reminder
from tests.security.finding import bids_of

Finder = Callable[[Any], Actor]
_found: dict[tuple[str, str, int], Actor] = {}


@cache
def everybody() -> list[Actor]:
    """One actor for every membership in force, oldest first."""
    found = Membership.objects.current().filter(organisation__state="active", person__is_active=True)
    return [actor_for(one) for one in found.select_related("person", "organisation__place").order_by("pk")]


def first(fits: Callable[[Actor], bool]) -> Actor:
    return next(one for one in everybody() if fits(one))


def account(username: str) -> Finder:
    return lambda record: first(lambda one: one.person_id == _person(username))


@cache
def _person(username: str) -> int:
    return Person.objects.values_list("pk", flat=True).get(username=username)


def nobody(record: Any) -> Actor:
    """Somebody who signs in and acts for no organisation."""
    return Actor(kind="person", person_id=_person("wusuo"), person_name="无所属示例")


def project_of(record: Any) -> Project | None:
    """The purchase that a record belongs to."""
    if isinstance(record, Project):
        return record
    if isinstance(record, Approval | Task):
        key = record.thread_key
        return Project.objects.filter(pk=key).first() if key else None
    found = reach(record, "project") or reach(record, "tender.project") or reach(record, "evaluation.project")
    return found if isinstance(found, Project) else None


HOMES = (
    "document.organisation_id", "draft.document.organisation_id", "owner_id", "organisation_id", "account.owner_id",
    "line.account.owner_id", "source.owner_id", "from_account.source.owner_id",
)  # fmt: skip
"""Where a record names the organisation whose it is."""


def home_of(record: Any) -> int | None:
    """The organisation whose record it is: the purchaser's, else the one that it names."""
    project = project_of(record)
    if project is not None:
        return project.purchaser_id
    if isinstance(record, Organisation):
        return record.pk
    if isinstance(record, Reminder):
        return record.recipient_id
    if isinstance(record, Place):
        homes = Organisation.objects.filter(place=record, kind__in=("community", "town", "civil_affairs"))
        return homes.values_list("pk", flat=True)[0]
    if isinstance(record, Person):
        return next(one.organisation_id for one in everybody() if one.person_id == record.pk)
    for path in HOMES:
        if (found := reach(record, path)) is not None:
            return int(found)
    return None


def place_of(record: Any) -> str:
    project = project_of(record)
    code = project.place_code if project else reach(record, "place_code") or reach(record, "place.code")
    kept = reach(record, "document.place.code") or reach(record, "draft.document.place.code")
    return str(code or kept or reach(record, "code") or reach(record, "organisation.place.code") or "")


def in_home(*roles: str) -> Finder:
    def found(record: Any) -> Actor:
        home = home_of(record)
        mine = [one for one in everybody() if one.organisation_id == home and one.role in roles]
        return mine[0] if mine else nobody(record)

    return found


def winner(*roles: str) -> Finder:
    """Of the provider that has the contract (or whose contract it will be)."""

    def found(record: Any) -> Actor:
        project = project_of(record)
        wanted = record.provider_id if isinstance(record, Contract) else reach(project, "provider_id")
        mine = [one for one in everybody() if one.organisation_id == wanted and one.role in roles]
        return mine[0] if mine else nobody(record)

    return found


def concerned(record: Any) -> set[int]:
    """Every organisation that the record's purchase has to do with: purchaser, provider, bidders."""
    project = project_of(record)
    return concerned_by(project) if project else {home for home in (home_of(record),) if home}


@cache
def concerned_by(project: Project) -> set[int]:
    found = {project.purchaser_id, project.provider_id or 0}
    for tender in Tender.objects.filter(project=project):
        found |= {tender.invited_id or 0, *(bid.organisation_id for bid in bids_of(tender))}
    return {one for one in found if one}


def stranger(kinds: tuple[str, ...], role: str) -> Finder:
    """Of an organisation of these kinds that has nothing to do with the record and does not serve its place."""

    def found(record: Any) -> Actor:
        place, near = place_of(record), concerned(record)
        return first(
            lambda one: (
                one.organisation_kind in kinds
                and one.role == role
                and one.organisation_id not in near
                and not (place.startswith(one.place_code) and one.organisation_kind in ("town", "community"))
                and (not place or one.place_code[:9] != place[:9] or one.organisation_kind in PROVIDERS)
            )
        )

    return found


def panelist(record: Any) -> Actor:
    """Who sits on the panel of the record's tender; nobody where there is none."""
    tender = record if isinstance(record, Tender) else reach(record, "tender")
    project = project_of(record)
    if tender is None or project is None:
        return nobody(record)
    with rls.acting(Actor(kind="person", organisation_id=project.purchaser_id)):
        seat = Seat.objects.filter(tender=tender, state="accepted").order_by("number").first()
    seat = record if isinstance(record, Seat) else seat
    if seat is None:
        return nobody(record)
    return first(lambda one: (one.person_id, one.organisation_id) == (seat.person_id, seat.organisation_id))


PERSONAS: dict[str, Finder] = {
    "anonymous": lambda record: Actor.public(),
    "nobody": nobody,
    **{username: account(username) for username in ACCOUNTS},
    "own-clerk": in_home("clerk", "manager", "expert"),
    "own-leader": in_home("leader"),
    "winner": winner("manager"),
    "winner-staff": winner("staff"),
    "panelist": panelist,
    "other-town": stranger(("town",), "clerk"),
    "other-town-leader": stranger(("town",), "leader"),
    "other-community": stranger(("community",), "clerk"),
    "other-provider": stranger(tuple(PROVIDERS), "manager"),
}


FIXED = ("anonymous", "nobody", *ACCOUNTS)
"""These are who they are whatever the record."""
PASSERS_BY = ("anonymous", "nobody", "jiedao", "chengjie", "jiandu")
"""Enough for a page that is open to everybody."""


def found(persona: str, record: Any) -> Actor:
    """Who the persona is for this record, or the system; looked up once."""
    if persona == "system":
        return Actor.system()
    key = (persona, type(record).__name__, getattr(record, "pk", 0))
    if key not in _found:
        _found[key] = PERSONAS[persona](record)
    return _found[key]


def forget() -> None:
    """Another world follows."""
    everybody.cache_clear()
    _person.cache_clear()
    concerned_by.cache_clear()
    _found.clear()
