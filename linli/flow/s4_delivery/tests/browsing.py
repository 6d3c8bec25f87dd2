"""A signed-in browser for an actor, for the page tests of steps 4 to 6."""

from typing import Any

from django.conf import settings
from django.test import Client

from linli.foundations.parties.models import Person
from linli.foundations.parties.signin import session  # noqa: F401  (stamps the session at sign-in)
from linli.kernel.actor import Actor


def browser(actor: Actor) -> Client:
    """A client with the actor's session; a visitor's for the public. Second factors are off in these tests."""
    client = Client()
    if actor.person_id is not None:
        client.force_login(Person.objects.get(pk=actor.person_id), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def typed(page: Any, **values: Any) -> dict[str, Any]:
    """What a shown form posts: its hidden fields and initial values, and what was typed."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    return shown | values
