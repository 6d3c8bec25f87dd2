"""Whoever works for the public side signs in with two factors (等保三级); until one is set up nothing else opens."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.foundations.parties.roles import STAFF_KINDS
from linli.ui.web.access import ActorRequest

OPEN = ("/account/", "/static/", "/i18n/")
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class RequireSecondFactor:
    """Sends staff without a second factor to set one up. On unless settings.REQUIRE_MFA is off (demonstrations)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        if settings.REQUIRE_MFA and not request.path.startswith(OPEN) and self._lacks(request):
            messages.warning(request, _("工作人员须设置第二重验证后才能继续。"))
            return redirect("mfa_index")
        return self.get_response(request)

    def _lacks(self, request: ActorRequest) -> bool:
        if not request.actor.signed_in:
            return False
        if not {m.organisation.kind for m in request.memberships} & set(STAFF_KINDS):  # type: ignore[attr-defined]
            return False
        used = {record.get("method") for record in get_authentication_records(request, request.user)}
        if "mfa" in used:
            return False
        return not Authenticator.objects.filter(user_id=request.user.pk, type__in=_FACTORS).exists()
