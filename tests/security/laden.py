"""A page's form filled in, and posted again with every column's name of the house beside its own fields."""

from dataclasses import dataclass
from unittest import mock
from urllib.parse import unquote

from linli.flow.s1_needs.campaigns.actions import running
from tests.security import browsers, forms, samples
from tests.security.browsers import Clients, Effect, address_of, client_of, deed
from tests.security.urls import Address

EXTRA = dict(forms.columns())


@dataclass
class Tried:
    """What one form did, without and with further fields; the address it led to and what the journal notes of it."""

    plain: Effect
    laden: Effect
    led_to: str
    noted: str


def tried(page: Address, clients: Clients) -> Tried | None:
    """Post what the page's form asks for, then the same with more; nothing where a page takes no POST. Samples are drawn
    by the same seed both times."""
    path, record = address_of(page)
    actor = browsers.welcome(page, record)
    client = client_of(actor, clients)
    with forms.read() as made, mock.patch.object(running, "token_hex", lambda size: "00" * size):
        data = samples.POSTED.get(page.name, lambda actor: dict(forms.EMPTY))(actor)
        plain = deed(client, actor, path, data)
        if plain.response.status_code == 405:
            return None
        form = made[-1] if made else forms.shown(plain.response)
        if form is not None and form.fields:
            data = forms.filled(form)
            plain = deed(client, actor, path, data)
        own = forms.taken(made)
        laden = deed(client, actor, path, {**{name: EXTRA[name] for name in EXTRA if name not in own}, **data})
    return Tried(plain.effect, laden.effect, unquote(plain.response.headers.get("Location", "")), plain.noted)
