"""What the house holds about somebody with an account, for himself to take along (个人信息保护法 45)."""

from typing import Any

from allauth.mfa.models import Authenticator
from axes.models import AccessLog

from linli.foundations.parties.models import Membership, Person
from linli.kernel import clock
from linli.kernel.models import Event


def of(person: Person) -> dict[str, Any]:
    """Everything by which he is known here and everything he did; never a secret, never somebody else's data."""
    return {
        "made_at": clock.now(),
        "account": _account(person),
        "roles": _roles(person),
        "second_factors": [
            {"kind": one.type, "since": one.created_at}
            for one in Authenticator.objects.filter(user=person).order_by("pk")
        ],
        "sign_ins": list(
            AccessLog.objects.filter(username__iexact=person.username)
            .order_by("attempt_time")
            .values("attempt_time", "logout_time", "ip_address", "user_agent")
        ),
        "journal": list(
            Event.objects.filter(person=person)
            .order_by("id")
            .values("at", "organisation__name", "role", "verb", "subject_text", "outcome")
        ),
    }


def _account(person: Person) -> dict[str, Any]:
    names = ("username", "name", "phone", "email", "is_active", "last_login")
    return {name: getattr(person, name) for name in names}


def _roles(person: Person) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(person=person).select_related("organisation").order_by("pk")
    return [
        {
            "organisation": row.organisation.name,
            "role": row.get_role_display(),
            "since": row.since,
            "until": row.until,
            "revoked_at": row.revoked_at,
        }
        for row in rows
    ]
