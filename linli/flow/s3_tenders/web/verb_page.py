"""Pages of one form for one verb, and buttons without a form."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from linli.flow.s3_tenders.models import Tender
from linli.foundations.rulebook import book
from linli.kernel import rls
from linli.kernel.actions import Action
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.ui import forms, parts
from linli.ui.web.access import ActorRequest, require, signed_in_page
from linli.ui.web.acting import act, press, submit


def fetch(model: type[Subject], pk: int, actor: Actor) -> Any:
    """A record as the actor may see it through row-level security, or 404."""
    with rls.acting(actor):
        return get_object_or_404(model._default_manager.all(), pk=pk)


def may_now(verb: Action[Any, Any], actor: Actor, record: Any) -> bool:
    """The actor has the permission and the record is in a state from which the verb goes on."""
    return (verb.moves is None or record.state in verb.moves[0]) and actor.may(verb.name, record)


def way(tender: Tender, *more: parts.Crumb) -> list[parts.Crumb]:
    """The breadcrumb: tenders, this one, and what follows."""
    return [
        parts.Crumb(_("招标采购"), reverse("tenders:list")),
        parts.Crumb(tender.number, tender.get_absolute_url()),
        *more,
    ]


def button(verb: Action[Any, Any], model: type[Subject], done: Any) -> Callable[..., HttpResponseBase]:
    """A view for a button: a POST that runs the verb on a record and comes back with a message."""

    def view(request: ActorRequest, pk: int) -> HttpResponse:
        record = fetch(model, pk, request.actor)
        return press(request, verb, record, done=str(done), then=record.get_absolute_url())

    return signed_in_page(require_POST(view))


class VerbPage(View):
    """Subclass it: set verb, form_class, done; override `subject`, `do`, `initial`, `facts` as needed.

    The permission is asked before the form is shown, so that nobody fills in what he may not send.
    """

    model: ClassVar[type[Subject]] = Tender
    verb: ClassVar[Action[Any, Any]]
    form_class: ClassVar[type[forms.Form]]
    template_name: ClassVar[str] = "tenders/verb.html"
    done: ClassVar[Any] = ""
    hint: ClassVar[Any] = ""
    request: ActorRequest

    def get(self, request: ActorRequest, pk: int) -> HttpResponse:
        record = self.record(pk)
        with book.of(record):
            return self.open(request, record)

    def open(self, request: ActorRequest, record: Any) -> HttpResponse:
        """The empty form, under the law of the record's day and place."""
        if not self.ready(record):
            words = {"state": record.get_state_display(), "verb": self.verb.label}
            messages.warning(request, _("现在是“%(state)s”，不能%(verb)s。") % words)
            return redirect(record.get_absolute_url())
        return self.show(record, self.form(record))

    def post(self, request: ActorRequest, pk: int) -> HttpResponse:
        record = self.record(pk)
        form = self.form(record, request.POST, request.FILES)
        gone = submit(request, form, lambda data: self.do(record, data), done=str(self.done), then=self.then)
        with book.of(record):
            return gone or self.show(record, form)

    def record(self, pk: int) -> Any:
        record = fetch(self.model, pk, self.request.actor)
        require(self.request.actor, self.verb.name, record)
        return record

    def ready(self, record: Any) -> bool:
        return self.verb.moves is None or record.state in self.verb.moves[0]

    def form(self, record: Any, *data: Any) -> forms.Form:
        return self.form_class(*data, version=record.version, initial=self.initial(record), **self.arguments(record))

    def arguments(self, record: Any) -> dict[str, Any]:
        return {}

    def initial(self, record: Any) -> dict[str, Any]:
        return {}

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        given = {name: value for name, value in data.items() if name not in ("idempotency_key", "version")}
        return act(self.request, self.verb, record, **given)

    def then(self, answer: Any) -> str:
        return str(answer.get_absolute_url())

    def tender(self, record: Any) -> Tender:
        found: Tender = record if isinstance(record, Tender) else record.tender
        return found

    def facts(self, record: Any) -> list[parts.Fact]:
        return []

    def clauses(self, record: Any) -> list[parts.Clause]:
        return []

    def context(self, record: Any, form: forms.Form) -> dict[str, Any]:
        tender = self.tender(record)
        return {
            "head": {"title": self.verb.label, "sub": [tender.title, tender.number]},
            "crumbs": way(tender, parts.Crumb(self.verb.label)),
            "form": form,
            "problems": form.problems if form.is_bound else [],
            "submit": self.verb.label,
            "cancel_url": record.get_absolute_url(),
            "facts": self.facts(record),
            "clauses": self.clauses(record),
            "hint": self.hint,
            "record": record,
            "tender": tender,
        }

    def show(self, record: Any, form: forms.Form) -> HttpResponse:
        with rls.acting(self.request.actor):
            return render(self.request, self.template_name, self.context(record, form))
