"""Pages of one form for one verb on a record. Subclass, give model or queryset, verb, form_class, crumbs and done.

The permission is asked before the form is shown, so that nobody fills in what he may not send.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from linli.kernel.actions import Action
from linli.kernel.actor import Actor
from linli.kernel.errors import Text
from linli.kernel.models import Subject
from linli.ui import forms
from linli.ui.parts import Clause, Crumb, Fact
from linli.ui.web.access import ActorRequest, require
from linli.ui.web.acting import act, submit
from linli.ui.web.form_page import given, show_form


def may_now(verb: Action[Any, Any], actor: Actor, record: Any) -> bool:
    """The actor has the permission and the record is in a state from which the verb goes on."""
    return (verb.moves is None or record.state in verb.moves[0]) and actor.may(verb.name, record)


class VerbPage(View):
    """One verb on one record. Override what the page needs; `button` where the verb's label is not the right word."""

    model: ClassVar[type[Subject]]
    verb: ClassVar[Action[Any, Any]]
    form_class: ClassVar[type[forms.Form]]
    template_name: ClassVar[str] = "ui/pages/verb.html"
    done: ClassVar[Any] = ""
    hint: ClassVar[Any] = ""
    button: ClassVar[Any] = ""
    request: ActorRequest
    kwargs: dict[str, Any]

    def get(self, request: ActorRequest, **keys: Any) -> HttpResponse:
        record = self.record()
        with self.around(record):
            if self.ready(record):
                return self.show(record, self.form(record))
        words = {"state": record.get_state_display(), "verb": self.verb.label}
        messages.warning(request, _("现在是“%(state)s”，不能%(verb)s。") % words)
        return redirect(self.back(record))

    def post(self, request: ActorRequest, **keys: Any) -> HttpResponse:
        record = self.record()
        with self.around(record):
            form = self.form(record, request.POST, request.FILES)
        gone = submit(request, form, lambda data: self.do(record, data), done=str(self.done), then=self.then)
        if gone is not None:
            return gone
        with self.around(record):
            return self.show(record, form)

    def queryset(self) -> QuerySet[Any]:
        """The records that this actor may know of."""
        return self.model._default_manager.all()

    def found(self) -> Any:
        """The record, or 404 as for one that is not there."""
        return get_object_or_404(self.queryset(), pk=self.kwargs["pk"])

    def record(self) -> Any:
        """The record, if the actor has the verb's permission for it; whoever has not gets the page that says so."""
        record = self.found()
        require(self.request.actor, self.verb.name, record)
        return record

    def around(self, record: Any) -> AbstractContextManager[None]:
        """What the page is made under, as the law of the record's day."""
        return nullcontext()

    def ready(self, record: Any) -> bool:
        """The record is in a state from which the verb goes on."""
        return self.verb.moves is None or record.state in self.verb.moves[0]

    def form(self, record: Any, *data: Any) -> forms.Form:
        return self.form_class(*data, version=record.version, initial=self.initial(record), **self.arguments(record))

    def arguments(self, record: Any) -> dict[str, Any]:
        """Further arguments of the form."""
        return {}

    def initial(self, record: Any) -> dict[str, Any]:
        return {}

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        return act(self.request, self.verb, record, **self.given(record, data))

    def given(self, record: Any, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the verb gets of what was typed; by default all of it."""
        return given(data)

    def then(self, answer: Any) -> str:
        """Where to go when it is done."""
        return str(answer.get_absolute_url())

    def back(self, record: Any) -> str:
        """Where 返回 leads."""
        return str(record.get_absolute_url())

    def title(self, record: Any) -> Text:
        return self.verb.label

    def sub(self, record: Any) -> Sequence[Text]:
        return [str(record)]

    def crumbs(self, record: Any) -> Sequence[Crumb]:
        raise NotImplementedError

    def facts(self, record: Any) -> list[Fact]:
        """What stands beside the form."""
        return []

    def clauses(self, record: Any) -> list[Clause]:
        return []

    def more(self, record: Any) -> dict[str, Any]:
        """What the template needs besides."""
        return {}

    def show(self, record: Any, form: forms.Form) -> HttpResponse:
        return show_form(
            self.request,
            form,
            title=self.title(record),
            crumbs=self.crumbs(record),
            cancel_url=self.back(record),
            sub=self.sub(record),
            button=self.button or self.verb.label,
            template=self.template_name,
            hint=self.hint,
            facts=self.facts(record),
            clauses=self.clauses(record),
            record=record,
            **self.more(record),
        )
