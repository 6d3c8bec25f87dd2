"""The frame of the public pages: the menu and the mark that a page is the same for everybody."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Text
from linli.openness.portal import choices, towns
from linli.openness.portal.remembered import position_of
from linli.ui.context import LANGUAGES, URLS, Shell
from linli.ui.nav import resolve
from linli.ui.parts import Tab

MENU: tuple[tuple[Text, str], ...] = (
    (_("说需求"), "needs:say"),
    (_("需求清单"), "portal:needs"),
    (_("项目公开"), "portal:projects"),
    (_("公示公告"), "portal:notices"),
    (_("资金去向"), "portal:money"),
    (_("政策规则"), "portal:rules"),
)
"""Menu entries and their url names; what no room offers is absent."""


def menu(request: HttpRequest) -> list[Tab]:
    """The entries that exist, the one under which the page lies marked."""
    return [Tab(label, url, request.path_info.startswith(url)) for label, url in _entries()]


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a public page without a form that needs a token; anonymous visitors get it from memory next time."""
    response = render(request, template, {"shell": public_shell(request), **context})
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response


def public_shell(request: HttpRequest) -> Shell:
    """The frame's data for a public page: the same for everybody, hence made without asking who looks."""
    return Shell(
        main=[],
        steps=[],
        foundations=[],
        governance=[],
        person=None,
        inbox_count=None,
        urls=_urls(),
        demo=settings.DEMO,
        platform="",
        district=towns.district(position_of(request)).name,
        version="",
        rulebook_version="",
        calendar_state="",
        server_time="",
        language=get_language() or settings.LANGUAGE_CODE,
        languages=LANGUAGES,
        public_nav=menu(request),
        elder=choices.of(request).elder,
    )


@cache
def _urls() -> dict[str, str]:
    return {key: resolve(name) for key, name in URLS.items()}


@cache
def _entries() -> list[tuple[Text, str]]:
    return [(label, url) for label, url in ((label, resolve(name)) for label, name in MENU) if url]
