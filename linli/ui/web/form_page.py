"""A page of one form that runs one verb: everywhere the same summary of errors, kept input, message and way on.

The form carries its idempotency key and the version that was looked at; a page that wants the password again is marked
`sensitive` where its address is declared.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.errors import Text
from linli.ui.forms import Form
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest
from linli.ui.web.acting import submit


def given(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, without the form's own fields."""
    return {name: value for name, value in data.items() if name not in ("idempotency_key", "version")}


def form_page(
    request: ActorRequest,
    form: Form,
    run: Callable[[dict[str, Any]], Any],
    *,
    done: Text,
    then: Callable[[Any], str] | str | None = None,
    **page: Any,
) -> HttpResponse:
    """Show the form, or run its verb with what was typed. `then` is where that leads, by default the answer's page;
    the rest is for `show_form`."""
    gone = None
    if request.method == "POST":
        gone = submit(request, form, lambda data: run(given(data)), done=str(done), then=then)
    return gone or show_form(request, form, **page)


def show_form(
    request: ActorRequest,
    form: Form,
    *,
    title: Text,
    crumbs: Sequence[Crumb],
    cancel_url: str,
    sub: Sequence[Text] = (),
    button: Text = "",
    template: str = "ui/pages/form.html",
    **more: Any,
) -> HttpResponse:
    """The form as a page, 422 when it comes back with errors. `crumbs` lead to the page, its own is added."""
    context = {
        "head": {"title": title, "sub": list(sub)},
        "crumbs": [*crumbs, Crumb(title)],
        "form": form,
        "submit": button or title,
        "cancel_url": cancel_url,
        **more,
    }
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)
