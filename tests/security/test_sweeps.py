"""Every address tried with what somebody with bad intentions would send: a form without its token."""

import re
from typing import Any

import pytest

from tests.security import browsers
from tests.security.browsers import Clients, address_of, client_of, deed, written
from tests.security.urls import Address, addresses

pytestmark = pytest.mark.usefixtures("undone")
EVERY = list(addresses())
PAGES = [one for one in EVERY if not one.is_foreign]
BY_ORIGIN = {"portal:choose"}
"""Forms on pages that are the same for everybody: guarded by where they come from, see its own tests."""
API = "public-api:"
"""Answers GET alone."""
CONVERTERS = {
    "<int:": "1",
    "<str:": "x",
    "<slug:": "x",
    "<path:": "x",
    "<uuid:": "00000000-0000-0000-0000-000000000000",
}


def path_of(page: Address) -> str:
    """Where a page stands; of libraries' pages the variables are made up, for nobody gets as far as to read them."""
    if not page.is_foreign:
        return address_of(page)[0]
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "x", page.route).replace("^", "").replace("$", "")
    parts = [
        next((made for mark, made in CONVERTERS.items() if part.startswith(mark)), part) for part in route.split("/")
    ]
    return "/" + "/".join(parts)


def without_token(response: Any) -> bool:
    """The answer is the page that says that the form did not come from here."""
    return response.status_code == 403 and "403_csrf.html" in [one.name for one in response.templates]


def test_no_post_goes_through_without_a_token() -> None:
    through: list[str] = []
    clients: Clients = {}
    unguarded: Clients = {}
    harmed = 0
    for page in EVERY:
        path, record = path_of(page), None if page.is_foreign else address_of(page)[1]
        actor = browsers.welcome(page, record)
        strict, loose = client_of(actor, clients, enforce_csrf_checks=True), client_of(actor, unguarded)
        before = written()
        response = strict.post(path)
        if not without_token(response) and not (page.name.startswith(API) and response.status_code == 405):
            through.append(page.name)
        assert written() == before, page.name
        harmed += bool(deed(loose, actor, path, {}).effect)
    assert set(through) == BY_ORIGIN
    assert harmed > 15, "the control: with the check off, the same requests change something"
