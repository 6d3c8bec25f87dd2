"""Permissions are predicates over (actor, subject), named `room.object:verb`.

Each room's permissions.py grants its own verbs with `grant`; nobody has what no room granted.
"""

from collections.abc import Callable
from typing import Any, Protocol

import rules
from rules.predicates import predicate as make_predicate

from linli.kernel.actor import Actor


class Predicate(Protocol):
    """A condition over (actor, subject), composed with `&`, `|` and `~`."""

    def __call__(self, actor: Actor, subject: Any = None) -> bool: ...
    def __and__(self, other: "Predicate") -> "Predicate": ...
    def __or__(self, other: "Predicate") -> "Predicate": ...
    def __invert__(self) -> "Predicate": ...


def predicate(function: Callable[..., bool], name: str | None = None) -> Predicate:
    """Make a predicate of a function of the actor, or of the actor and the subject."""
    made: Predicate = make_predicate(function, name=name)
    return made


def grant(permission: str, who: Predicate) -> None:
    """Say who has a permission. Granting one twice is a mistake and raises KeyError."""
    rules.add_perm(permission, who)


def granted_permissions() -> list[str]:
    """Every permission that some room granted, sorted."""
    return sorted(rules.permissions.permissions)


@predicate
def anyone(actor: Actor) -> bool:
    """Everybody, residents without an account included."""
    return True


@predicate
def signed_in(actor: Actor) -> bool:
    return actor.signed_in


@predicate
def system(actor: Actor) -> bool:
    return actor.kind == "system"


def role(*roles: str) -> Predicate:
    """The actor holds one of these roles in the organisation he acts for."""
    return predicate(lambda actor: actor.role in roles, name="role:" + ",".join(roles))


def kind(*kinds: str) -> Predicate:
    """The actor acts for an organisation of one of these kinds."""
    return predicate(lambda actor: actor.organisation_kind in kinds, name="kind:" + ",".join(kinds))


def own(field: str = "organisation_id") -> Predicate:
    """The subject's organisation is the actor's. `field` may be a dotted path; a subject is required."""
    return predicate(
        lambda actor, subject: actor.organisation_id is not None and reach(subject, field) == actor.organisation_id,
        name=f"own:{field}",
    )


def covered(field: str = "place.code") -> Predicate:
    """The subject's place lies in the actor's. `field` may be a dotted path; a subject is required."""

    def within(actor: Actor, subject: Any) -> bool:
        code = reach(subject, field)
        return isinstance(code, str) and actor.covers(code)

    return predicate(within, name=f"covered:{field}")


def reach(subject: Any, path: str) -> Any:
    """Follow a dotted path of attributes; None where it breaks off."""
    for name in path.split("."):
        subject = getattr(subject, name, None)
    return subject
