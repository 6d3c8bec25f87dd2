"""What a visitor chose for himself: my community, the elder version. Two plain cookies, set only by a POST."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COMMUNITY_COOKIE = "linli_community"
ELDER_COOKIE = "linli_elder"
ONE_YEAR = 365 * 24 * 3600
_CODE = re.compile(r"^[0-9]{12}$")


@dataclass(frozen=True, slots=True)
class Choices:
    """`community` is a division code of 12 digits or empty; `elder` the version with large text (长辈版)."""

    community: str = ""
    elder: bool = False


def of(request: HttpRequest) -> Choices:
    """The choices that a request carries; a malformed cookie counts as none. The community matters on the home page only."""
    community = request.COOKIES.get(COMMUNITY_COOKIE, "") if request.path_info == "/" else ""
    return Choices(
        community=community if _CODE.match(community) else "",
        elder=request.COOKIES.get(ELDER_COOKIE) == "1",
    )


def remember(response: HttpResponse, name: str, value: str) -> None:
    """Set a choice for a year, or take it back when empty. Scripts need not read it; other sites do not get it sent."""
    if value:
        response.set_cookie(name, value, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS)
    else:
        response.delete_cookie(name, samesite="Lax")


def remember_language(response: HttpResponse, code: str) -> None:
    """Set Django's own language cookie; a language that the platform does not speak changes nothing."""
    if code in dict(settings.LANGUAGES):
        remember(response, settings.LANGUAGE_COOKIE_NAME, code)
