"""Where the district's rule book asks for it, an old password must be changed before anything else opens (等保三级).

Off unless `password.changes_per_year` says otherwise: asked to change, people choose shorter passwords that follow a
pattern, which is why NIST SP 800-63B forbids what 等保 asks for.
"""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.foundations.parties.models import Person
from linli.foundations.parties.signin import limits
from linli.foundations.parties.signin.second_factor import OPEN
from linli.kernel import clock
from linli.ui.web.access import ActorRequest


class RequireFreshPassword:
    """Sends whoever has an old password to change it; those who sign in without one are left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        age = limits.password_age()
        if age is not None and not request.path.startswith(OPEN) and is_old(request, age):
            messages.warning(request, _("密码使用已满 %(days)s 天，请更换后继续。") % {"days": age.days})
            return redirect("account_change_password")
        return self.get_response(request)


def is_old(request: ActorRequest, age: timedelta) -> bool:
    """The person signed in has a password that was set longer ago; one whose age nobody knows is old."""
    person = request.user
    if not isinstance(person, Person) or not person.has_usable_password():
        return False
    return person.password_set_at is None or clock.now() - person.password_set_at > age
