"""What the portal adds to the frame of every page: the public menu, the visitor's choices, the district's name."""

from typing import Any

from django.http import HttpRequest

from linli.kernel import hooks
from linli.openness.portal import choices, towns
from linli.openness.portal.middleware import is_public_path
from linli.openness.portal.remembered import position_of
from linli.openness.portal.web.frame import menu


@hooks.on("ui.shell")
def shell(request: HttpRequest) -> dict[str, Any]:
    """Facts for `linli.ui.context`; clerks' pages need none of them."""
    if getattr(getattr(request, "actor", None), "signed_in", False) and not is_public_path(request.path_info):
        return {}
    return {
        "public_nav": menu(request),
        "elder": choices.of(request).elder,
        "district": towns.district(position_of(request)).name,
    }
