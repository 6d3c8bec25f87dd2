"""Keys for phones: given once, for oneself, taken back at any moment."""

import hashlib
import secrets

from django.utils.translation import gettext_lazy

from linli.foundations.forms.models import SurveyKey
from linli.foundations.forms.states import KeyState
from linli.foundations.parties.models import Membership
from linli.foundations.parties.signin.adapters import cipher
from linli.kernel import clock
from linli.kernel.actions import action
from linli.kernel.actor import Actor

REALM, PURPOSE = "Linli", "survey-key"


def ha1(login: str, token: str) -> str:
    """What HTTP digest sign-in compares (RFC 7616, MD5: the one that phones know)."""
    return hashlib.md5(f"{login}:{REALM}:{token}".encode(), usedforsecurity=False).hexdigest()


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@action("xforms.key:issue", gettext_lazy("领取采集密钥"))
def issue_key(*, actor: Actor, note: str = "") -> SurveyKey:
    """Give the actor's present role an address for his phone; the key returned carries its `token`, once."""
    assert actor.person_id is not None
    assert actor.organisation_id is not None
    memberships = Membership.objects.current().filter(
        person_id=actor.person_id, organisation_id=actor.organisation_id, role=actor.role
    )
    membership = memberships.earliest("pk")
    token = secrets.token_urlsafe(32)
    login = f"k{secrets.token_hex(5)}"
    key = SurveyKey.objects.create(
        membership=membership,
        organisation_id=membership.organisation_id,
        login=login,
        secret=cipher(PURPOSE).encrypt(ha1(login, token).encode()).decode(),
        digest=digest_of(token),
        note=note.strip(),
    )
    key.token = token  # type: ignore[attr-defined]
    return key


@action(
    "xforms.key:revoke", gettext_lazy("收回采集密钥"), subject=SurveyKey, moves=({KeyState.ACTIVE}, KeyState.REVOKED)
)
def revoke_key(key: SurveyKey, *, actor: Actor) -> SurveyKey:
    """The phone that has it is refused from its next request on."""
    key.revoked_at = clock.now()
    return key
