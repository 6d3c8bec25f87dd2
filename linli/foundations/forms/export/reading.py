"""Reading submissions in slices, so that memory stays flat however many there are."""

from collections.abc import Iterator
from typing import Any

from linli.foundations.forms.export.columns import FIXED
from linli.foundations.forms.models import Form, Submission
from linli.kernel.actor import Actor

SLICE = 200


def records(form: Form, actor: Actor, state: str, column: str = "answers") -> Iterator[list[tuple[Any, ...]]]:
    """Slices of what the actor may see, oldest first: the fixed columns and `answers` (or `xml`)."""
    found = Submission.objects.visible_to(actor).current().filter(form_id=form.pk).order_by("pk")
    if state:
        found = found.filter(state=state)
    last = 0
    while True:
        rows = list(found.filter(pk__gt=last).values_list(*FIXED, column)[:SLICE])
        if not rows:
            return
        last = rows[-1][0]
        yield rows
