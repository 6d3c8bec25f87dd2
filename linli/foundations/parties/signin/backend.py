"""Finding the account for a user name or a phone number; unknown ones take as long as known ones."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q
from django.http import HttpRequest

from linli.foundations.parties.models import Person


class NameOrPhone(AuthenticationBackend):  # type: ignore[misc]
    """Password check for `用户名或手机号`. The parent hashes the password once even when nobody is found."""

    def _authenticate_by_username(self, username: str, password: str) -> Person | None:
        typed = username.strip()
        person = Person.objects.filter(Q(username__iexact=typed) | Q(phone=typed, phone__gt="")).first()
        found: Person | None = self._check_password(person, password)
        return found


def typed_name(request: HttpRequest | None, credentials: dict[str, str] | None) -> str:
    """What the lockout counts by: the name as typed, whether or not such an account exists."""
    name = (credentials or {}).get("username") or (request.POST.get("login", "") if request else "")
    return name.strip().lower()[:255]
