"""The frame of the public pages: the menu and the mark that a page is the same for everybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Text
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


def position_of(request: HttpRequest) -> int | None:
    """The journal position that the middleware read for this request."""
    return getattr(request, "journal_position", None)


def menu(request: HttpRequest) -> list[Tab]:
    """The entries that exist, the one under which the page lies marked."""
    found = ((label, resolve(name)) for label, name in MENU)
    return [Tab(label, url, request.path_info.startswith(url)) for label, url in found if url]


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a public page without a form that needs a token; anonymous visitors get it from memory next time."""
    response = render(request, template, context)
    response.same_for_everybody = True  # type: ignore[attr-defined]
    return response
