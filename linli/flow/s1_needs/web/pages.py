"""The way to the pages of step 1."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.ui import parts

SURE = {"high": gettext_lazy("把握高"), "medium": gettext_lazy("把握中"), "low": gettext_lazy("把握低")}
"""How sure a suggested item of the catalogue is, in words."""


def crumbs(*more: parts.Crumb) -> list[parts.Crumb]:
    """The way from the room's list to a page."""
    return [parts.Crumb(_("需求摸排"), reverse("needs:need_list")), *more]
