"""Reading submissions in slices, so that memory stays flat however many there are."""

from collections.abc import Callable, Iterator

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from linli.foundations.forms.export.columns import FIXED, Record
from linli.foundations.forms.models import Form, Submission
from linli.kernel import rls
from linli.kernel.actor import Actor

SLICE = 200
Told = Callable[[int], None]
"""Hears how many submissions have been read and used."""


def chosen(form: Form, actor: Actor, state: str) -> QuerySet[Submission]:
    """What somebody takes out: of what he may see, the newest versions, in one state of review or in all. To be read inside
    `rls.acting`."""
    found = Submission.objects.visible_to(actor).current().filter(form_id=form.pk)
    return found.filter(state=state) if state else found


def records(
    form: Form, actor: Actor, state: str, column: str = "answers", told: Told | None = None
) -> Iterator[list[Record]]:
    """Slices of it, oldest first: the fixed columns and the text of `answers` (or `xml`)."""
    found = chosen(form, actor, state).order_by("pk").annotate(text=Cast(column, TextField()))
    last = read = 0
    while True:
        with rls.acting(actor):
            rows = list(found.filter(pk__gt=last).values_list(*FIXED, "text")[:SLICE])
        if not rows:
            return
        last = rows[-1][0]
        yield rows
        read += len(rows)
        if told:
            told(read)
