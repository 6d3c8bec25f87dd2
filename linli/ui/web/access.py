"""Every page says who may open it; a test walks the URL map and fails on one that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from linli.kernel.actor import Actor

View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)


class ActorRequest(HttpRequest):
    """A request whose actor the middleware has found."""

    actor: Actor


def needs(permission: str) -> Callable[[V], V]:
    """Open a page to whoever has the permission without a subject; visitors are sent to sign in, others get the 403
    page that says why. A page about one record asks again with `require`."""

    def wrap(view: V) -> V:
        @wraps(view)
        def checked(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.actor.may(permission):
                return turn_away(request, permission)
            return view(request, *args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return wrap


def signed_in_page(view: V) -> V:
    """Open a page to whoever is signed in."""

    @wraps(view)
    def checked(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.actor.signed_in:
            return turn_away(request, "")
        return view(request, *args, **kwargs)

    checked.permission = "signed_in"  # type: ignore[attr-defined]
    return checked  # type: ignore[return-value]


def public_page(view: V) -> V:
    """Open a page to everybody, without signing in."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view


def require(actor: Actor, permission: str, subject: Any = None) -> None:
    """Raise PermissionDenied unless the actor has the permission for this subject."""
    if not actor.may(permission, subject):
        raise PermissionDenied(permission)


def turn_away(request: ActorRequest, permission: str) -> HttpResponse:
    """A visitor is asked to sign in and comes back; somebody signed in is told that he may not."""
    if request.actor.signed_in:
        raise PermissionDenied(permission)
    return redirect_to_login(request.get_full_path())
