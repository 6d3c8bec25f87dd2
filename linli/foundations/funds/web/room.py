"""What the pages of the funds share: the way to them and the strip of their tabs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.ui.parts import Crumb, Tab


def crumbs(*more: Crumb) -> list[Crumb]:
    """The way to a page of this room."""
    return [Crumb(_("资金统筹"), reverse("funds:list")), *more]


def tabs(here: str) -> list[Tab]:
    """The room's main pages, with the present one marked."""
    pages = {
        "list": _("资金来源"),
        "overview": _("资金总览"),
        "budgets": _("预算执行"),
        "accounts": _("科目余额表"),
    }
    return [Tab(label, reverse(f"funds:{name}"), name == here) for name, label in pages.items()]
