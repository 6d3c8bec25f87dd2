"""What the pages of the funds share: the way to them, the strip of their tabs, and the page of one form."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.sheets import rows_of
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui.forms import Form
from linli.ui.parts import Crumb, Tab
from linli.ui.web.access import ActorRequest
from linli.ui.web.form_page import form_page as ui_form_page


def crumbs(*more: Crumb) -> list[Crumb]:
    """The way to a page of this room."""
    return [Crumb(_("资金统筹"), reverse("funds:list")), *more]


def tabs(here: str, actor: Actor) -> list[Tab]:
    """The room's main pages that the actor may open, with the present one marked."""
    pages = {
        "list": _("资金来源"),
        "overview": _("资金总览"),
        "budgets": _("预算执行"),
        "accounts": _("科目余额表"),
        "pools": _("资金池"),
        "transfers": _("资金划转"),
        "years": _("年度结账"),
        "bank": _("银行对账"),
    }
    if not actor.may("funds.bank:list"):
        pages.pop("bank")
    return [Tab(label, reverse(f"funds:{name}"), name == here) for name, label in pages.items()]


def form_page(
    request: ActorRequest, form: Form, run: Callable[[dict[str, Any]], Any], *, way: Sequence[Crumb] = (), **page: Any
) -> HttpResponse:
    """The house's form page on this room's way."""
    return ui_form_page(request, form, run, crumbs=crumbs(*way), **page)


def table_in(upload: "UploadedFile[bytes]") -> list[list[str]]:
    """The rows of an uploaded table. Raises a Refusal for the form's `file` when it is none."""
    try:
        return rows_of(upload)
    except BadFile as bad:
        fault = bad.faults[0]
        raise Refusal(fault.what, remedy=fault.remedy, field="file", code=bad.code) from None
