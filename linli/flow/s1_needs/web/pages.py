"""What the pages of step 1 share: the way to them, and the form page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel.errors import Text
from linli.ui import parts
from linli.ui.forms import Form
from linli.ui.web.access import ActorRequest
from linli.ui.web.acting import submit


def crumbs(*more: parts.Crumb) -> list[parts.Crumb]:
    """The way from the room's list to a page."""
    return [parts.Crumb(_("需求摸排"), reverse("needs:need_list")), *more]


def form_page(
    request: ActorRequest,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: Text,
    verb: Text,
    done: str,
    back: str,
    trail: list[parts.Crumb],
    sub: list[Text] | None = None,
    then: Callable[[Any], str] | str | None = None,
    template: str = "ui/pages/form.html",
    **more: Any,
) -> HttpResponse:
    """Show a form, or run what it asks for and go on."""
    if request.method == "POST":
        gone = submit(request, form, do, done=done, then=then)
        if gone is not None:
            return gone
    context = {
        "head": {"title": title, "sub": sub or []},
        "crumbs": [*trail, parts.Crumb(title)],
        "form": form,
        "submit": verb,
        "cancel_url": back,
        **more,
    }
    return render(request, template, context)
