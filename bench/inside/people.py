"""Fictional people to act and to sign in as, written directly."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.signin.session import SIGNED_IN_AT
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.kernel.actor import Actor

DISTRICT = "320117"


def place(code: str) -> Place:
    """A division of the measured district, and what it lies in."""
    above = place(code[:-3]) if len(code) > 6 else None
    level = {6: "district", 9: "town", 12: "community"}[len(code)]
    found, _new = Place.objects.get_or_create(
        code=code, defaults={"name": f"示例{code}", "level": level, "parent": above}
    )
    return found


def organisation(kind: str, code: str) -> Organisation:
    """The organisation of this kind at this place."""
    where = place(code)
    found = Organisation.objects.filter(kind=kind, place=where).first()
    return found or Organisation.objects.create(name=f"示例{kind}{code}（演示）", kind=kind, place=where)


def member(kind: str, code: str, role: str, *, serial: int = 0) -> Membership:
    """A person who acts for it."""
    username = f"bench.{kind}.{code}.{role}.{serial}"
    person = Person.objects.filter(username=username).first()
    person = person or Person.objects.create_user(username, name=f"示例人员{serial}")
    found, _new = Membership.objects.get_or_create(
        person=person, organisation=organisation(kind, code), role=role, until=None
    )
    return found


def actor(kind: str, code: str, role: str, *, serial: int = 0) -> Actor:
    return actor_for(member(kind, code, role, serial=serial))


def cookie(person: Person) -> str:
    """The Cookie header of a session that begins now."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[SIGNED_IN_AT] = int(clock.now().timestamp())
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
