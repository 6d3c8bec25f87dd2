"""Links that carry their own right: an invitation or a new password, and the way back to one's registration.

A link is signed, expires, and works once: it holds a digest of the password's hash, which changes when it is used.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from linli.foundations.parties.models import Organisation, Person
from linli.kernel import clock
from linli.kernel.errors import Refusal

VALID_FOR = timedelta(days=7)
_LINK_SALT = "linli.parties.password-link"
_APPLICATION_SALT = "linli.parties.registration"


@dataclass(frozen=True, slots=True)
class Link:
    """A fresh link's token and the moment it expires."""

    token: str
    until: datetime


def password_link(person: Person) -> Link:
    """A token with which this person sets his password, once, within seven days."""
    until = clock.now() + VALID_FOR
    return Link(signing.dumps([person.pk, int(until.timestamp()), _digest(person)], salt=_LINK_SALT), until)


def person_of(token: str) -> Person:
    """Whose link this is. Raises a Refusal when it is damaged, expired or used."""
    try:
        pk, until, digest = signing.loads(token, salt=_LINK_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise _dead() from None
    person = Person.objects.filter(pk=pk).first()
    if person is None or until < clock.now().timestamp() or not constant_time_compare(digest, _digest(person)):
        raise _dead()
    return person


def registration_token(organisation: Organisation) -> str:
    """The way back to a registration: see the decision, mend and hand in again. No account is needed."""
    return signing.dumps(organisation.pk, salt=_APPLICATION_SALT)


def registration_of(token: str) -> Organisation:
    """The registration of a token. Raises a Refusal when it is damaged."""
    try:
        pk = signing.loads(token, salt=_APPLICATION_SALT)
    except signing.BadSignature:
        raise Refusal(_("查询链接不完整。"), remedy=_("请完整复制登记时得到的链接。"), status=404) from None
    return Organisation.objects.select_related("place").get(pk=pk)


def _digest(person: Person) -> str:
    state = f"{person.pk}:{person.password}:{person.last_login}"
    return salted_hmac(_LINK_SALT, state, algorithm="sha256").hexdigest()[:32]


def _dead() -> Refusal:
    return Refusal(
        _("链接已失效：可能已经用过、过期或不完整。"), remedy=_("请联系本单位经办人重新生成链接。"), status=404
    )
