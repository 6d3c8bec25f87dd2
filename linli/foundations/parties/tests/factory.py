"""Rows for the tests of every room: a small district like Lishui, fictional organisations, people with a membership.

Names repeat what the kind says and end in （演示）; asking for the same place or organisation twice gives the same row.
"""

from itertools import count

from stdnum.cn import uscc

from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.roles import PROVIDERS, OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor

DISTRICT, TOWN, COMMUNITY = "320117", "320117004", "320117004001"
OTHER_TOWN, OTHER_COMMUNITY = "320117005", "320117005001"
_LEVELS = {6: "district", 9: "town", 12: "community"}
_WORDS = {6: "示例区", 9: "示例街道", 12: "示例社区"}
_serial = count(1)


def make_place(code: str = COMMUNITY, name: str = "") -> Place:
    """The place with this code, and what it lies in: 320117 → 320117004 → 320117004001. Codes 4xx are zones."""
    found = Place.objects.filter(code=code).first()
    if found is not None:
        return found
    parent = make_place(code[:-3]) if len(code) > 6 else None
    level = "zone" if len(code) == 9 and code[6] == "4" else _LEVELS[len(code)]
    return Place.objects.create(code=code, name=name or _WORDS[len(code)] + code[6:], level=level, parent=parent)


def credit_code(serial: int | None = None) -> str:
    """A well-formed unified social credit code with a right check digit that belongs to nobody."""
    base = f"52320117MA{next(_serial) if serial is None else serial:07d}"
    return base + uscc.calc_check_digit(base)


def place_code_for(kind: str) -> str:
    """Where an organisation of this kind sits when the test does not say."""
    if kind == OrganisationKind.TOWN:
        return TOWN
    return COMMUNITY if kind == OrganisationKind.COMMUNITY else DISTRICT


def make_organisation(kind: str = "town", place: Place | str | None = None, name: str = "") -> Organisation:
    """An active organisation of a kind, with a credit code if it is a provider.

    Without a name the one of this kind at this place is returned again; providers are new each time.
    """
    where = place if isinstance(place, Place) else make_place(place or place_code_for(kind))
    provider = kind in PROVIDERS
    if not name and not provider:
        found = Organisation.objects.filter(kind=kind, place=where).first()
        if found is not None:
            return found
    label = OrganisationKind(kind).label
    return Organisation.objects.create(
        name=name or f"示例{label}{next(_serial) if provider else where.code}（演示）",
        kind=kind,
        place=where,
        credit_code=credit_code() if provider else None,
    )


def make_membership(organisation: Organisation, role: str = "clerk", name: str = "") -> Membership:
    """A new person who acts for an organisation."""
    serial = next(_serial)
    person = Person.objects.create_user(f"demo{serial}", name=name or f"示例人员{serial}")
    return Membership.objects.create(person=person, organisation=organisation, role=role)


def make_actor(
    kind: str = "town",
    role: str = "clerk",
    place: Place | str | None = None,
    organisation: Organisation | None = None,
) -> Actor:
    """A new person's actor, for the organisation given or the one of this kind at this place."""
    return actor_for(make_membership(organisation or make_organisation(kind, place), role))
