"""Pages of steps 4, 5 and 6 that have one form for one verb on one record, and the buttons that lead to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from linli.flow.thread.models import Project
from linli.kernel.actions import Action as Verb
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.ui import forms, parts
from linli.ui.web.access import ActorRequest, require
from linli.ui.web.acting import act, submit


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb and the name of the page where it is done."""

    verb: Verb[Any, Any]
    page: str
    variant: str = "default"


def may_now(verb: Verb[Any, Any], actor: Actor, record: Any) -> bool:
    """Whether the actor has the verb's permission for the record and the record is in a state from which it goes on."""
    return (verb.moves is None or record.state in verb.moves[0]) and actor.may(verb.name, record)


def buttons(actor: Actor, record: Any, *deeds: Deed) -> list[parts.Action]:
    """The buttons of what the actor may do with the record now; the first is the primary one."""
    offered = [deed for deed in deeds if may_now(deed.verb, actor, record)]
    return [
        parts.Action(
            deed.verb.label,
            reverse(deed.page, args=[record.pk]),
            variant="primary" if deed is offered[0] and deed.variant == "default" else deed.variant,
        )
        for deed in offered
    ]


def way(project: Project, tab: str, *more: parts.Crumb) -> list[parts.Crumb]:
    """The breadcrumb: projects, the project, its tab, and what follows."""
    from linli.flow.thread.tabs import find

    found = find(tab)
    return [
        parts.Crumb(_("购买服务项目"), reverse("thread:list")),
        parts.Crumb(project.number, project.get_absolute_url()),
        parts.Crumb(found.label if found else "", reverse("thread:tab", args=[project.pk, tab])),
        *more,
    ]


class VerbPage(View):
    """Subclass it: set model, verb, form_class, tab, done; override `given`, `facts`, `extras` as needed.

    The permission is asked for the record before the form is shown, so that nobody fills in what he may not send.
    """

    model: ClassVar[type[Subject]]
    verb: ClassVar[Verb[Any, Any]]
    form_class: ClassVar[type[forms.Form]]
    template_name: ClassVar[str] = "delivery/verb.html"
    tab: ClassVar[str] = "delivery"
    done: ClassVar[Any] = ""
    request: ActorRequest

    def get(self, request: ActorRequest, pk: int) -> HttpResponse:
        record = self.record(pk)
        if self.verb.moves is not None and record.state not in self.verb.moves[0]:
            words = {"state": record.get_state_display(), "verb": self.verb.label}
            messages.warning(request, _("现在是“%(state)s”，不能%(verb)s。") % words)
            return redirect(self.back(record))
        return self.show(record, self.form(record))

    def post(self, request: ActorRequest, pk: int) -> HttpResponse:
        record = self.record(pk)
        form = self.form(record, request.POST, request.FILES)
        gone = submit(request, form, lambda data: self.do(record, data), done=str(self.done), then=self.then)
        return gone or self.show(record, form)

    def record(self, pk: int) -> Any:
        """The record, if the actor has the verb's permission for it; whoever has not gets the page that says so."""
        record = get_object_or_404(self.model._default_manager.all(), pk=pk)
        require(self.request.actor, self.verb.name, record)
        return record

    def form(self, record: Any, *data: Any) -> forms.Form:
        return self.form_class(*data, version=record.version, initial=self.initial(record), **self.extras(record))

    def extras(self, record: Any) -> dict[str, Any]:
        """Further arguments of the form."""
        return {}

    def initial(self, record: Any) -> dict[str, Any]:
        return {}

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        return act(self.request, self.verb, record, **self.given(record, data))

    def given(self, record: Any, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the verb gets of the form's data; by default all of it."""
        return {name: value for name, value in data.items() if name not in ("idempotency_key", "version")}

    def then(self, answer: Any) -> str:
        """Where to go when it is done."""
        return str(answer.get_absolute_url())

    def back(self, record: Any) -> str:
        """Where 返回 leads."""
        return str(record.get_absolute_url())

    def project(self, record: Any) -> Project:
        found: Project = record.project
        return found

    def title(self, record: Any) -> Any:
        return self.verb.label

    def facts(self, record: Any) -> list[parts.Fact]:
        """What stands beside the form."""
        return []

    def clauses(self, record: Any) -> list[parts.Clause]:
        return []

    def show(self, record: Any, form: forms.Form) -> HttpResponse:
        project = self.project(record)
        title = self.title(record)
        context = {
            "head": {"title": title, "sub": [project.title]},
            "crumbs": way(project, self.tab, parts.Crumb(title)),
            "form": form,
            "problems": form.problems if form.is_bound else [],
            "submit": self.verb.label,
            "cancel_url": self.back(record),
            "facts": self.facts(record),
            "clauses": self.clauses(record),
            "record": record,
        }
        return render(self.request, self.template_name, context)
