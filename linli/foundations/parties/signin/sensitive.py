"""Verbs that ask for the password or the second factor again: opening bids, paying, changing roles (ASVS 7.5.3)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)


def sensitive(view: V) -> V:
    """Before a POST to this view goes through, the person proves again that it is he, unless he did so within five
    minutes. The form posted is kept meanwhile and goes through afterwards. Off where settings.REAUTHENTICATE is."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asks = settings.REAUTHENTICATE and request.method == "POST" and request.user.is_authenticated
        if asks and not did_recently_reauthenticate(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return checked  # type: ignore[return-value]
