"""Pages of one form for one verb on a record, and pages that create one. Subclass, give queryset, verb, form and done.

The permission is asked before the form is shown, so that nobody fills in what he may not send.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from linli.kernel.actions import Action
from linli.kernel.actor import Actor
from linli.ui import forms
from linli.ui.parts import Crumb, Fact
from linli.ui.web.access import ActorRequest, require
from linli.ui.web.acting import act, submit


def may_now(verb: Action[Any, Any], actor: Actor, record: Any) -> bool:
    """The actor has the permission and the record is in a state from which the verb goes on."""
    return (verb.moves is None or record.state in verb.moves[0]) and actor.may(verb.name, record)


def given(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, without the form's own fields."""
    return {name: value for name, value in data.items() if name not in ("idempotency_key", "version")}


class VerbPage(View):
    """One verb on one record. Override `queryset`, `crumbs`; as needed `do`, `initial`, `arguments`, `facts`."""

    verb: ClassVar[Action[Any, Any]]
    form_class: ClassVar[type[forms.Form]]
    template_name: ClassVar[str] = "ui/pages/verb.html"
    done: ClassVar[Any] = ""
    hint: ClassVar[Any] = ""
    request: ActorRequest
    kwargs: dict[str, Any]

    def get(self, request: ActorRequest, **keys: Any) -> HttpResponse:
        record = self.record()
        if self.verb.moves is not None and record.state not in self.verb.moves[0]:
            words = {"state": record.get_state_display(), "verb": self.verb.label}
            messages.warning(request, _("现在是“%(state)s”，不能%(verb)s。") % words)
            return redirect(record.get_absolute_url())
        return self.show(record, self.form(record))

    def post(self, request: ActorRequest, **keys: Any) -> HttpResponse:
        record = self.record()
        form = self.form(record, request.POST, request.FILES)
        gone = submit(request, form, lambda data: self.do(record, data), done=str(self.done), then=self.then)
        return gone or self.show(record, form)

    def queryset(self) -> QuerySet[Any]:
        """The records that this actor may know of."""
        raise NotImplementedError

    def crumbs(self, record: Any) -> list[Crumb]:
        raise NotImplementedError

    def record(self) -> Any:
        record = get_object_or_404(self.queryset(), pk=self.kwargs["pk"])
        require(self.request.actor, self.verb.name, record)
        return record

    def form(self, record: Any, *data: Any) -> forms.Form:
        return self.form_class(*data, version=record.version, initial=self.initial(record), **self.arguments(record))

    def arguments(self, record: Any) -> dict[str, Any]:
        return {}

    def initial(self, record: Any) -> dict[str, Any]:
        return {}

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        return act(self.request, self.verb, record, **given(data))

    def then(self, answer: Any) -> str:
        return str(answer.get_absolute_url())

    def facts(self, record: Any) -> list[Fact]:
        return []

    def show(self, record: Any, form: forms.Form) -> HttpResponse:
        context = {
            "head": {"title": self.verb.label, "sub": [str(record)]},
            "crumbs": [*self.crumbs(record), Crumb(self.verb.label)],
            "form": form,
            "submit": self.verb.label,
            "cancel_url": record.get_absolute_url(),
            "facts": self.facts(record),
            "hint": self.hint,
        }
        return render(self.request, self.template_name, context, status=422 if form.errors else 200)
