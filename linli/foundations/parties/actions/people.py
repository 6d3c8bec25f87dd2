"""What people change of themselves: name, phone, e-mail, password."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties import tokens
from linli.foundations.parties.models import Person
from linli.foundations.parties.rules import Secret
from linli.kernel.actions import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action("parties.person:update", _("更新个人资料"), subject=Person)
def update_profile(person: Person, *, name: str, phone: str, email: str, actor: Actor) -> Person:
    """Change one's own particulars."""
    person.name, person.phone, person.email = name.strip(), phone.strip(), email.strip()
    return person


@action("parties.person:change_password", _("修改密码"), subject=Person)
def change_password(person: Person, *, password: Secret, actor: Actor) -> Person:
    """Change one's own password; the page has asked for the old one. All other sessions end with it."""
    person.set_password(strong(password, person))
    return person


@action("parties.person:set_password", _("设置密码"), subject=Person)
def set_password(person: Person, *, token: str, password: Secret, actor: Actor) -> Person:
    """Set a password with an invitation's or a reset's link; the link is used up by it."""
    if tokens.person_of(token).pk != person.pk:
        raise Refusal(_("链接与账号不符。"), remedy=_("请使用发给您本人的链接。"))
    person.set_password(strong(password, person))
    return person


def strong(secret: Secret, person: Person) -> str:
    """The password, checked against the blocklist and the person's own particulars. Raises a Refusal."""
    password = secret.reveal()
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refusal(
            error.messages[0], remedy=_("请换一个更长、不常见的密码，可以粘贴密码管理器生成的密码。"), field="password"
        ) from error
    return password
