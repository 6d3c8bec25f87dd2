"""The way to the pages of step 1."""

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ui import parts


def crumbs(*more: parts.Crumb) -> list[parts.Crumb]:
    """The way from the room's list to a page."""
    return [parts.Crumb(_("需求摸排"), reverse("needs:need_list")), *more]
