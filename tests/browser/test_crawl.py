"""Every page that a role may open, in a browser, with a script planted in every free text.

Which role may open which page stands in tests/security/urls.csv. Nothing planted ever runs, no console error, no report
of the content policy, no dialog; axe without a violation at both widths, as the role that may open most. Every role gets
every page; what comes out word for word as it did for somebody before is not opened in the browser again.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.account.internal.flows import login
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from linli.foundations.parties.models import Person
from linli.kernel.actor import Actor
from tests import stage
from tests.security import canary, personas, samples, tables, world
from tests.security.urls import addresses

pytestmark = pytest.mark.browser
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
OPENED = "200"
SHOWN_ON = 60
"""On how many pages at least a canary must be seen: fewer would mean that none was planted."""
FILES = 12
"""Addresses that answer with a file at most: no page for axe."""
ACCOUNT = (
    "/account/logout/", "/account/password/", "/account/reauthenticate/", "/account/2fa/", "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/", "/account/2fa/webauthn/add/",
)  # fmt: skip
ENTRANCE = {
    "/account/login/": 200, "/account/forgotten/": 200, "/account/inactive/": 200, "/account/sso/error/": 401,
    "/nowhere/": 404,
}  # fmt: skip
"""Pages that the table does not name: allauth's, and the page for an address that does not exist."""


CHANGING = re.compile(
    r"<header.*?</header>|<nav.*?</nav>|<aside.*?</aside>|[A-Za-z0-9]{64}|[0-9a-f]{8}-[0-9a-f-]{27}|\d\d:\d\d(:\d\d)?",
    re.DOTALL,
)
"""What is the same on all pages of a person, and tokens, keys and times, which are new in every answer."""


@dataclass
class Crawl:
    """What was seen where; `wrong` must stay empty."""

    browser: Any
    base: str
    wrong: dict[str, list[object]] = field(default_factory=dict)
    told: list[object] = field(default_factory=list)
    known: set[tuple[str, str]] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    examined: set[str] = field(default_factory=set)
    axe: Axe = field(default_factory=Axe)

    @contextmanager
    def role(self, actor: Actor) -> Iterator[Any]:
        """A page of somebody who is signed in; what it says against itself is put down."""
        context = self.browser.new_context(viewport=WIDE, locale="zh-CN")
        self.client = Client(raise_request_exception=False)
        if actor.person_id is not None:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = key = session(actor.person_id)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.base}])
        page = context.new_page()
        page.on("console", lambda said: self.told.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.told.append(str(error)))
        page.on("dialog", self.dialog)
        self.fresh = True
        yield page
        context.close()

    def dialog(self, dialog: Any) -> None:
        self.told.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def visit(self, page: Any, path: str, who: str, status: int = 200, *, axe: bool = False) -> None:
        """Open a page and put down what is wrong with it."""
        self.told.clear()
        answer = self.client.get(path)
        if answer.status_code != status:
            self.told.append(f"answered {answer.status_code}")
        elif answer.headers["Content-Type"].startswith("text/html"):
            words = CHANGING.sub("", answer.content.decode())
            if axe or self.fresh or (path, words) not in self.known:
                self.known.add((path, words))
                self.fresh = False
                self.look(page, path, status, axe)
        if self.told:
            self.wrong[f"{path} as {who}"] = list(self.told)

    def look(self, page: Any, path: str, status: int, axe: bool) -> None:
        page.set_viewport_size(WIDE)
        page.goto(self.base + path)
        if status != OPENED_AS:  # the browser's own word on the answer
            self.told[:] = [said for said in self.told if f"status of {status}" not in str(said)]
        if (harm := page.evaluate(canary.HARM)) != canary.UNHARMED:
            self.told.append(harm)
        if canary.MARK in page.content():
            self.shown.add(path)
        for size in (WIDE, NARROW) if axe else ():
            page.set_viewport_size(size)
            page.wait_for_function("!document.querySelector('[data-chart]:not([data-drawn])')")
            found = self.axe.run(page).response["violations"]
            self.told += [(size["width"], one["id"], one["nodes"][0]["html"][:160]) for one in found]
            self.examined.add(path)


OPENED_AS = int(OPENED)


def session(person_id: int) -> str:
    """The key of a signed-in session of somebody who has just proved who he is."""
    client = Client()
    client.force_login(Person.objects.get(pk=person_id), backend=settings.AUTHENTICATION_BACKENDS[-1])
    kept = client.session
    kept[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    kept[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person_id)
    kept.save()
    return str(kept.session_key)


@dataclass(frozen=True)
class Visit:
    """A page, who may open it (the role that may open most first), and the record it is about."""

    path: str
    who: tuple[str, ...]
    record: Any


def visits() -> list[Visit]:
    table = tables.read("urls.csv")
    wealth = {who: sum(row[who] == OPENED for row in table.values()) for who in personas.PERSONAS}
    made = []
    for page in addresses():
        may = sorted((who for who, cell in table.get(page.name, {}).items() if cell == OPENED), key=wealth.get)  # type: ignore[arg-type]
        if not may:
            continue
        arguments, record = samples.sample(page.name, page.route)
        fixed = [who for who in reversed(may) if who in personas.FIXED]
        made.append(Visit(reverse(page.name, kwargs=arguments), tuple(fixed or may[-1:]), record))
    return made


@pytest.fixture(scope="module")
def crawl(django_db_setup: None, django_db_blocker: Any, chromium: Any) -> Iterator[Crawl]:
    personas.forget()
    with (
        django_db_blocker.unblock(),
        stage.moved_clock(world.NOW),
        world.drawn_alike(),
        stage.committed(world.tell),
        stage.server() as address,
    ):
        assert len(canary.plant()) > 20
        yield Crawl(chromium, address)


def test_the_canary_is_seen_where_nothing_guards(crawl: Crawl) -> None:
    """The control: the same text, written into a page as it is, runs and is found."""
    with crawl.role(Actor.public()) as page:
        page.set_content(f"<p>{canary.FULL}")
        page.wait_for_function("'zqx' in window")
        assert page.evaluate(canary.HARM)["ran"]
        assert page.evaluate(canary.HARM)["elements"] > 0


def test_every_page_as_every_role(crawl: Crawl) -> None:
    by_actor: dict[tuple[str, int | None], tuple[Actor, list[Visit]]] = {}
    found = visits()
    for visit in found:
        for who in visit.who:
            actor = personas.found(who, visit.record)
            by_actor.setdefault((who, actor.person_id), (actor, []))[1].append(visit)
    for (who, _person), (actor, mine) in by_actor.items():
        with crawl.role(actor) as page:
            for visit in mine:
                crawl.visit(page, visit.path, who, axe=visit.who[0] == who)
    assert crawl.wrong == {}
    assert len(crawl.shown) >= SHOWN_ON, sorted(crawl.shown)
    assert len(crawl.examined) >= len(found) - FILES, "axe has looked at every page"


def test_the_pages_of_signing_in(crawl: Crawl) -> None:
    crawl.wrong.clear()
    with crawl.role(personas.found("jiedao", None)) as page:
        for path in ACCOUNT:
            crawl.visit(page, path, "jiedao", axe=True)
    with crawl.role(Actor.public()) as page:
        for path, status in ENTRANCE.items():
            crawl.visit(page, path, "anonymous", status, axe=True)
    assert crawl.wrong == {}
