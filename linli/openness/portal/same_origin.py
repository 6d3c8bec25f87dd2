"""Forms on pages that are the same for everybody carry no token; where they were sent from is checked instead.

A browser names the page's origin in every POST, and no script can change it. A request that names none is refused.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

View = Callable[..., HttpResponse]


def from_here(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of this very site."""
    sent_from = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER", "")
    parts = urlsplit(sent_from)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def same_origin_post(view: View) -> View:
    """Accept POSTs from this site's own pages only. For forms that change nothing but the visitor's own choices."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not from_here(request):
            raise PermissionDenied("sent from another site")
        return view(request, *args, **kwargs)

    return checked
