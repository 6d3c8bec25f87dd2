"""What the form pages of a tender share, and buttons without a form."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.flow.s3_tenders.models import Tender
from linli.foundations.rulebook import book
from linli.kernel import rls
from linli.kernel.actions import Action
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.ui import parts
from linli.ui.web import verb_page
from linli.ui.web.access import ActorRequest, signed_in_page
from linli.ui.web.acting import press


def fetch(model: type[Subject], pk: int, actor: Actor) -> Any:
    """A record as the actor may see it through row-level security, or 404."""
    with rls.acting(actor):
        return get_object_or_404(model._default_manager.all(), pk=pk)


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


class VerbPage(verb_page.VerbPage):
    """A verb on a tender or on what belongs to one, as the actor sees it, under the law of the record's day."""

    model: ClassVar[type[Subject]] = Tender

    def found(self) -> Any:
        return fetch(self.model, self.kwargs["pk"], self.request.actor)

    @contextmanager
    def around(self, record: Any) -> Iterator[None]:
        with book.of(record), rls.acting(self.request.actor):
            yield

    def tender(self, record: Any) -> Tender:
        found: Tender = record if isinstance(record, Tender) else record.tender
        return found

    def sub(self, record: Any) -> list[str]:
        tender = self.tender(record)
        return [tender.title, tender.number]

    def crumbs(self, record: Any) -> list[parts.Crumb]:
        return way(self.tender(record))

    def more(self, record: Any) -> dict[str, Any]:
        return {"tender": self.tender(record)}
