"""From a submitted form to an action: its answer becomes a message and a redirect, its refusal an error summary.

The form carries `idempotency_key` and `version` (see linli.ui.forms); whatever was typed stays in the form when the
action refuses.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.kernel.actions import Action, Terms
from linli.kernel.errors import Refusal, Refusals
from linli.ui.web.access import ActorRequest

# The mark of input that was typed before the session ended.
KEPT = "kept"
TOLD = 5


def terms(request: HttpRequest) -> Terms:
    """The terms that a posted form carries; a version that is no number counts as none."""
    version = request.POST.get("version", "")
    return Terms(
        key=request.POST.get("idempotency_key", "")[:100],
        version=int(version) if version.isascii() and version.isdigit() else None,
    )


def posted(request: HttpRequest) -> QueryDict | None:
    """What binds a form: the submission, even an empty one; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def act(request: ActorRequest, verb: Action[Any, Any], *args: Any, **kwargs: Any) -> Any:
    """Run a verb for the request's actor under the form's terms. Raises its Refusal.

    Input kept from an ended session (see parties' signin/kept.py) comes back marked: it is shown again, not submitted.
    """
    if KEPT in request.POST:
        raise Refusal(_("登录已恢复，以下是您先前填写的内容，尚未提交。"), remedy=_("请核对后再次提交。"))
    return verb.on(terms(request))(*args, actor=request.actor, **kwargs)


def submit(
    request: ActorRequest,
    form: BaseForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    then: Callable[[Any], str] | str | None = None,
) -> HttpResponseRedirect | None:
    """Validate the form and do; a redirect on success, None when the form is to be shown again with its errors.

    `do` gets the cleaned data and calls `act`. `done` is the success message in the verb's own words; `then` is where to
    go (an address, or a function of the answer), by default the answer's own page.
    """
    if KEPT in request.POST:
        messages.info(request, _("登录已恢复，以下是您先前填写的内容，尚未提交。请核对后再次提交。"))
        return None
    if not form.is_valid():
        return None
    try:
        answer = do(form.cleaned_data)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return None
    messages.success(request, done)
    target = then(answer) if callable(then) else then or answer.get_absolute_url()
    return redirect(target)


def show_refusal(form: BaseForm, refusal: Refusal) -> None:
    """Put a refusal where the form shows it: at its field if the form has it, else above the form."""
    for one in refusal.each if isinstance(refusal, Refusals) else [refusal]:
        field = one.field if one.field in form.fields else None
        form.add_error(field, sentence(one))
    form.refusal = refusal  # type: ignore[attr-defined]


def sentence(refusal: Refusal) -> str:
    """What is wrong and how to mend it, in one text."""
    parts = [str(refusal.message), str(refusal.remedy)]
    return _("%(what)s%(mend)s") % {"what": parts[0], "mend": parts[1]} if parts[1] else parts[0]


def press(
    request: ActorRequest, verb: Action[Any, Any], *args: Any, done: str, then: str, **kwargs: Any
) -> HttpResponse:
    """For a button without a form of its own: run the verb, come back with a message, refused or done."""
    try:
        act(request, verb, *args, **kwargs)
    except Refusal as refusal:
        messages.error(request, _told(refusal))
    else:
        messages.success(request, done)
    return redirect(then)


def _told(refusal: Refusal) -> str:
    """A refusal as a message; of several the first few, each with its reason."""
    if not isinstance(refusal, Refusals):
        return sentence(refusal)
    each = [sentence(one) for one in refusal.each]
    rest = len(each) - TOLD
    more = [ngettext("另有 %(n)s 处。", "另有 %(n)s 处。", rest) % {"n": rest}] if rest > 0 else []
    return " ".join([f"{sentence(refusal)}：", *each[:TOLD], *more])
