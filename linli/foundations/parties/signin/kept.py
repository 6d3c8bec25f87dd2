"""What was typed when the session ended is not lost: it waits, encrypted, until the same person has signed in again.

The text lies in a fresh session, its key only in a cookie of the browser that typed it; both die after fifteen minutes.
Files and passwords are never kept. Nothing is submitted by itself: the form is shown again, filled, and its own token
against forged requests is asked for anew.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from linli.ui.web.acting import KEPT

STORE = "kept_input"
SECONDS = 15 * 60
LIMIT = 200_000
EXEMPT = ("/account/", "/api/", "/i18n/", "/openrosa/")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Kept:
    """A submission that arrived after its session had ended."""

    path: str
    fields: QueryDict
    files: list[str]


class KeepInput:
    """Catches a form posted after the session ended, once its CSRF token has been checked, and asks to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if request.method != "POST" or request.path.startswith(EXEMPT):
            return None
        if KEPT in request.POST:
            request.session.pop(STORE, None)
        if not request.session_ended or getattr(view, "permission", "") == "public":  # type: ignore[attr-defined]
            return None
        return keep(request) if request.content_type in _FORMS else None


def keep(request: HttpRequest) -> HttpResponse:
    """Put the submission away and send the person to sign in."""
    key = Fernet.generate_key()
    text = json.dumps(
        {
            "person": request.was,  # type: ignore[attr-defined]
            "path": request.get_full_path(),
            "fields": [[k, v] for k, values in request.POST.lists() if _keeps(k) for v in values],
            "files": [file.name for files in request.FILES.lists() for file in files[1]],
        }
    )
    if len(text) > LIMIT:
        messages.error(request, _("登录已超时。这次填写的内容超过可保留的长度，请返回上一页复制后再登录。"))
        return redirect(_sign_in(request.get_full_path()))
    request.session[STORE] = Fernet(key).encrypt(text.encode()).decode()
    request.session.set_expiry(SECONDS)
    messages.warning(request, _("登录已超时，这次提交没有办理。您填写的内容已保留，登录后可继续。"))
    address = _sign_in(reverse("account_kept"))
    response = HttpResponse(headers={"HX-Redirect": address}) if "HX-Request" in request.headers else redirect(address)
    response.set_cookie(
        settings.KEPT_COOKIE_NAME,
        key.decode(),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def waiting(request: HttpRequest) -> Kept | None:
    """What waits for the person signed in; None when nothing does, or it is somebody else's."""
    try:
        text = Fernet(request.COOKIES.get(settings.KEPT_COOKIE_NAME, "").encode()).decrypt(
            str(request.session.get(STORE, "")).encode(), ttl=SECONDS
        )
    except (InvalidToken, ValueError):
        return None
    data = json.loads(text)
    if data["person"] != request.user.pk:
        return None
    fields = QueryDict(mutable=True)
    for name, value in data["fields"]:
        fields.appendlist(name, value)
    return Kept(data["path"], fields, data["files"])


def _keeps(name: str) -> bool:
    return name not in ("csrfmiddlewaretoken", KEPT) and "password" not in name


def _sign_in(then: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': then})}"
