"""The home page, and choosing my community."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from linli.openness.portal import choices, projects, services, towns
from linli.openness.portal.notices import listing
from linli.openness.portal.remembered import position_of
from linli.openness.portal.same_origin import same_origin_post
from linli.openness.portal.web.frame import page
from linli.openness.portal.windows import counted, window
from linli.ui.nav import resolve
from linli.ui.web.access import public_page

VERBS = (
    ("say", _("说需求"), _("家里、社区缺什么服务"), "message-2-plus", "needs:say"),
    ("projects", _("看项目"), _("在做什么，做到哪一步"), "list-details", "portal:projects"),
    ("money", _("查资金"), _("钱花在哪里，谁在做"), "coin-yuan", "portal:money"),
    ("notices", _("看公告"), _("采购、中标、政策、征求意见"), "speakerphone", "portal:notices"),
)
LATEST = 7


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Search, the verbs that exist, my community, the newest notices."""
    position = position_of(request)
    chosen = towns.community(choices.of(request).community, position)
    mine, town = chosen or (None, None)
    context: dict[str, Any] = {
        "verbs": [(key, label, note, icon, resolve(name)) for key, label, note, icon, name in VERBS if resolve(name)],
        "community": mine,
        "town": town,
        "district": towns.district(position),
        "around": services.around(mine.code if mine else "", position),
        "notices": listing.latest(LATEST),
    }
    return page(request, "portal/home.html", context)


@public_page
def communities(request: HttpRequest) -> HttpResponse:
    """All towns and communities, each a button that makes it mine, or a way to its page."""
    return page(request, "portal/communities.html", {"towns": towns.towns(position_of(request))})


@public_page
def community(request: HttpRequest, code: str) -> HttpResponse:
    """One community: its services, all of them."""
    position = position_of(request)
    found = towns.community(code, position)
    if found is None:
        raise Http404(code)
    rows = services.in_community(code).order_by("-public_since", "-id")
    total = counted(position, ("community", code), rows)
    shown = window(rows, request.GET.get("page", "1"), total)
    context = {
        "community": found[0],
        "town": found[1],
        "around": services.around(code, position),
        "shown": shown,
        "rows": projects.rows_of([key for (key,) in shown.rows], position),
    }
    return page(request, "portal/community.html", context)


@public_page
@same_origin_post
def choose(request: HttpRequest) -> HttpResponse:
    """Remember a visitor's own choice (community, elder version, language) in a cookie and go back where he was."""
    response = redirect(_back(request))
    if "community" in request.POST:
        code = request.POST["community"]
        known = towns.community(code, None) is not None
        choices.remember(response, choices.COMMUNITY_COOKIE, code if known else "")
    if "elder" in request.POST:
        choices.remember(response, choices.ELDER_COOKIE, "1" if request.POST["elder"] == "1" else "")
    if "language" in request.POST:
        choices.remember_language(response, request.POST["language"])
    return response


def _back(request: HttpRequest) -> str:
    """The page the form was on; the home page after choosing a community there, or where the browser does not say."""
    came_from = request.META.get("HTTP_REFERER", "")
    here = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if here and "community" not in request.POST else reverse("portal:home")
