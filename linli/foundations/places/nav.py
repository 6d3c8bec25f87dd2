"""The room's place in the side menu."""

from django.utils.translation import gettext_lazy as _

from linli.ui import nav

nav.register(nav.NavItem("foundations", 20, _("区划"), "places:list", "map-pin", "places.place:view"))
