"""What the pages of the funds share: the way to them, the strip of their tabs, and the page of one form."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.sheets import rows_of
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, Text
from linli.ui.forms import Form
from linli.ui.parts import Crumb, Tab
from linli.ui.web.access import ActorRequest
from linli.ui.web.acting import submit


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
        "years": _("年度结账"),
        "bank": _("银行对账"),
    }
    if not actor.may("funds.bank:list"):
        pages.pop("bank")
    return [Tab(label, reverse(f"funds:{name}"), name == here) for name, label in pages.items()]


def form_page(
    request: ActorRequest,
    form: Form,
    run: Callable[[dict[str, Any]], Any],
    *,
    title: Text,
    done: Text,
    cancel_url: str,
    way: Sequence[Crumb] = (),
    sub: Sequence[Text] = (),
    button: Text = "",
    then: Callable[[Any], str] | str | None = None,
) -> HttpResponse:
    """Show a form and run its verb. `run` gets what was typed; `then` is where it leads, by default the answer's page."""

    def typed(cleaned: dict[str, Any]) -> Any:
        return run({name: value for name, value in cleaned.items() if name not in ("idempotency_key", "version")})

    gone = submit(request, form, typed, done=str(done), then=then) if request.method == "POST" else None
    context = {
        "crumbs": crumbs(*way, Crumb(title)),
        "head": {"title": title, "sub": list(sub)},
        "form": form,
        "problems": form.problems if form.is_bound else [],
        "submit": button or title,
        "cancel_url": cancel_url,
    }
    return gone or render(request, "ui/pages/form.html", context)


def table_in(upload: "UploadedFile[bytes]") -> list[list[str]]:
    """The rows of an uploaded table. Raises a Refusal for the form's `file` when it is none."""
    try:
        return rows_of(upload)
    except BadFile as bad:
        fault = bad.faults[0]
        raise Refusal(fault.what, remedy=fault.remedy, field="file", code=bad.code) from None
